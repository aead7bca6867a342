package dev.assay.pgdl;

/**
 * How TensorFlow pads one axis of an image so that there are {@code ⌈input/stride⌉} outputs: {@code
 * max((⌈input/stride⌉ − 1)·stride + kernel − input, 0)} zeros, half of them, rounded down, before.
 *
 * @param after as many as before, or one more
 */
record SamePadding(int before, int after) {
  static final SamePadding NONE = new SamePadding(0, 0);

  static SamePadding of(int input, int kernel, int stride) {
    int outputs = (input + stride - 1) / stride;
    int all = Math.max((outputs - 1) * stride + kernel - input, 0);
    return new SamePadding(all / 2, all - all / 2);
  }

  /** How many zeros there are more after than before. */
  int excess() {
    return after - before;
  }
}
