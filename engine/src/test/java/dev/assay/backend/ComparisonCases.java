package dev.assay.backend;

import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Samples beside others. */
final class ComparisonCases {
  private static final Values SIGNS = (key, i) -> Values.SIGNED.at(key, i) < 0 ? -1 : 1;

  private ComparisonCases() {}

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    for (Shape sample : ActivationCases.samples()) {
      int samples = Extents.pick(Extents.BATCHES, cases.size());
      cases.add(products(sample, samples, 1 + cases.size() % 4));
      cases.add(fold(sample, samples, Math.max(1, sample.intSize() / 3)));
      cases.add(fold(sample, samples, sample.intSize()));
    }
    for (int[] plane : Extents.PLANES) {
      for (int channels : Extents.CHANNELS) {
        Shape image = Shape.image(channels, plane[0], plane[1]);
        int samples = Extents.pick(Extents.BATCHES, cases.size());
        cases.add(means(image, samples, 1, 1));
        cases.add(means(image, samples, (plane[0] + 1) / 2, 1 + plane[1] / 3));
        cases.add(means(image, samples, plane[0], plane[1]));
      }
    }
    return cases;
  }

  /** Sums of squares are no larger than the sample, and compared in single precision. */
  private static OperationCase products(Shape sample, int samples, int each) {
    return new OperationCase(
        "products",
        sample + ", the same for " + each,
        samples,
        true,
        f -> {
          int references = (samples + 1) / each + 1;
          f.backend()
              .products(
                  f.givenBatch("x", sample, 1, Values.SIGNED),
                  f.given("references", sample.batch(references), Values.SIGNED),
                  each,
                  f.first() + 1,
                  f.resultDoubles("products", 2, Fixture.sumOf(sample.size())));
        });
  }

  private static OperationCase fold(Shape sample, int samples, int size) {
    return new OperationCase(
        "fold",
        sample + " to " + size,
        samples,
        f ->
            f.backend()
                .fold(
                    f.givenBatch("x", sample, 1, Values.SIGNED),
                    f.given("signs", Shape.vector(sample.intSize()), SIGNS),
                    f.resultBatch(
                        "y", Shape.vector(size), 1, Fixture.sumOf(sample.size() / size + 1))));
  }

  private static OperationCase means(Shape image, int samples, int height, int width) {
    return new OperationCase(
        "gridMeans",
        "%s to %d×%d".formatted(image, height, width),
        samples,
        f ->
            f.backend()
                .gridMeans(
                    f.givenBatch("x", image, 1, Values.SIGNED),
                    f.resultBatch(
                        "y", Shape.image(image.channels(), height, width), 1, Fixture.sumOf(1))));
  }
}
