package dev.assay.geometry;

import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.nn.Classifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Classes at equidistant points, in the engine's float32; the network makes the points. */
final class SampledSegments implements SegmentMethod {
  /** Points on as many segments as go to the network together. */
  private static final int POINTS = 1 << 20;

  private final Classifier classifier;
  private final int points;
  private final int length;

  SampledSegments(Classifier classifier, int points) {
    if (points < 2) {
      throw new IllegalArgumentException(
          "a segment needs at least 2 sample points, its ends; got " + points);
    }
    this.classifier = classifier;
    this.points = points;
    this.length = classifier.input().intSize();
  }

  @Override
  public Method method() {
    return Method.SAMPLED;
  }

  @Override
  public List<SegmentClasses> classes(float[] a, float[] b, int count, double seconds) {
    Segments.check(a, b, count, length);
    Stretches[] stretches = new Stretches[count];
    Status[] status = new Status[count];
    for (int s = 0; s < count; s++) {
      stretches[s] = new Stretches();
      status[s] = Segments.status(a, b, s, length);
    }
    int most = Math.max(1, POINTS / points);
    int[] winners = new int[Math.multiplyExact(Math.min(most, count), points)];
    for (int from = 0; from < count; from += most) {
      int segments = Math.min(most, count - from);
      classifier.classesAlong(
          part(a, from, segments), part(b, from, segments), segments, points, winners);
      for (int r = 0; r < segments * points; r++) {
        int s = from + r / points;
        if (winners[r] < 0 && status[s] == Status.OK) {
          status[s] = Status.NON_FINITE;
        }
        stretches[s].add((double) (r % points) / (points - 1), winners[r]);
      }
    }
    List<SegmentClasses> results = new ArrayList<>(count);
    for (int s = 0; s < count; s++) {
      results.add(stretches[s].result(status[s], 1, -1, points, 0, 0, Method.SAMPLED));
    }
    return results;
  }

  private float[] part(float[] ends, int from, int segments) {
    return Arrays.copyOfRange(ends, from * length, (from + segments) * length);
  }
}
