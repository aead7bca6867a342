package dev.assay.paper.maps;

import dev.assay.reproduction.Paper.Scale;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How much of the paper is reproduced. At the quick scale, on MNIST, six seeds took 6.6 minutes of
 * one processor's time with up to 16 epochs, a third of it for measurements.
 *
 * @param seeds repetitions; each draws its own training samples and initial weights
 * @param train training samples
 * @param test test samples
 * @param canvas side of the black canvas that all images are put on
 * @param channels of the convolutions; hidden places are compared in as many dimensions as the last
 * @param epochs at most
 * @param batch samples in a step
 * @param rate of Adam
 * @param loss on the training samples at which training stops
 * @param measured test images that are moved
 * @param range pixels that they are moved, on either axis
 * @param step between two moves
 * @param moves random ones of each image, for answers
 * @param designs of networks
 */
record Size(
    int seeds,
    int train,
    int test,
    int canvas,
    List<Integer> channels,
    int epochs,
    int batch,
    double rate,
    double loss,
    int measured,
    int range,
    int step,
    int moves,
    List<Design> designs) {
  /** Side of the canvas of MNIST's images; larger ones take longer, so fewer seeds are quick. */
  private static final int USUAL = 40;

  static final List<Integer> KERNELS = List.of(3, 5, 7);
  static final List<Integer> POOLS = List.of(2, 3, 5);

  /**
   * Black around images: 6 pixels where they are as large as those of MNIST or smaller, else 10.
   */
  static int canvas(Shape image) {
    int side = Math.max(image.height(), image.width());
    return side <= 28 ? side + 12 : side + 20;
  }

  static Size of(Scale scale, int canvas) {
    return scale == Scale.QUICK
        ? new Size(
            canvas > USUAL ? 3 : 5,
            1500,
            1000,
            canvas,
            List.of(8, 16, 32),
            12,
            32,
            2e-3,
            0.1,
            100,
            10,
            2,
            5,
            few(canvas))
        : new Size(
            5,
            10_000,
            10_000,
            canvas,
            List.of(32, 64, 64),
            40,
            128,
            1e-3,
            0.01,
            500,
            10,
            1,
            10,
            all(canvas));
  }

  /** Kernels and paddings crossed, all else one at a time. */
  private static List<Design> few(int canvas) {
    Set<Design> designs = new LinkedHashSet<>(grid(canvas, 2, Head.FLAT));
    for (int pool : POOLS) {
      designs.add(new Design(3, 1, pool, Head.FLAT));
    }
    designs.add(new Design(3, 1, 2, Head.MEAN));
    return List.copyOf(designs);
  }

  private static List<Design> all(int canvas) {
    List<Design> designs = new ArrayList<>();
    for (Head head : Head.values()) {
      for (int pool : POOLS) {
        designs.addAll(grid(canvas, pool, head));
      }
    }
    return designs;
  }

  /** For each kernel the least padding that leaves a map, that which keeps sizes, and the most. */
  private static List<Design> grid(int canvas, int pool, Head head) {
    Set<Design> designs = new LinkedHashSet<>();
    for (int kernel : KERNELS) {
      int least = 0;
      while (new Design(kernel, least, pool, head).map(canvas) < 1) {
        least++;
      }
      for (int padding : new int[] {least, (kernel - 1) / 2, kernel - 1}) {
        designs.add(new Design(kernel, padding, pool, head));
      }
    }
    return List.copyOf(designs);
  }
}
