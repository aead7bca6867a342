package dev.assay.backend;

import static dev.assay.backend.Fixture.sumOf;

import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

final class BatchNormCases {
  /** Values whose mean is much larger than their deviation. */
  private static final Values SHIFTED = Values.between(9, 11);

  private BatchNormCases() {}

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    int number = 0;
    for (Shape sample : ActivationCases.samples()) {
      for (int samples : Extents.BATCHES) {
        cases.add(statistics(sample, samples));
        cases.add(merge(sample, samples, number));
        cases.add(forward(sample, samples, number % 2 == 0, number % 3 == 0));
        cases.add(backwardStatistics(sample, samples, number % 2 == 1));
        cases.add(backward(sample, samples, number % 2 == 0, number % 3 == 1));
        cases.add(scale(sample, samples, number % 2 == 0));
        number++;
      }
    }
    cases.add(merge(Shape.image(Extents.MANY, 1, 1), 3, 1));
    cases.add(statistics(Shape.image(Extents.MANY, 64, 64), 2));
    cases.add(backwardStatistics(Shape.image(Extents.MANY, 64, 64), 2, true));
    return cases;
  }

  private static Shape channels(Shape sample) {
    return Shape.vector(sample.channels());
  }

  private static long population(Shape sample, int samples) {
    return samples * sample.size() / sample.channels();
  }

  private static OperationCase statistics(Shape sample, int samples) {
    long population = population(sample, samples);
    // a mean of numbers near 10; rounding errors of its sum are independent
    double ofMean = 10 * sumOf((long) Math.sqrt(population));
    return new OperationCase(
        "batchNormStatistics",
        sample.toString(),
        samples,
        f -> {
          Shape shape = Shape.of(2, sample.channels());
          double tolerance = Math.max(ofMean, sumOf(population) * 4);
          f.backend()
              .batchNormStatistics(
                  f.givenBatch("x", sample, 1, SHIFTED), f.result("partial", shape, tolerance));
        });
  }

  private static OperationCase merge(Shape sample, int samples, int number) {
    int slice = new int[] {1, 2, 5, 20}[number % 4];
    int slices = (samples + slice - 1) / slice;
    boolean biased = number % 2 == 0;
    Shape vector = channels(sample);
    return new OperationCase(
        "batchNormMerge",
        "%s, %d slices of %d%s".formatted(vector, slices, slice, biased ? ", bias" : ""),
        samples,
        f ->
            f.backend()
                .batchNormMerge(
                    f.given("partials", Shape.of(slices, 2, sample.channels()), Values.POSITIVE),
                    samples,
                    slice,
                    (int) population(sample, 1),
                    0.1f,
                    1e-5f,
                    biased ? f.given("bias", vector, Values.SIGNED) : null,
                    f.result("mean", vector, sumOf(slices)),
                    // the deviation may be as small as that of one value: 1/√ε ≈ 316
                    f.result("inverseDeviation", vector, 316 * sumOf(slices)),
                    f.updated("runningMean", vector, Values.SIGNED, sumOf(slices)),
                    f.updated("runningVariance", vector, Values.POSITIVE, 2 * sumOf(slices))));
  }

  private static OperationCase forward(Shape sample, int samples, boolean inPlace, boolean relu) {
    return new OperationCase(
        "batchNorm",
        sample + (relu ? ", relu" : "") + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          Shape vector = channels(sample);
          // |x| + |mean| ≤ 2.5, times gamma and deviation ≤ 2.25
          double tolerance = 6 * sumOf(0);
          Tensor x =
              inPlace
                  ? f.updatedBatch("x", sample, 1, Values.SIGNED, tolerance)
                  : f.givenBatch("x", sample, 1, Values.SIGNED);
          f.backend()
              .batchNorm(
                  x,
                  f.given("mean", vector, Values.POSITIVE),
                  f.given("inverseDeviation", vector, Values.POSITIVE),
                  f.given("gamma", vector, Values.POSITIVE),
                  f.given("beta", vector, Values.SIGNED),
                  relu,
                  inPlace ? x : f.resultBatch("y", sample, 1, tolerance));
        });
  }

  private static OperationCase backwardStatistics(Shape sample, int samples, boolean relu) {
    return new OperationCase(
        "batchNormBackwardStatistics",
        sample + (relu ? ", relu" : ""),
        samples,
        f ->
            f.backend()
                .batchNormBackwardStatistics(
                    f.givenBatch("x", sample, 1, Values.SIGNED),
                    f.givenBatch("dy", sample, 1, Values.SIGNED),
                    f.given("mean", channels(sample), Values.SIGNED),
                    f.given("inverseDeviation", channels(sample), Values.POSITIVE),
                    f.given("gamma", channels(sample), Values.SIGNED),
                    f.given("beta", channels(sample), Values.SIGNED),
                    relu,
                    f.result(
                        "partial",
                        Shape.of(2, sample.channels()),
                        3 * sumOf(population(sample, samples)))));
  }

  private static OperationCase backward(Shape sample, int samples, boolean inPlace, boolean relu) {
    return new OperationCase(
        "batchNormBackward",
        sample + (relu ? ", relu" : "") + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          Shape vector = channels(sample);
          double tolerance = 8 * sumOf(0);
          Tensor x = f.givenBatch("x", sample, 1, Values.SIGNED);
          Tensor dy =
              inPlace
                  ? f.updatedBatch("dy", sample, 1, Values.SIGNED, tolerance)
                  : f.givenBatch("dy", sample, 1, Values.SIGNED);
          f.backend()
              .batchNormBackward(
                  x,
                  dy,
                  f.given("mean", vector, Values.SIGNED),
                  f.given("inverseDeviation", vector, Values.POSITIVE),
                  f.given("gamma", vector, Values.SIGNED),
                  f.given("beta", vector, Values.SIGNED),
                  relu,
                  f.given("dGamma", vector, Values.between(-3, 3)),
                  f.given("dBeta", vector, Values.between(-3, 3)),
                  population(sample, samples) + 2,
                  inPlace ? dy : f.resultBatch("dx", sample, 1, tolerance));
        });
  }

  private static OperationCase scale(Shape sample, int samples, boolean inPlace) {
    return new OperationCase(
        "scaleChannels",
        sample + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          Tensor dy =
              inPlace
                  ? f.updatedBatch("dy", sample, 3, Values.SIGNED, sumOf(0))
                  : f.givenBatch("dy", sample, 3, Values.SIGNED);
          f.backend()
              .scaleChannels(
                  dy,
                  f.given("scale", channels(sample), Values.SIGNED),
                  inPlace ? dy : f.resultBatch("dx", sample, 3, sumOf(0)));
        });
  }
}
