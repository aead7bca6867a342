package dev.assay.paper.missing;

import dev.assay.reproduction.NetworkKind;
import java.util.List;

/**
 * How much of "The missing margin" is reproduced.
 *
 * <p><b>Epochs of convolutional networks</b> at the quick scale: of 10, 20, 40, 80 and 160 the
 * smallest number within which the largest network fits all training samples, on three data sets
 * and with the first 1,000 samples; what it says of any statement was not looked at. With Adam at
 * its usual rate of 10⁻³, 64 samples in a step and seed 0, that took on CIFAR-10 55 epochs with
 * clean data, 65 with a fifth of the labels wrong, 56 with a fifth of the inputs Gaussian; with
 * wrong labels 77 on MNIST and 55 on glyphs. So 80. At the full scale there are 5 times as many
 * steps in each of twice as many epochs; that was not tried.
 *
 * @param seeds repetitions; each draws its own training samples, corruption and initial weights
 * @param train training samples
 * @param test test samples
 * @param widths sizes of the networks, ascending: hidden units or channels
 * @param fraction of samples that are corrupted
 * @param epochs of training
 * @param batch samples in a step
 * @param samples measured in each group
 * @param noiseWidth size of the networks that are trained with growing noise
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
  static Size quick(NetworkKind networks) {
    return switch (networks) {
      case MLP ->
          new Size(
              3, 2000, 2000, List.of(8, 32, 128, 512), 0.2, 100, 64, 400, 128, List.of(0.1, 0.4));
      case CNN ->
          new Size(3, 1000, 2000, List.of(2, 4, 8, 16), 0.2, 80, 64, 100, 8, List.of(0.1, 0.4));
    };
  }

  static Size full(NetworkKind networks) {
    return switch (networks) {
      case MLP ->
          new Size(
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
      case CNN ->
          new Size(
              5,
              5000,
              5000,
              List.of(2, 4, 8, 16, 32),
              0.2,
              160,
              64,
              500,
              16,
              List.of(0.05, 0.1, 0.4, 0.6));
    };
  }
}
