package dev.assay.backend.reference;

import dev.assay.backend.Blur;

/** Depthwise binomial filter with subsampling (Zhang 2019). */
final class LowPass {
  private LowPass() {}

  /**
   * {@code y[n,c,i,j] = Σ_a Σ_b t[a]·t[b] · x[n,c,σ(u+i·s,a),σ(v+j·s,b)]}, where {@code σ} is
   * {@link Blur#source}, a term without a source is zero, and {@code (u, v)} is the sample's phase.
   */
  static void forward(Blur blur, Images phases, Images x, Images y) {
    float[] taps = blur.taps();
    for (int n = 0; n < y.samples(); n++) {
      int phase = phase(phases, n);
      for (int c = 0; c < y.channels(); c++) {
        for (int i = 0; i < y.height(); i++) {
          int row = row(blur, phase, i);
          for (int j = 0; j < y.width(); j++) {
            int column = column(blur, phase, j);
            y.set(y.at(n, c, i) + j, underFilter(blur, taps, x, n, c, row, column));
          }
        }
      }
    }
  }

  private static int phase(Images phases, int sample) {
    return phases == null ? 0 : (int) phases.get(sample);
  }

  private static int row(Blur blur, int phase, int i) {
    return phase % blur.strideHeight() + i * blur.strideHeight();
  }

  private static int column(Blur blur, int phase, int j) {
    return phase / blur.strideHeight() + j * blur.strideWidth();
  }

  private static double underFilter(
      Blur blur, float[] taps, Images x, int n, int c, int row, int column) {
    double sum = 0;
    for (int a = 0; a < taps.length; a++) {
      int h = blur.source(row, a, x.height());
      for (int b = 0; h >= 0 && b < taps.length; b++) {
        int w = blur.source(column, b, x.width());
        sum += w < 0 ? 0 : (double) taps[a] * taps[b] * x.get(x.at(n, c, h) + w);
      }
    }
    return sum;
  }

  /**
   * {@code dx[m,c,h,w] = Σ t[a]·t[b] · dy[m,c,i,j]} over all {@code σ(u+i·s,a) = h}, {@code
   * σ(v+j·s,b) = w}.
   */
  static void backward(Blur blur, Images phases, Images dy, Images dx) {
    float[] taps = blur.taps();
    int perSample = phases == null ? 1 : dy.samples() / phases.samples();
    for (int m = 0; m < dx.samples(); m++) {
      int phase = phase(phases, m / perSample);
      for (int c = 0; c < dx.channels(); c++) {
        for (int h = 0; h < dx.height(); h++) {
          for (int w = 0; w < dx.width(); w++) {
            dx.set(dx.at(m, c, h) + w, overFilters(blur, phase, taps, dy, m, c, dx, h, w));
          }
        }
      }
    }
  }

  private static double overFilters(
      Blur blur, int phase, float[] taps, Images dy, int m, int c, Images dx, int h, int w) {
    double sum = 0;
    for (int i = 0; i < dy.height(); i++) {
      double down = weight(blur, taps, row(blur, phase, i), h, dx.height());
      for (int j = 0; down != 0 && j < dy.width(); j++) {
        double across = weight(blur, taps, column(blur, phase, j), w, dx.width());
        sum += across == 0 ? 0 : down * across * dy.get(dy.at(m, c, i) + j);
      }
    }
    return sum;
  }

  /** How much the filter at a pixel takes from input {@code h} along one axis. */
  private static double weight(Blur blur, float[] taps, int at, int h, int extent) {
    double weight = 0;
    for (int a = 0; a < taps.length; a++) {
      if (blur.source(at, a, extent) == h) {
        weight += taps[a];
      }
    }
    return weight;
  }
}
