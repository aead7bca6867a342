package dev.assay.geometry;

import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import java.util.Arrays;

/** Collects the classes along a segment, from its start to its end. */
final class Stretches implements Trail {
  private double[] at = new double[4];
  private int[] classes = new int[5];
  private int count;

  /** From {@code t} on the class is this one; nothing where it was so before. */
  @Override
  public void add(double t, int winner) {
    if (count > 0 && classes[count - 1] == winner) {
      return;
    }
    if (count == classes.length) {
      classes = Arrays.copyOf(classes, 2 * count);
      at = Arrays.copyOf(at, 2 * count);
    }
    if (count > 0) {
      at[count - 1] = t;
    }
    classes[count++] = winner;
  }

  @Override
  public void follow(Curve logits) {
    append(LogitWalk.along(logits), logits.start());
  }

  /**
   * Adds what another one collected from {@code start} on. Both see the class at the joint, where
   * rounding may make them differ for no length at all.
   */
  void append(Stretches next, double start) {
    boolean rounding =
        count > 0
            && next.count > 1
            && next.classes[1] == classes[count - 1]
            && next.at[0] - start <= Positions.SAME;
    for (int i = rounding ? 1 : 0; i < next.count; i++) {
      add(i == 0 ? start : next.at[i - 1], next.classes[i]);
    }
  }

  /**
   * The result of a search along the segment.
   *
   * @param known share of the segment that was gone along
   */
  SegmentClasses result(
      Status status,
      double known,
      long pieces,
      long passes,
      long breakpoints,
      double effort,
      Method method) {
    boolean answer = count > 0 && (status == Status.OK || status == Status.LIMIT);
    return new SegmentClasses(
        answer ? Arrays.copyOf(at, count - 1) : new double[0],
        answer ? Arrays.copyOf(classes, count) : new int[0],
        answer ? known : 0,
        status == Status.OK ? pieces : -1,
        passes,
        breakpoints,
        effort,
        status,
        method);
  }
}
