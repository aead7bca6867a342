package dev.assay.backend;

/** What lies beyond the edge of an image. */
public enum Edge {
  /**
   * The image mirrored about its border pixel, which is not repeated: {@code d c b | a b c d | c b
   * a}.
   */
  REFLECT,
  /** The border pixel repeated. */
  REPLICATE,
  /** Zeros. */
  ZERO,
  /** The image once more, as its opposite sides meet: {@code b c d | a b c d | a b c}. */
  CIRCULAR;

  /**
   * The index inside {@code [0, extent)} that a position stands for, or −1 for a zero. Reflection
   * and circles repeat as often as a small image needs.
   */
  public int source(int position, int extent) {
    if (position >= 0 && position < extent) {
      return position;
    }
    return switch (this) {
      case ZERO -> -1;
      case REPLICATE -> position < 0 ? 0 : extent - 1;
      case CIRCULAR -> Math.floorMod(position, extent);
      case REFLECT -> {
        if (extent == 1) {
          yield 0;
        }
        int period = 2 * (extent - 1);
        int folded = Math.floorMod(position, period);
        yield folded < extent ? folded : period - folded;
      }
    };
  }
}
