package dev.assay.study.translation;

/**
 * A move of an image, in pixels.
 *
 * @param down rows; negative is up
 * @param right columns; negative is to the left
 */
public record Shift(double down, double right) {
  static final Shift NONE = new Shift(0, 0);

  /** Its length, rounded to pixels. */
  int radius() {
    return (int) Math.round(Math.hypot(down, right));
  }
}
