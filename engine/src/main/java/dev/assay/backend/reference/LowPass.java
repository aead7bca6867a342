package dev.assay.backend.reference;

import dev.assay.backend.Blur;

/** Depthwise binomial filter with subsampling (Zhang 2019). */
final class LowPass {
  private LowPass() {}

  /**
   * {@code y[n,c,i,j] = Σ_a Σ_b t[a]·t[b] · x[n,c,row(i,a),column(j,b)]}, see {@link Blur#row} and
   * {@link Blur#column}; a term without a source is zero.
   */
  static void forward(Blur blur, Images x, Images y) {
    float[] taps = blur.taps();
    for (int n = 0; n < y.samples(); n++) {
      for (int c = 0; c < y.channels(); c++) {
        for (int i = 0; i < y.height(); i++) {
          for (int j = 0; j < y.width(); j++) {
            y.set(y.at(n, c, i) + j, underFilter(blur, taps, x, n, c, i, j));
          }
        }
      }
    }
  }

  private static double underFilter(Blur blur, float[] taps, Images x, int n, int c, int i, int j) {
    double sum = 0;
    for (int a = 0; a < taps.length; a++) {
      int h = blur.row(i, a, x.height());
      for (int b = 0; h >= 0 && b < taps.length; b++) {
        int w = blur.column(j, b, x.width());
        sum += w < 0 ? 0 : (double) taps[a] * taps[b] * x.get(x.at(n, c, h) + w);
      }
    }
    return sum;
  }

  /**
   * {@code dx[n,c,h,w] = Σ t[a]·t[b] · dy[n,c,i,j]} over all {@code row(i,a) = h}, {@code
   * column(j,b) = w}.
   */
  static void backward(Blur blur, Images dy, Images dx) {
    float[] taps = blur.taps();
    for (int n = 0; n < dx.samples(); n++) {
      for (int c = 0; c < dx.channels(); c++) {
        for (int h = 0; h < dx.height(); h++) {
          for (int w = 0; w < dx.width(); w++) {
            dx.set(dx.at(n, c, h) + w, overFilters(blur, taps, dy, n, c, dx, h, w));
          }
        }
      }
    }
  }

  private static double overFilters(
      Blur blur, float[] taps, Images dy, int n, int c, Images dx, int h, int w) {
    double sum = 0;
    for (int i = 0; i < dy.height(); i++) {
      double down = 0;
      for (int a = 0; a < taps.length; a++) {
        down += blur.row(i, a, dx.height()) == h ? taps[a] : 0;
      }
      for (int j = 0; down != 0 && j < dy.width(); j++) {
        double across = 0;
        for (int b = 0; b < taps.length; b++) {
          across += blur.column(j, b, dx.width()) == w ? taps[b] : 0;
        }
        sum += across == 0 ? 0 : down * across * dy.get(dy.at(n, c, i) + j);
      }
    }
    return sum;
  }
}
