package dev.assay.peers;

/**
 * Points on a segment, for {@code Classifier.logits}. The place to change once the engine runs
 * forward along a line by itself.
 */
final class AssaySegment {
  private final Workload.Segment workload;
  private final float[] from;
  private final float[] step;
  private final float[] points;

  AssaySegment(Workload.Segment workload) {
    this.workload = workload;
    int size = workload.net().architecture().input().intSize();
    from = Samples.noise(size, "from");
    step = Samples.noise(size, "to");
    for (int i = 0; i < size; i++) {
      step[i] -= from[i];
    }
    points = new float[workload.points() * size];
  }

  float[] interpolate() {
    int size = from.length;
    for (int point = 0; point < workload.points(); point++) {
      float t = workload.position(point);
      int row = point * size;
      for (int i = 0; i < size; i++) {
        points[row + i] = from[i] + t * step[i];
      }
    }
    return points;
  }
}
