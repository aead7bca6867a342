package dev.assay.paper.layers;

import java.util.List;

/**
 * How much of "Exploring layerwise decision making in DNNs" is reproduced.
 *
 * <p><b>Epochs</b>: after 40 all networks that were tried fit all of 5,000 samples of MNIST; of as
 * many of CIFAR-10 they fit 53 to 65 %, which the report says. <b>Samples</b>, quick scale: so many
 * that, by the processor's time, all takes less than two minutes on MNIST and some four on
 * CIFAR-10. The full scale took twelve minutes of the processor's time on MNIST.
 *
 * @param seeds repetitions; each draws its own training samples and initial weights
 * @param train training samples; trees grow on all of them
 * @param test test samples that trees are asked about
 * @param shapes of the networks
 * @param epochs of training
 * @param batch samples in a step
 * @param snapshots epochs after which codes are looked at, ascending, besides the beginning and the
 *     end
 */
record Size(
    int seeds,
    int train,
    int test,
    List<Shape> shapes,
    int epochs,
    int batch,
    List<Integer> snapshots) {
  /** Levels of a tree that are drawn. */
  static final int LEVELS = 4;

  /** Samples that are looked at for the picture of a tested unit, on each side of the test. */
  static final int ATTRIBUTED = 20;

  private static final List<Shape> SHAPES = List.of(new Shape(5, 60), new Shape(3, 100));

  /** Under ten minutes on two cores. */
  static Size quick() {
    return new Size(4, 5000, 2000, SHAPES, 40, 64, List.of(1, 2, 4, 7, 12, 20, 30));
  }

  /** As many samples as MNIST leaves when 5,000 are put aside. */
  static Size full() {
    return new Size(5, 55_000, 10_000, SHAPES, 40, 64, List.of(1, 2, 4, 7, 12, 20, 30));
  }
}
