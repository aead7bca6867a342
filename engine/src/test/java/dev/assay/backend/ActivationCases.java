package dev.assay.backend;

import static dev.assay.backend.Fixture.sumOf;

import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

final class ActivationCases {
  private static final double EXACT = 0;

  private ActivationCases() {}

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    int number = 0;
    for (Shape sample : samples()) {
      for (int samples : Extents.BATCHES) {
        int cotangents = Extents.pick(Extents.COTANGENTS, number);
        for (float slope : new float[] {0, 0.01f, 0.9f}) {
          cases.add(relu(sample, samples, slope, number % 2 == 0));
          cases.add(reluBackward(sample, samples, slope, cotangents, number % 2 == 0));
        }
        cases.add(tanh(sample, samples, number % 2 == 0));
        cases.add(tanhBackward(sample, samples, cotangents, number % 2 == 0));
        for (float rate : new float[] {0, 0.3f, 0.9f}) {
          cases.add(dropout(sample, samples, rate, number % 2 == 0));
        }
        number++;
      }
    }
    return cases;
  }

  static List<Shape> samples() {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < Extents.PLANES.length; i++) {
      int[] plane = Extents.PLANES[i];
      shapes.add(Shape.image(Extents.CHANNELS[i], plane[0], plane[1]));
      shapes.add(Shape.vector(Extents.CHANNELS[i]));
    }
    shapes.add(Shape.image(17, 1, 1));
    shapes.add(Shape.image(1, 7, 7));
    return shapes;
  }

  private static OperationCase relu(Shape sample, int samples, float slope, boolean inPlace) {
    return new OperationCase(
        "relu",
        sample + ", slope " + slope + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          if (inPlace) {
            Tensor x = f.updatedBatch("x", sample, 1, Values.COARSE, EXACT);
            f.backend().relu(slope, x, x);
          } else {
            Tensor x = f.givenBatch("x", sample, 1, Values.SIGNED);
            f.backend().relu(slope, x, f.resultBatch("y", sample, 1, EXACT));
          }
        });
  }

  private static OperationCase reluBackward(
      Shape sample, int samples, float slope, int cotangents, boolean inPlace) {
    return new OperationCase(
        "reluBackward",
        sample + ", slope " + slope + ", cotangents " + cotangents + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          Tensor y = f.givenBatch("y", sample, 1, Values.COARSE);
          if (inPlace) {
            Tensor dy = f.updatedBatch("dy", sample, cotangents, Values.SIGNED, EXACT);
            f.backend().reluBackward(slope, y, dy, dy);
          } else {
            Tensor dy = f.givenBatch("dy", sample, cotangents, Values.SIGNED);
            f.backend().reluBackward(slope, y, dy, f.resultBatch("dx", sample, cotangents, EXACT));
          }
        });
  }

  private static OperationCase tanh(Shape sample, int samples, boolean inPlace) {
    return new OperationCase(
        "tanh",
        sample + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          if (inPlace) {
            Tensor x = f.updatedBatch("x", sample, 1, Values.COARSE, sumOf(1));
            f.backend().tanh(x, x);
          } else {
            Tensor x = f.givenBatch("x", sample, 1, Values.SIGNED);
            f.backend().tanh(x, f.resultBatch("y", sample, 1, sumOf(1)));
          }
        });
  }

  private static OperationCase tanhBackward(
      Shape sample, int samples, int cotangents, boolean inPlace) {
    return new OperationCase(
        "tanhBackward",
        sample + ", cotangents " + cotangents + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          Tensor y = f.givenBatch("y", sample, 1, Values.SIGNED);
          if (inPlace) {
            Tensor dy = f.updatedBatch("dy", sample, cotangents, Values.SIGNED, sumOf(1));
            f.backend().tanhBackward(y, dy, dy);
          } else {
            Tensor dy = f.givenBatch("dy", sample, cotangents, Values.SIGNED);
            f.backend().tanhBackward(y, dy, f.resultBatch("dx", sample, cotangents, sumOf(1)));
          }
        });
  }

  private static OperationCase dropout(Shape sample, int samples, float rate, boolean inPlace) {
    long key = Streams.key(5, "dropout");
    long start = 5_000_000_000L;
    double tolerance = sumOf(1) / (1 - rate);
    return new OperationCase(
        "dropout",
        sample + ", rate " + rate + (inPlace ? ", in place" : ""),
        samples,
        true,
        f -> {
          if (inPlace) {
            Tensor x = f.updatedBatch("x", sample, 1, Values.POSITIVE, tolerance);
            f.backend().dropout(rate, key, f.first(), x, x);
          } else {
            Tensor x = f.givenBatch("x", sample, 1, Values.POSITIVE);
            Tensor y = f.resultBatch("y", sample, 1, tolerance);
            f.backend().dropout(rate, key, start + f.first(), x, y);
          }
        });
  }
}
