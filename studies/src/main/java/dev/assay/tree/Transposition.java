package dev.assay.tree;

/** Transposes bits: 64 words of 64 bits. */
final class Transposition {
  private Transposition() {}

  /**
   * Bit j of word i becomes bit i of word j: blocks off the diagonal change places, at half the
   * size in each turn (Warren, Hacker's Delight, 7–3).
   */
  static void transpose(long[] words) {
    long mask = 0x00000000FFFFFFFFL;
    for (int size = 32; size > 0; size >>= 1, mask ^= mask << size) {
      for (int base = 0; base < 64; base += 2 * size) {
        for (int i = base; i < base + size; i++) {
          long difference = (words[i] >>> size ^ words[i + size]) & mask;
          words[i + size] ^= difference;
          words[i] ^= difference << size;
        }
      }
    }
  }
}
