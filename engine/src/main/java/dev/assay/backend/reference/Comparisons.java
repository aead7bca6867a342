package dev.assay.backend.reference;

/** Samples beside others. */
final class Comparisons {
  private Comparisons() {}

  /** {@code y[n,j] = Σ_k signs[j + k·to]·x[n,j + k·to]}. */
  static void fold(Floats x, int count, int from, Floats signs, int to, Floats y) {
    for (int n = 0; n < count; n++) {
      for (int j = 0; j < to; j++) {
        double sum = 0;
        for (int i = j; i < from; i += to) {
          sum += signs.get(i) * x.get(n * from + i);
        }
        y.set(n * to + j, sum);
      }
    }
  }

  /** Means of all {@code x[n,c,i,j]} with {@code ⌊i·H'/H⌋ = p} and {@code ⌊j·W'/W⌋ = q}. */
  static void gridMeans(Images x, Images y) {
    for (int n = 0; n < y.samples(); n++) {
      for (int c = 0; c < y.channels(); c++) {
        double[] sums = new double[y.plane()];
        int[] counts = new int[y.plane()];
        for (int i = 0; i < x.height(); i++) {
          for (int j = 0; j < x.width(); j++) {
            int p = i * y.height() / x.height();
            int q = j * y.width() / x.width();
            sums[p * y.width() + q] += x.get(x.at(n, c, i) + j);
            counts[p * y.width() + q]++;
          }
        }
        for (int k = 0; k < sums.length; k++) {
          y.set(y.at(n, c) + k, sums[k] / counts[k]);
        }
      }
    }
  }

  /** {@code Σ_i x_i·r_i} and {@code Σ_i x_i²}, r being reference (first + n) div each. */
  static void products(
      Floats x, int count, int size, Floats references, int each, int first, Floats products) {
    for (int n = 0; n < count; n++) {
      int reference = (first + n) / each * size;
      double product = 0;
      double square = 0;
      for (int i = 0; i < size; i++) {
        double value = x.get(n * size + i);
        product += value * references.get(reference + i);
        square += value * value;
      }
      products.setDouble(4 * n, product);
      products.setDouble(4 * n + 2, square);
    }
  }
}
