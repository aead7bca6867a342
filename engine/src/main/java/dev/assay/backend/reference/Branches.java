package dev.assay.backend.reference;

/** Where branches meet. */
final class Branches {
  private Branches() {}

  /** {@code y = a + b}, then {@code max(y, 0)} if {@code relu}; NaN stays NaN. */
  static void add(Floats a, Floats b, boolean relu, int size, Floats y) {
    for (int i = 0; i < size; i++) {
      double sum = a.get(i) + b.get(i);
      y.set(i, relu && sum <= 0 ? 0 : sum);
    }
  }

  /** {@code y[n, to + c] = x[n, from + c]}. */
  static void copy(Images x, int from, Images y, int to, int channels) {
    for (int n = 0; n < x.samples(); n++) {
      for (int c = 0; c < channels; c++) {
        for (int i = 0; i < x.plane(); i++) {
          y.set(y.at(n, to + c) + i, x.get(x.at(n, from + c) + i));
        }
      }
    }
  }
}
