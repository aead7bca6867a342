package dev.assay.paper.fragmentation;

import dev.assay.reproduction.ConvolutionalNetworks;
import dev.assay.reproduction.Design;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.reproduction.Perceptrons;
import dev.assay.tensor.Shape;
import java.util.List;

/**
 * How much of "Is network fragmentation a useful complexity measure?" is reproduced.
 *
 * <p><b>Epochs</b> must give networks below, at and above the interpolation threshold under label
 * noise. The rule for convolutional networks, whose 500 samples are CIFAR-10's, seed 1000: of 20,
 * 40, 80 and 160 the smallest number after which the two largest networks get 99 % of their
 * training samples right, a fifth of which have wrong labels. What they say of any statement was
 * not looked at. After 40 epochs the network with 16 channels gets 90 %; after 80 those with 4, 8,
 * 12, 16 and 32 get 75 %, 94 %, 99.2 %, 99.8 % and 100 %. So 80; at the full scale, with twice as
 * many steps in each, 16 and 24 channels get 100 % after as many. Of perceptrons with 32, 64, 256
 * and 1,024 units, trained on 4,000 samples of MNIST for 150 epochs, the last two get 100 %, the
 * others 93 % and 98.8 %. On images of more values (CIFAR-10's) the quick scale takes 1,000 samples
 * and no wider ones than 256 units, as it would take an hour of one processor.
 *
 * @param seeds repetitions; each draws its own training samples, noise and initial weights
 * @param train training samples
 * @param test test samples
 * @param widths sizes of the networks, ascending: hidden units or channels
 * @param noise share of relabelled training samples
 * @param epochs of training
 * @param batch samples in a step
 * @param pairs segments for each network
 * @param followed widths of the networks that are looked at during training
 * @param snapshots the epochs at which they are
 * @param deepWidth width of the deeper networks whose hidden cuts are looked at
 * @param deepDepth their hidden layers or blocks
 * @param pictures planes that are drawn
 * @param family the networks that must be ordered by their generalisation gap
 */
record Size(
    int seeds,
    int train,
    int test,
    List<Integer> widths,
    double noise,
    int epochs,
    int batch,
    int pairs,
    List<Integer> followed,
    List<Integer> snapshots,
    int deepWidth,
    int deepDepth,
    int pictures,
    Design family) {

  /** Under ten minutes on two cores. */
  static Size quick(NetworkKind networks, Shape sample) {
    boolean dear = Perceptrons.areDear(sample);
    return switch (networks) {
      case MLP ->
          new Size(
              3,
              dear ? 1000 : 4000,
              2000,
              dear ? List.of(4, 8, 16, 32, 64, 128, 256) : List.of(4, 8, 16, 32, 64, 128, 256, 512),
              0.2,
              100,
              64,
              1000,
              List.of(32, 128),
              List.of(1, 2, 3, 4, 6, 8, 10, 13, 17, 22, 28, 36, 48, 64, 80),
              24,
              3,
              3,
              Design.of(networks, Scale.QUICK, sample));
      case CNN ->
          new Size(
              3,
              500,
              2000,
              List.of(2, 4, 8, 16, 32),
              0.2,
              80,
              32,
              80,
              List.of(4, 8),
              List.of(1, 2, 4, 8, 16, 32),
              8,
              3,
              1,
              small(500));
    };
  }

  /**
   * About half an hour of one core with perceptrons, three quarters with convolutional networks.
   */
  static Size full(NetworkKind networks, Shape sample) {
    return switch (networks) {
      case MLP ->
          new Size(
              5,
              4000,
              10_000,
              List.of(4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512),
              0.2,
              150,
              64,
              1000,
              List.of(32, 128),
              List.of(1, 2, 3, 4, 6, 9, 13, 18, 25, 35, 50, 70, 100),
              32,
              4,
              6,
              Design.of(networks, Scale.QUICK, sample));
      case CNN ->
          new Size(
              5,
              1000,
              2000,
              List.of(2, 4, 6, 8, 12, 16, 32),
              0.2,
              80,
              32,
              80,
              List.of(4, 8),
              List.of(1, 2, 4, 7, 12, 20, 35, 50),
              8,
              3,
              2,
              small(1000));
    };
  }

  /**
   * Eight convolutional networks, those with few filters of {@link ConvolutionalNetworks#quick}:
   * segments cross many pieces of the others.
   */
  private static Design small(int train) {
    return ConvolutionalNetworks.small(train, List.of(8));
  }
}
