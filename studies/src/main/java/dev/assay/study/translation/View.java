package dev.assay.study.translation;

/**
 * An image, moved.
 *
 * @param image position among the samples
 */
record View(int image, Shift shift) {
  static View of(int image) {
    return new View(image, Shift.NONE);
  }
}
