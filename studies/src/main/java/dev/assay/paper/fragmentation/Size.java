package dev.assay.paper.fragmentation;

import dev.assay.reproduction.Design;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper.Scale;
import java.util.List;

/**
 * How much of "Is network fragmentation a useful complexity measure?" is reproduced.
 *
 * @param seeds repetitions; each draws its own training samples, noise and initial weights
 * @param train training samples
 * @param test test samples
 * @param widths of one-hidden-layer networks, ascending
 * @param noise share of relabelled training samples
 * @param epochs of training
 * @param batch samples in a step
 * @param pairs segments for each network
 * @param followed widths of the networks that are looked at during training
 * @param snapshots the epochs at which they are
 * @param deepWidth width of the deeper networks whose hidden cuts are looked at
 * @param deepDepth their hidden layers
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
  static Size quick() {
    return new Size(
        3,
        4000,
        2000,
        List.of(4, 8, 16, 32, 64, 128, 256, 512),
        0.2,
        100,
        64,
        1000,
        List.of(32, 128),
        List.of(1, 2, 3, 4, 6, 8, 10, 13, 17, 22, 28, 36, 48, 64, 80),
        24,
        3,
        3,
        Design.of(NetworkKind.MLP, Scale.QUICK));
  }

  static Size full() {
    return new Size(
        5,
        20_000,
        10_000,
        List.of(4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024, 2048),
        0.2,
        400,
        64,
        1000,
        List.of(32, 128, 512),
        List.of(1, 2, 4, 6, 9, 13, 18, 25, 35, 50, 70, 100, 140, 200, 280),
        32,
        4,
        6,
        Design.of(NetworkKind.MLP, Scale.FULL));
  }
}
