package dev.assay.backend;

import static dev.assay.backend.Fixture.sumOf;

import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Loss, sums and optimisers. */
final class TrainingCases {
  private static final int[] SIZES = {1, 7, 16, 33, 1000};

  private TrainingCases() {}

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    for (int samples : Extents.BATCHES) {
      for (int classes : new int[] {1, 2, 10, 17, 33, 1000}) {
        for (float range : new float[] {1, 30, 10_000}) {
          cases.add(loss(samples, classes, range, classes != 2));
        }
      }
    }
    cases.add(loss(Extents.MANY, 10, 1, true));
    for (int size : SIZES) {
      for (int count : Extents.BATCHES) {
        cases.add(sum(count, size));
      }
      for (float momentum : new float[] {0, 0.9f}) {
        for (float decay : new float[] {0, 0.01f}) {
          cases.add(sgd(size, momentum, decay, false));
          cases.add(sgd(size, momentum, decay, true));
        }
      }
      for (long step : new long[] {1, 2, 1000, 10_000_000_000L}) {
        cases.add(adam(size, step, 0));
        cases.add(adam(size, step, 0.01f));
      }
    }
    return cases;
  }

  private static OperationCase loss(int samples, int classes, float range, boolean gradient) {
    Shape row = Shape.vector(classes);
    return new OperationCase(
        "softmaxCrossEntropy",
        classes + " classes, |z| < " + range + (gradient ? ", gradient" : ""),
        samples,
        f ->
            f.backend()
                .softmaxCrossEntropy(
                    f.givenBatch("logits", row, 1, Values.between(-range, range)),
                    f.givenBatch("labels", Shape.vector(1), 1, Values.below(classes))
                        .reshape(Shape.vector(f.count())),
                    0.125f,
                    f.resultBatch("loss", Shape.vector(1), 1, range * sumOf(classes))
                        .reshape(Shape.vector(f.count())),
                    // z − max is exact to half a unit of 2·range, and so is the exponential
                    gradient ? f.resultBatch("dLogits", row, 1, range * sumOf(classes)) : null));
  }

  private static OperationCase sum(int count, int size) {
    return new OperationCase(
        "sum",
        count + " of " + size,
        1,
        f ->
            f.backend()
                .sum(
                    f.given("partials", Shape.of(count, size), Values.SIGNED),
                    f.result("out", Shape.of(size), sumOf(count))));
  }

  private static OperationCase sgd(int size, float momentum, float decay, boolean nesterov) {
    Shape shape = Shape.of(size);
    return new OperationCase(
        "sgd",
        size + ", momentum " + momentum + ", decay " + decay + (nesterov ? ", nesterov" : ""),
        1,
        f ->
            f.backend()
                .sgd(
                    f.updated("parameters", shape, Values.SIGNED, sumOf(0)),
                    f.given("gradient", shape, Values.SIGNED),
                    f.updated("velocity", shape, Values.SIGNED, sumOf(0)),
                    0.3f,
                    momentum,
                    decay,
                    nesterov));
  }

  private static OperationCase adam(int size, long step, float decay) {
    Shape shape = Shape.of(size);
    return new OperationCase(
        "adam",
        size + ", step " + step + ", decay " + decay,
        1,
        f -> {
          // as if the gradients so far had been near 1: moments grow with 1 − βᵗ
          float first = (float) (1 - Math.pow(0.9, step - 1));
          float second = (float) (1 - Math.pow(0.999, step - 1));
          f.backend()
              .adam(
                  f.updated("parameters", shape, Values.SIGNED, sumOf(0)),
                  f.given("gradient", shape, Values.SIGNED),
                  f.updated("first", shape, Values.between(-first, first), sumOf(0)),
                  f.updated("second", shape, Values.between(second, 2 * second), sumOf(0)),
                  0.1f,
                  0.9f,
                  0.999f,
                  1e-8f,
                  decay,
                  step);
        });
  }
}
