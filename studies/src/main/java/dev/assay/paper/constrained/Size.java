package dev.assay.paper.constrained;

import dev.assay.reproduction.Design;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.tensor.Shape;
import java.util.List;

/**
 * How much of "Input margins can predict generalization too" is reproduced.
 *
 * <p><b>Samples measured in convolutional networks</b> are so many that the quick scale takes under
 * ten minutes of two cores and the full one about two hours of one. With 8 filters, one or three
 * blocks and 1,000 training samples, 30 samples took half a second of one core in most spaces, a
 * second along 100 components, two seconds by the nearest of several searches in input space.
 *
 * @param seeds repetitions; each draws its own training samples and initial weights
 * @param samples of the training set whose margins are measured
 * @param components numbers of leading principal components, ascending
 * @param blockSize components in a block
 * @param blocks first components of blocks, ascending, from 0
 * @param draws random subspaces of as many dimensions as Kneedle chooses components
 * @param family the networks that must be ordered by their generalisation gap
 */
record Size(
    int seeds,
    int samples,
    List<Integer> components,
    int blockSize,
    List<Integer> blocks,
    int draws,
    Design family) {

  /** Under ten minutes on two cores. */
  static Size quick(NetworkKind networks, Shape sample) {
    Design family = Design.of(networks, Scale.QUICK, sample);
    return switch (networks) {
      case MLP ->
          new Size(
              3,
              150,
              List.of(1, 2, 5, 10, 20, 50, 100),
              20,
              List.of(0, 20, 60, 120, 200),
              5,
              family);
      case CNN -> few(2, 30, 5, family);
    };
  }

  /** Few spaces, for networks whose margins take long. */
  static Size few(int seeds, int samples, int draws, Design family) {
    return new Size(seeds, samples, List.of(1, 5, 20, 100), 20, List.of(0, 60, 200), draws, family);
  }

  static Size full(NetworkKind networks, Shape sample) {
    Design family = Design.of(networks, Scale.FULL, sample);
    return switch (networks) {
      case MLP ->
          new Size(
              3,
              500,
              List.of(1, 2, 5, 10, 20, 50, 100, 200),
              20,
              List.of(0, 20, 40, 60, 80, 100, 140, 180, 240, 300),
              5,
              family);
      case CNN ->
          new Size(
              3, 50, List.of(1, 5, 10, 20, 50, 100, 200), 20, List.of(0, 20, 100, 300), 5, family);
    };
  }
}
