package dev.assay.backend;

import static dev.assay.backend.Fixture.sumOf;

import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

final class DenseCases {
  private static final int[] WIDTHS = {1, 3, 16, 17, 33, 250};

  private DenseCases() {}

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    for (int inputs : WIDTHS) {
      for (int outputs : WIDTHS) {
        for (int samples : Extents.BATCHES) {
          int number = cases.size() / 5;
          cases.add(forward(samples, inputs, outputs, number));
          cases.add(plain(samples, inputs, outputs, number));
          cases.add(backwardData(samples, inputs, outputs, number));
          cases.add(plainBackwardData(samples, inputs, outputs));
          cases.add(backwardWeights(samples, inputs, outputs, number));
        }
      }
    }
    cases.add(backwardWeights(3, 3, Extents.MANY, 0));
    return cases;
  }

  /** The weights, packed over those of another time, in one part, in three, or in too many. */
  private static Tensor packed(
      Fixture f, int inputs, int outputs, Direction direction, int number) {
    Backend backend = f.backend();
    Shape shape = Shape.of(outputs, inputs);
    Tensor packed = f.packed(backend.densePackedSize(inputs, outputs, direction));
    Tensor stale = f.given("stale weights", shape, Values.SIGNED);
    Tensor weights = f.given("weights", shape, Values.SIGNED);
    int parts = new int[] {1, 3, Math.max(inputs, outputs) + 5}[number % 3];
    backend.densePack(stale, direction, 0, 1, packed);
    for (int part = 0; part < parts; part++) {
      backend.densePack(weights, direction, part, parts, packed);
    }
    return packed;
  }

  private static Tensor scratch(Fixture f, int inputs, int outputs) {
    return f.scratch(f.backend().denseScratchSize(f.count(), inputs, outputs));
  }

  private static OperationCase forward(int samples, int inputs, int outputs, int number) {
    boolean bias = number % 2 == 0;
    boolean relu = number % 4 < 2;
    return new OperationCase(
        "dense",
        inputs + " to " + outputs + (bias ? ", bias" : "") + (relu ? ", relu" : ""),
        samples,
        f ->
            f.backend()
                .dense(
                    f.givenBatch("x", Shape.vector(inputs), 1, Values.SIGNED),
                    packed(f, inputs, outputs, Direction.FORWARD, number),
                    bias ? f.given("bias", Shape.vector(outputs), Values.SIGNED) : null,
                    relu,
                    0,
                    1,
                    f.resultBatch("y", Shape.vector(outputs), 1, sumOf(inputs)),
                    scratch(f, inputs, outputs)));
  }

  private static OperationCase backwardData(int samples, int inputs, int outputs, int number) {
    return new OperationCase(
        "denseBackwardData",
        inputs + " to " + outputs,
        samples,
        f ->
            f.backend()
                .denseBackwardData(
                    f.givenBatch("dy", Shape.vector(outputs), 1, Values.SIGNED),
                    packed(f, inputs, outputs, Direction.BACKWARD, number),
                    0,
                    1,
                    f.resultBatch("dx", Shape.vector(inputs), 1, sumOf(outputs)),
                    scratch(f, inputs, outputs)));
  }

  private static OperationCase plain(int samples, int inputs, int outputs, int number) {
    boolean bias = number % 2 == 0;
    boolean relu = number % 4 < 2;
    return new OperationCase(
        "densePlain",
        inputs + " to " + outputs + (bias ? ", bias" : "") + (relu ? ", relu" : ""),
        samples,
        f ->
            f.backend()
                .densePlain(
                    f.givenBatch("x", Shape.vector(inputs), 1, Values.SIGNED),
                    f.given("weights", Shape.of(outputs, inputs), Values.SIGNED),
                    bias ? f.given("bias", Shape.vector(outputs), Values.SIGNED) : null,
                    relu,
                    f.resultBatch("y", Shape.vector(outputs), 1, sumOf(inputs)),
                    scratch(f, inputs, outputs)));
  }

  private static OperationCase plainBackwardData(int samples, int inputs, int outputs) {
    return new OperationCase(
        "densePlainBackwardData",
        inputs + " to " + outputs,
        samples,
        f ->
            f.backend()
                .densePlainBackwardData(
                    f.givenBatch("dy", Shape.vector(outputs), 1, Values.SIGNED),
                    f.given("weights", Shape.of(outputs, inputs), Values.SIGNED),
                    f.resultBatch("dx", Shape.vector(inputs), 1, sumOf(outputs)),
                    scratch(f, inputs, outputs)));
  }

  /** All rows, or some of them: then the others must keep what they hold. */
  private static OperationCase backwardWeights(int samples, int inputs, int outputs, int number) {
    boolean bias = number % 2 == 0;
    int fromRow = number % 5 == 0 ? 0 : outputs / 3;
    int toRow = number % 5 == 0 ? outputs : outputs - outputs / 4;
    return new OperationCase(
        "denseBackwardWeights",
        "%d to %d%s, rows %d to %d"
            .formatted(inputs, outputs, bias ? ", bias" : "", fromRow, toRow),
        samples,
        f -> {
          Shape shape = Shape.of(outputs, inputs);
          Shape vector = Shape.vector(outputs);
          double tolerance = sumOf(samples);
          f.backend()
              .denseBackwardWeights(
                  f.givenBatch("x", Shape.vector(inputs), 1, Values.SIGNED),
                  f.givenBatch("dy", vector, 1, Values.SIGNED),
                  fromRow,
                  toRow,
                  f.updated("dWeights", shape, Values.SIGNED, tolerance),
                  bias ? f.updated("dBias", vector, Values.SIGNED, tolerance) : null,
                  scratch(f, inputs, outputs));
        });
  }
}
