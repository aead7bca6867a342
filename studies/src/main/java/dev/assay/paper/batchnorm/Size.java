package dev.assay.paper.batchnorm;

import dev.assay.reproduction.Paper.Scale;
import java.util.List;

/**
 * How much of the paper is reproduced.
 *
 * <p><b>Rate</b>: the pilot's rule. Of {@code rates}, descending, an arm takes the first at which
 * the twins of all seeds reach {@code loss} within {@code epochs}; what indices say of them is not
 * looked at. The networks that decide it are the twins themselves. The first of the rates were
 * tried on 1,000 samples, by how soon the loss is reached: on MNIST to 0.02, after 9 epochs in both
 * arms with 10⁻² (and without BatchNorm with 3·10⁻²); on CIFAR-10 to 0.1, after 35 epochs without
 * BatchNorm and 21 with it with 10⁻³, after 68 and 24 with 3·10⁻³.
 *
 * @param seeds repetitions; each draws its own training samples, initial weights and their order
 * @param test test samples
 * @param batch samples in a step
 * @param epochs at most
 * @param loss on the training samples at which training stops
 * @param rates that are tried
 * @param variants twins come of the first one; the others differ from it, so that accuracies do
 * @param measured training samples that are looked at; no network is trained on fewer
 * @param segments around training samples of twins, in each kind of direction
 * @param lengths of segments, ascending; the first decides
 */
record Size(
    int seeds,
    int test,
    int batch,
    int epochs,
    double loss,
    List<Double> rates,
    List<Variant> variants,
    int measured,
    int segments,
    List<Double> lengths) {
  private static final int EPOCHS = 100;

  /**
   * Networks of one kind.
   *
   * @param width channels of the first convolution
   * @param train training samples
   * @param slower how many times smaller the rate is than the arm's
   */
  record Variant(int width, int train, int slower) {}

  static Size of(Chain chain, Scale scale) {
    boolean quick = scale == Scale.QUICK;
    int batch = quick ? 32 : 64;
    int measured = quick ? 200 : 1000;
    int segments = quick ? 20 : 50;
    List<Double> lengths = List.of(0.25, 1.0);
    return switch (chain) {
      case FOUR ->
          new Size(
              quick ? 6 : 8,
              quick ? 2000 : 10_000,
              batch,
              EPOCHS,
              quick ? 0.02 : 0.01,
              List.of(1e-2, 3e-3, 1e-3),
              quick ? variants(8, 4, 1000) : variants(16, 8, 4000),
              measured,
              segments,
              lengths);
      case THIRTEEN ->
          new Size(
              quick ? 4 : 6,
              2000,
              batch,
              EPOCHS,
              quick ? 0.1 : 0.01,
              List.of(1e-3, 3e-4, 1e-4),
              quick ? variants(4, 3, 800) : variants(8, 4, 4000),
              measured,
              segments,
              lengths);
    };
  }

  /** Twins, narrower ones, ones with fewer samples, and slower ones. */
  private static List<Variant> variants(int width, int narrow, int train) {
    return List.of(
        new Variant(width, train, 1),
        new Variant(narrow, train, 1),
        new Variant(width, train / 2, 1),
        new Variant(width, train / 2, 2),
        new Variant(width, train / 4, 1),
        new Variant(narrow, train / 4, 1));
  }
}
