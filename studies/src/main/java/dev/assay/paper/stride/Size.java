package dev.assay.paper.stride;

import dev.assay.reproduction.Paper.Scale;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How much of the paper is reproduced.
 *
 * @param seeds repetitions; each draws its own training samples and initial weights
 * @param train training samples
 * @param validation samples beside them, by whose loss training stops
 * @param test test samples
 * @param channels of the convolutions
 * @param units of the hidden dense layer
 * @param epochs at most
 * @param patience epochs without a lower loss after which training stops
 * @param batch samples in a step
 * @param rate of Adam
 * @param measured test images that are moved
 * @param range pixels that they are moved by at most, on either axis; so wide is the margin of the
 *     canvas, and nothing leaves it
 * @param moves random ones of each image
 * @param profiled test images that are moved all ways
 * @param step pixels between two of those moves
 * @param lags between neighbours
 * @param looks of images, the first as they are
 * @param besides looks of the images of another data set; none where there is none
 * @param compared networks of each level but the first
 * @param designs of networks of the first level, images as they are
 */
record Size(
    int seeds,
    int train,
    int validation,
    int test,
    List<Integer> channels,
    int units,
    int epochs,
    int patience,
    int batch,
    double rate,
    int measured,
    int range,
    int moves,
    int profiled,
    int step,
    List<Integer> lags,
    List<Look> looks,
    List<Look> besides,
    List<Design> compared,
    List<Design> designs) {
  /** Small and large: what a stride needs is between them. */
  static final int SMALL = 2;

  static final int LARGE = 5;

  /** MCS that a kernel is asked for. */
  static final double WANTED = 0.5;

  /** What filters are judged by. */
  static final Design FILTERED = Design.base().with(Filter.BLUR_3);

  private static final int RANGE = 6;

  /** Side of the canvas of MNIST's images; larger ones take longer, so fewer seeds are quick. */
  private static final int USUAL = 40;

  private static final List<Integer> LAGS = List.of(1, 2, 4);
  private static final List<List<Integer>> STRIDES =
      List.of(Design.DENSE, List.of(2, 1, 1), List.of(2, 2, 1), Design.STRIDED, List.of(3, 3, 3));

  /**
   * @param beside whether there is another data set
   */
  static Size of(Scale scale, Shape image, boolean beside) {
    return scale == Scale.QUICK ? quick(canvas(image), beside) : full(canvas(image), beside);
  }

  /** At most 20 networks a seed, so the images of another data set take the place of a look. */
  private static Size quick(int canvas, boolean beside) {
    List<Look> looks = new ArrayList<>(List.of(Look.values()));
    if (beside) {
      looks.remove(Look.NOISIER);
    }
    return new Size(
        canvas > USUAL ? 3 : 5,
        1500,
        300,
        1000,
        List.of(8, 16, 16),
        64,
        12,
        3,
        32,
        2e-3,
        200,
        RANGE,
        5,
        100,
        2,
        LAGS,
        looks,
        beside ? List.of(Look.PLAIN) : List.of(),
        strided(List.of(SMALL, LARGE)),
        few());
  }

  private static Size full(int canvas, boolean beside) {
    List<Look> looks = List.of(Look.values());
    List<Design> compared = new ArrayList<>(strided(List.of(SMALL, 3, LARGE)));
    compared.add(FILTERED);
    return new Size(
        3,
        10_000,
        1000,
        5000,
        List.of(32, 64, 64),
        128,
        100,
        10,
        128,
        1e-3,
        1000,
        RANGE,
        10,
        500,
        1,
        LAGS,
        looks,
        beside ? looks : List.of(),
        compared,
        all(canvas));
  }

  private static List<Design> strided(List<Integer> kernels) {
    return kernels.stream().map(kernel -> Design.plain(Design.STRIDED, kernel)).toList();
  }

  private static int canvas(Shape image) {
    return (Math.max(image.height(), image.width()) + 2 * RANGE + 7) / 8 * 8;
  }

  /** Strides and kernels crossed, all else one at a time. */
  private static List<Design> few() {
    Set<Design> designs = new LinkedHashSet<>();
    for (List<Integer> strides : List.of(Design.DENSE, Design.STRIDED)) {
      for (int kernel : List.of(SMALL, 3, LARGE)) {
        designs.add(Design.plain(strides, kernel));
      }
    }
    designs.addAll(remedies());
    return List.copyOf(designs);
  }

  /** One remedy at a time, but polyphase sampling, which is made for averaging. */
  static List<Design> remedies() {
    Design base = Design.base();
    return List.of(
        FILTERED,
        base.with(Head.MEAN),
        base.with(Head.MEAN).with(Filter.POLYPHASE),
        base.withMoves());
  }

  private static List<Design> all(int canvas) {
    List<Design> designs = new ArrayList<>();
    for (List<Integer> strides : STRIDES) {
      for (int kernel : List.of(SMALL, 3, 4, LARGE)) {
        for (Filter filter : Filter.values()) {
          for (Head head : Head.values()) {
            designs.add(new Design(strides, kernel, filter, head, false));
            designs.add(new Design(strides, kernel, filter, head, true));
          }
        }
      }
    }
    return designs.stream().filter(design -> design.fits(canvas)).toList();
  }

  /** Networks for each seed. */
  int networks() {
    return designs.size() + (looks.size() - 1 + besides.size()) * compared.size();
  }
}
