package dev.assay.report;

/** Where points of a column stand beside its middle: spread evenly, and the same each time. */
final class Jitter {
  /** The golden section: consecutive points fall far from each other. */
  private static final double STEP = (Math.sqrt(5) - 1) / 2;

  private Jitter() {}

  /**
   * @param index of the point
   * @return from −1 to 1
   */
  static double at(int index) {
    double place = index * STEP;
    return 2 * (place - Math.floor(place)) - 1;
  }
}
