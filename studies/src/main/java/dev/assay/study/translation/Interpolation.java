package dev.assay.study.translation;

import java.util.Locale;

/** How an image is moved by a part of a pixel. */
public enum Interpolation {
  /** Between the two pixels on either side, on each axis. */
  BILINEAR,

  /**
   * By the phases of its Fourier series, so that only circular images can be moved: exact for what
   * the pixels sample. Moves add up, but for the highest frequency of an even number of pixels,
   * which a real image cannot shift.
   */
  FOURIER;

  /** As options take it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
