package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Axis;
import java.util.List;

/** The range of the values that an axis can show, and how many it cannot. */
final class Extent {
  private final Axis axis;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;
  private long values;
  private long omitted;

  Extent(Axis axis) {
    this.axis = axis;
  }

  /** Whether a value has a place on the axis. */
  static boolean shows(Axis axis, double value) {
    return Double.isFinite(value) && (!axis.log() || value > 0);
  }

  Extent add(double... more) {
    for (double value : more) {
      values++;
      if (shows(axis, value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      } else {
        omitted++;
      }
    }
    return this;
  }

  /**
   * Widens the range for what belongs to the drawing but is no value of its own, such as a band.
   */
  Extent widen(double... more) {
    for (double value : more) {
      if (shows(axis, value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return this;
  }

  boolean empty() {
    return low > high;
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  /** Whether some values are left out. */
  boolean omits() {
    return omitted > 0;
  }

  /** Says in the remarks how many values are left out, if any. */
  void remark(List<String> remarks) {
    if (omitted > 0) {
      remarks.add(
          Text.format(
              "%d of %d values of “%s” are not shown: not finite%s.",
              omitted, values, axis.label(), axis.log() ? " or not positive" : ""));
    }
  }
}
