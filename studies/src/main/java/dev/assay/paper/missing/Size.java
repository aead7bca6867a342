package dev.assay.paper.missing;

import dev.assay.reproduction.NetworkKind;
import java.util.List;

/**
 * How much of "The missing margin" is reproduced.
 *
 * <p><b>Epochs</b>: of 10, 20, 40, 80 and 160 the smallest number within which the largest network
 * fits all training samples, whatever was done to them. What that says of any statement was not
 * looked at. With Adam at its usual rate of 10⁻³ and 64 samples in a step:
 *
 * <ul>
 *   <li>convolutional networks, quick scale, seed 0: on CIFAR-10 55 epochs with clean data, 65 with
 *       a fifth of the labels wrong, 56 with a fifth of the inputs Gaussian; with wrong labels 77
 *       on MNIST and 55 on glyphs. So 80;
 *   <li>convolutional networks, full scale, on CIFAR-10: for 24 channels 50 and 48 epochs with
 *       wrong labels (seeds 1000 and 1001), 48 with clean data, 42 with Gaussian inputs; with wrong
 *       labels 71 for 16 channels, more than 120 for 8, which fit 99.2 % by then, 77 % of 4, 55 %
 *       of 2. So 80;
 *   <li>perceptrons, full scale, on MNIST: for width 1024 57 and 48 epochs with wrong labels (seeds
 *       1000 and 1001), 8 with clean data, 9 with Gaussian inputs; with wrong labels 64 for 512,
 *       120 for 128. So 80.
 * </ul>
 *
 * <p><b>Sizes and samples</b>, full scale: by the processor's time, about 25 minutes for
 * perceptrons and 40 for convolutional networks. Timed were an epoch and a search, at each size: of
 * perceptrons 0.02 to 0.5 s and 4 to 10 ms, of convolutional networks 0.1 to 0.7 s and 30 to 75 ms.
 * Left for that: 10,000 samples and 300 epochs of perceptrons up to width 2048, and 5,000 samples
 * and 160 epochs of convolutional networks up to 32 channels; either would take hours.
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
              3, 2000, 2000, List.of(8, 32, 128, 512), 0.2, 100, 64, 300, 128, List.of(0.1, 0.4));
      case CNN ->
          new Size(3, 1000, 2000, List.of(2, 4, 8, 16), 0.2, 80, 64, 100, 8, List.of(0.1, 0.4));
    };
  }

  /** The same on more seeds, sizes and samples: under an hour of one core's time. */
  static Size full(NetworkKind networks) {
    return switch (networks) {
      case MLP ->
          new Size(
              5,
              5000,
              2000,
              List.of(8, 16, 32, 64, 128, 256, 512, 1024),
              0.2,
              80,
              64,
              300,
              128,
              List.of(0.1, 0.4, 0.6));
      case CNN ->
          new Size(
              5, 2000, 2000, List.of(2, 4, 8, 16, 24), 0.2, 80, 64, 100, 8, List.of(0.1, 0.4, 0.6));
    };
  }
}
