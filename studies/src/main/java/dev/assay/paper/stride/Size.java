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
 * @param lags between neighbours
 * @param looks of images, the first as they are
 * @param compared kernels that networks of each look have
 * @param designs of networks on images as they are
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
    List<Integer> lags,
    List<Look> looks,
    List<Integer> compared,
    List<Design> designs) {
  /** Small and large: what a stride needs is between them. */
  static final int SMALL = 2;

  static final int LARGE = 5;

  /** MCS that a kernel is asked for. */
  static final double WANTED = 0.5;

  private static final int RANGE = 6;
  private static final List<Integer> LAGS = List.of(1, 2, 4);
  private static final List<List<Integer>> STRIDES =
      List.of(Design.DENSE, List.of(2, 1, 1), List.of(2, 2, 1), Design.STRIDED, List.of(3, 3, 3));

  static Size of(Scale scale, Shape image) {
    List<Look> looks = List.of(Look.values());
    return scale == Scale.QUICK
        ? new Size(
            5,
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
            LAGS,
            looks,
            List.of(SMALL, LARGE),
            few())
        : new Size(
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
            LAGS,
            looks,
            List.of(SMALL, 3, LARGE),
            all(canvas(image)));
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
        base.with(Filter.BLUR_3),
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
    return designs.size() + (looks.size() - 1) * compared.size();
  }
}
