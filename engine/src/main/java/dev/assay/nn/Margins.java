package dev.assay.nn;

import dev.assay.io.Text;

/**
 * Rows and columns along the edges of an image.
 *
 * @param top rows above, at least 0, as all are
 */
public record Margins(int top, int left, int bottom, int right) {
  public static final Margins NONE = new Margins(0, 0, 0, 0);

  public Margins {
    if (top < 0 || left < 0 || bottom < 0 || right < 0) {
      throw new IllegalArgumentException(
          Text.format(
              "margins must be at least 0, got %d above, %d left, %d below, %d right",
              top, left, bottom, right));
    }
    Fit.proportion("margins", top, left, bottom, right);
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /** Rows of both sides. */
  int rows() {
    return top + bottom;
  }

  int columns() {
    return left + right;
  }
}
