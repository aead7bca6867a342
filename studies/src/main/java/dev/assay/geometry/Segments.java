package dev.assay.geometry;

import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.io.Text;

/** What all methods ask of segments. */
final class Segments {
  private Segments() {}

  static void check(float[] a, float[] b, int count, int length) {
    long values = (long) count * length;
    if (count < 0 || a.length < values || b.length < values) {
      throw new IllegalArgumentException(
          Text.format(
              "%d segments in %d dimensions need %d values for each end, got %d and %d",
              count, length, values, a.length, b.length));
    }
  }

  /** Whether the end points make a segment. */
  static Status status(float[] a, float[] b, int segment, int length) {
    boolean equal = true;
    for (int i = segment * length; i < (segment + 1) * length; i++) {
      if (!Float.isFinite(a[i]) || !Float.isFinite(b[i])) {
        return Status.NON_FINITE;
      }
      equal &= a[i] == b[i];
    }
    return equal ? Status.ZERO_LENGTH : Status.OK;
  }
}
