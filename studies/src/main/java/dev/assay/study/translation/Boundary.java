package dev.assay.study.translation;

import java.util.Locale;

/** What comes in where an image is moved away, and which two views of it are compared. */
public enum Boundary {
  /** Black comes in, and what leaves is lost; the moved image is compared with the image. */
  ZERO,

  /** What leaves comes in on the other side; the moved image is compared with the image. */
  CIRCULAR,

  /**
   * Two windows of a larger picture, the image with black around it, are compared with each other,
   * neither of which need be the image (Zhang 2019, "Making Convolutional Networks Shift-Invariant
   * Again"). Where only their distance is asked for, each lies half of it from the middle, so less
   * leaves the windows.
   */
  CROP;

  /** As options take it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
