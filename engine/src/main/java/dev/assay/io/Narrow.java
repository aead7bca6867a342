package dev.assay.io;

/** Floats of 16 bits as floats of 32, which hold each of them. */
public final class Narrow {
  private Narrow() {}

  /** A sign, five bits of exponent, ten of the fraction (IEEE 754 binary16). */
  public static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        };
    return bits < 0 ? -size : size;
  }

  /** The upper half of a float of 32 bits (bfloat16). */
  public static float brain(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
