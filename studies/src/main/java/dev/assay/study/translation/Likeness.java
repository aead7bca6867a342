package dev.assay.study.translation;

/**
 * How alike two vectors are.
 *
 * @param cosine {@code a·b / (‖a‖‖b‖)}, by convention 1 if both are zero and 0 if one is
 * @param distance {@code ‖a − b‖ = √(a·a + b·b − 2 a·b)}: exact to 10⁻⁶ of itself where it is more
 *     than 10⁻⁵ of the lengths, and 0 for equal vectors
 * @param zero whether one of them is zero, so that the cosine is a convention
 */
record Likeness(double cosine, double distance, boolean zero) {

  /**
   * @param ab the product of two vectors, in double precision, of equal vectors the same bits
   * @param aa of the first with itself
   * @param bb of the second
   */
  static Likeness of(double ab, double aa, double bb) {
    boolean zero = aa == 0 || bb == 0;
    double cosine = zero ? (aa == bb ? 1 : 0) : ab / Math.sqrt(aa * bb);
    double distance = Math.sqrt(Math.max(0, aa + bb - 2 * ab));
    return new Likeness(Math.max(-1, Math.min(1, cosine)), distance, zero);
  }
}
