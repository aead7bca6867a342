package dev.assay.nn;

import dev.assay.backend.Window;
import dev.assay.io.Text;

/**
 * How far the taps of a kernel lie apart, with gaps between them.
 *
 * @param height of one tap from the next below, at least 1
 * @param width likewise, to the right
 */
public record Dilation(int height, int width) {
  public static final Dilation NONE = new Dilation(1, 1);

  public Dilation {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          Text.format("dilation must be at least 1, got %d×%d", height, width));
    }
    Fit.proportion("dilation", height, width);
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /** Rows that so many taps reach over. */
  int rows(int taps) {
    return (taps - 1) * height + 1;
  }

  int columns(int taps) {
    return (taps - 1) * width + 1;
  }

  /** A window of some taps with the gaps between them. */
  Window reach(Window taps) {
    return new Window(
        rows(taps.kernelHeight()),
        columns(taps.kernelWidth()),
        taps.strideHeight(),
        taps.strideWidth(),
        taps.paddingHeight(),
        taps.paddingWidth(),
        taps.edge());
  }

  /** Where a tap of a window lies among all places under it, row by row. */
  int place(int tap, Window taps) {
    int row = tap / taps.kernelWidth() * height;
    int column = tap % taps.kernelWidth() * width;
    return row * columns(taps.kernelWidth()) + column;
  }
}
