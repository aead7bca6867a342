package dev.assay.geometry;

import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.nn.Classifier;
import java.util.ArrayList;
import java.util.List;

/** Classes at equidistant points, in batches of many segments, in the engine's float32. */
final class SampledSegments implements SegmentMethod {
  private static final int FLOATS = 1 << 22;

  private final Classifier classifier;
  private final int points;
  private final int length;
  private final int classes;

  SampledSegments(Classifier classifier, int points) {
    if (points < 2) {
      throw new IllegalArgumentException(
          "a segment needs at least 2 sample points, its ends; got " + points);
    }
    this.classifier = classifier;
    this.points = points;
    this.length = classifier.input().intSize();
    this.classes = classifier.classes();
  }

  @Override
  public Method method() {
    return Method.SAMPLED;
  }

  @Override
  public List<SegmentClasses> classes(float[] a, float[] b, int count) {
    Segments.check(a, b, count, length);
    Stretches[] stretches = new Stretches[count];
    Status[] status = new Status[count];
    for (int s = 0; s < count; s++) {
      stretches[s] = new Stretches();
      status[s] = Segments.status(a, b, s, length);
    }
    int rows = Math.max(1, FLOATS / length);
    float[] batch = new float[(int) Math.min(rows, (long) count * points) * length];
    float[] logits = new float[batch.length / length * classes];
    long all = (long) count * points;
    for (long from = 0; from < all; from += rows) {
      int size = (int) Math.min(rows, all - from);
      for (int r = 0; r < size; r++) {
        write(a, b, (int) ((from + r) / points), (int) ((from + r) % points), batch, r);
      }
      classifier.logits(batch, size, logits);
      for (int r = 0; r < size; r++) {
        int s = (int) ((from + r) / points);
        int winner = Segments.argmax(logits, r * classes, classes);
        if (winner < 0 && status[s] == Status.OK) {
          status[s] = Status.NON_FINITE;
        }
        stretches[s].add((double) ((from + r) % points) / (points - 1), winner);
      }
    }
    List<SegmentClasses> results = new ArrayList<>(count);
    for (int s = 0; s < count; s++) {
      results.add(stretches[s].result(status[s], -1, points, 0, Method.SAMPLED));
    }
    return results;
  }

  private void write(float[] a, float[] b, int segment, int point, float[] batch, int row) {
    double t = (double) point / (points - 1);
    int from = segment * length;
    for (int i = 0; i < length; i++) {
      double start = a[from + i];
      batch[row * length + i] = (float) (start + t * (b[from + i] - start));
    }
  }
}
