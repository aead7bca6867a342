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
        cases.add(clip(sample, samples, number % 2 == 0));
        cases.add(clipBackward(sample, samples, cotangents, number % 2 == 0));
        for (Curve f : Curve.values()) {
          cases.add(curve(f, sample, samples, number % 2 == 0));
          cases.add(curveBackward(f, sample, samples, cotangents, number % 2 == 0));
        }
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

  private static OperationCase clip(Shape sample, int samples, boolean inPlace) {
    return new OperationCase(
        "clip",
        sample + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          if (inPlace) {
            Tensor x = f.updatedBatch("x", sample, 1, Values.COARSE, EXACT);
            f.backend().clip(-0.5f, 1, x, x);
          } else {
            Tensor x = f.givenBatch("x", sample, 1, Values.SIGNED);
            f.backend().clip(-0.25f, 0.5f, x, f.resultBatch("y", sample, 1, EXACT));
          }
        });
  }

  private static OperationCase clipBackward(
      Shape sample, int samples, int cotangents, boolean inPlace) {
    return new OperationCase(
        "clipBackward",
        sample + ", cotangents " + cotangents + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          Tensor y = f.givenBatch("y", sample, 1, Values.COARSE);
          if (inPlace) {
            Tensor dy = f.updatedBatch("dy", sample, cotangents, Values.SIGNED, EXACT);
            f.backend().clipBackward(-0.5f, 1, y, dy, dy);
          } else {
            Tensor dy = f.givenBatch("dy", sample, cotangents, Values.SIGNED);
            Tensor dx = f.resultBatch("dx", sample, cotangents, EXACT);
            f.backend().clipBackward(0, 0.5f, y, dy, dx);
          }
        });
  }

  private static OperationCase curve(Curve curve, Shape sample, int samples, boolean inPlace) {
    return new OperationCase(
        "curve",
        curve + " " + sample + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          if (inPlace) {
            Tensor x = f.updatedBatch("x", sample, 1, Values.COARSE, sumOf(1));
            f.backend().curve(curve, x, x);
          } else {
            Tensor x = f.givenBatch("x", sample, 1, Values.SIGNED);
            f.backend().curve(curve, x, f.resultBatch("y", sample, 1, sumOf(1)));
          }
        });
  }

  private static OperationCase curveBackward(
      Curve curve, Shape sample, int samples, int cotangents, boolean inPlace) {
    return new OperationCase(
        "curveBackward",
        curve + " " + sample + ", cotangents " + cotangents + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          Tensor x = f.givenBatch("x", sample, 1, Values.SIGNED);
          if (inPlace) {
            Tensor dy = f.updatedBatch("dy", sample, cotangents, Values.SIGNED, sumOf(1));
            f.backend().curveBackward(curve, x, dy, dy);
          } else {
            Tensor dy = f.givenBatch("dy", sample, cotangents, Values.SIGNED);
            Tensor dx = f.resultBatch("dx", sample, cotangents, sumOf(1));
            f.backend().curveBackward(curve, x, dy, dx);
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
