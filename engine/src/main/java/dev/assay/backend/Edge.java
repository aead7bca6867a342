package dev.assay.backend;

/** What a low-pass filter sees beyond the edge of an image. */
public enum Edge {
  /**
   * The image mirrored about its border pixel, which is not repeated: {@code d c b | a b c d | c b
   * a}.
   */
  REFLECT,
  /** The border pixel repeated. */
  REPLICATE,
  /** Zeros. */
  ZERO
}
