package dev.assay.backend;

/** Extents that kernels get wrong: single, odd, one less or more than a vector or a block. */
final class Extents {
  static final int[] BATCHES = {1, 3, 17};
  static final int[] CHANNELS = {1, 3, 16, 17, 33};

  /**
   * More samples or channels than a GPU's block has threads, for kernels with a thread for each.
   */
  static final int MANY = 300;

  static final int[] COTANGENTS = {1, 3, 10};
  static final int[][] PLANES = {{1, 1}, {7, 7}, {8, 8}, {13, 5}, {32, 32}};

  private Extents() {}

  /** An element of a list by a running number, so that lists of coprime lengths mix. */
  static int pick(int[] list, int number) {
    return list[number % list.length];
  }

  static boolean fits(Window window, int[] plane) {
    return window.outputHeight(plane[0]) >= 1 && window.outputWidth(plane[1]) >= 1;
  }

  static String text(Window w) {
    return "%d×%d/%d×%d+%d×%d"
        .formatted(
            w.kernelHeight(),
            w.kernelWidth(),
            w.strideHeight(),
            w.strideWidth(),
            w.paddingHeight(),
            w.paddingWidth());
  }
}
