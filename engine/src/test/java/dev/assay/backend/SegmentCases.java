package dev.assay.backend;

import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Points of segments and their classes, all to the last bit. */
final class SegmentCases {
  private static final double EXACT = 0;

  /** Many ties, and now and then something that is not finite. */
  private static final Values PARTLY_FINITE =
      (key, i) ->
          switch (Streams.integer(Streams.key(key, 1), i, 64)) {
            case 0 -> Float.NaN;
            case 1 -> Float.POSITIVE_INFINITY;
            case 2 -> Float.NEGATIVE_INFINITY;
            default -> Values.COARSE.at(key, i);
          };

  private SegmentCases() {}

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    for (Shape sample : ActivationCases.samples()) {
      for (int points : new int[] {2, 3, 11}) {
        cases.add(whole(sample, Extents.pick(Extents.BATCHES, cases.size()), points));
        cases.add(piece(sample, points, cases.size() % points));
      }
    }
    for (int classes : new int[] {1, 2, 10, 17, 1000}) {
      for (int samples : Extents.BATCHES) {
        cases.add(argmax(classes, samples, Values.SIGNED, "signed"));
        cases.add(argmax(classes, samples, Values.COARSE, "ties"));
        cases.add(argmax(classes, samples, PARTLY_FINITE, "not all finite"));
      }
    }
    cases.add(argmax(10, Extents.MANY, Values.COARSE, "ties"));
    return cases;
  }

  private static OperationCase whole(Shape sample, int segments, int points) {
    return new OperationCase(
        "interpolate",
        sample + ", " + points + " points",
        segments,
        f ->
            f.backend()
                .interpolate(
                    f.givenBatch("from", sample, 1, Values.SIGNED),
                    f.givenBatch("to", sample, 1, Values.between(-300, 300)),
                    points,
                    0,
                    f.resultBatch("points", sample, points, EXACT)));
  }

  private static OperationCase piece(Shape sample, int points, int first) {
    return new OperationCase(
        "interpolate",
        "%s, from point %d of %d on".formatted(sample, first, points),
        1,
        f ->
            f.backend()
                .interpolate(
                    f.given("from", sample.batch(4), Values.SIGNED),
                    f.given("to", sample.batch(4), Values.SIGNED),
                    points,
                    first,
                    f.result("points", sample.batch(3 * points), EXACT)));
  }

  private static OperationCase argmax(int classes, int samples, Values values, String text) {
    return new OperationCase(
        "argmax",
        classes + " classes, " + text,
        samples,
        f ->
            f.backend()
                .argmax(
                    f.givenBatch("logits", Shape.vector(classes), 1, values),
                    f.resultBatch("classes", Shape.vector(1), 1, EXACT)
                        .reshape(Shape.vector(f.count()))));
  }
}
