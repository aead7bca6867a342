package dev.assay.paper.missing;

import java.util.List;

/**
 * How much of "The missing margin" is reproduced.
 *
 * @param seeds repetitions; each draws its own training samples, corruption and initial weights
 * @param train training samples
 * @param test test samples
 * @param widths of one-hidden-layer networks, ascending
 * @param fraction of samples that are corrupted
 * @param epochs of training
 * @param batch samples in a step
 * @param samples measured in each group
 * @param noiseWidth width of the networks that are trained with growing noise
 * @param noises shares of relabelled samples, besides none and {@code fraction}
 */
record Size(
    int seeds,
    int train,
    int test,
    List<Integer> widths,
    double fraction,
    int epochs,
    int batch,
    int samples,
    int noiseWidth,
    List<Double> noises) {

  /** Under ten minutes on two cores. */
  static Size quick() {
    return new Size(
        3, 2000, 2000, List.of(8, 32, 128, 512), 0.2, 100, 64, 400, 128, List.of(0.1, 0.4));
  }

  static Size full() {
    return new Size(
        5,
        10_000,
        10_000,
        List.of(8, 16, 32, 64, 128, 256, 512, 1024, 2048),
        0.2,
        300,
        64,
        2000,
        256,
        List.of(0.05, 0.1, 0.4, 0.6));
  }
}
