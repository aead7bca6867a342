package dev.assay.backend.reference;

import dev.assay.backend.Window;

/** Convolution and its two backward operations; weights {@code O×I×kh×kw}. */
final class Convolution {
  private Convolution() {}

  /**
   * {@code y[n,o,i,j] = bias[o] + Σ_c Σ_a Σ_b w[o,c,a,b] · x[n,c,i·s+a−p,j·s+b−p]}, then {@code
   * max(y, 0)} if {@code relu}.
   */
  static void forward(
      Window window, Images x, Floats weights, Floats bias, boolean relu, Images y) {
    Axis rows = Axis.rows(window, x.height(), y.height());
    Axis columns = Axis.columns(window, x.width(), y.width());
    for (int n = 0; n < y.samples(); n++) {
      for (int o = 0; o < y.channels(); o++) {
        double offset = bias == null ? 0 : bias.get(o);
        for (int i = 0; i < y.height(); i++) {
          for (int j = 0; j < y.width(); j++) {
            double value = offset + underWindow(x, n, weights, o, rows, i, columns, j);
            y.set(y.at(n, o, i) + j, relu ? Math.max(value, 0) : value);
          }
        }
      }
    }
  }

  /** {@code Σ_c Σ_a Σ_b w[o,c,a,b] · x[n,c,i·s+a−p,j·s+b−p]}. */
  private static double underWindow(
      Images x, int n, Floats weights, int o, Axis rows, int i, Axis columns, int j) {
    int firstRow = rows.firstTap(i);
    int endRow = rows.endTap(i);
    int firstColumn = columns.firstTap(j);
    int endColumn = columns.endTap(j);
    double sum = 0;
    for (int c = 0; c < x.channels(); c++) {
      for (int a = firstRow; a < endRow; a++) {
        int taps = ((o * x.channels() + c) * rows.kernel() + a) * columns.kernel();
        int pixels = x.at(n, c, rows.origin(i) + a) + columns.origin(j);
        for (int b = firstColumn; b < endColumn; b++) {
          sum += weights.get(taps + b) * x.get(pixels + b);
        }
      }
    }
    return sum;
  }

  /**
   * {@code dx[n,c,h,w] = Σ_a Σ_b Σ_o w[o,c,a,b] · dy[n,o,i,j]} over all {@code i·s+a−p = h}, {@code
   * j·s+b−p = w}.
   */
  static void backwardData(Window window, Images dy, Floats weights, Images dx) {
    Axis rows = Axis.rows(window, dx.height(), dy.height());
    Axis columns = Axis.columns(window, dx.width(), dy.width());
    for (int n = 0; n < dx.samples(); n++) {
      for (int c = 0; c < dx.channels(); c++) {
        for (int h = 0; h < dx.height(); h++) {
          for (int w = 0; w < dx.width(); w++) {
            double sum = overWindows(dy, n, weights, c, dx.channels(), rows, h, columns, w);
            dx.set(dx.at(n, c, h) + w, sum);
          }
        }
      }
    }
  }

  private static double overWindows(
      Images dy,
      int n,
      Floats weights,
      int c,
      int channels,
      Axis rows,
      int h,
      Axis columns,
      int w) {
    int area = rows.kernel() * columns.kernel();
    double sum = 0;
    for (int a = 0; a < rows.kernel(); a++) {
      int i = rows.outputOf(h, a);
      if (i < 0) {
        continue;
      }
      for (int b = 0; b < columns.kernel(); b++) {
        int j = columns.outputOf(w, b);
        if (j < 0) {
          continue;
        }
        int tap = a * columns.kernel() + b;
        for (int o = 0; o < dy.channels(); o++) {
          sum += weights.get((o * channels + c) * area + tap) * dy.get(dy.at(n, o, i) + j);
        }
      }
    }
    return sum;
  }

  /** {@code dw[o,c,a,b] = Σ_n Σ_i Σ_j dy[n,o,i,j] · x[n,c,i·s+a−p,j·s+b−p]}. */
  static void backwardWeights(Window window, Images x, Images dy, Floats dWeights) {
    Axis rows = Axis.rows(window, x.height(), dy.height());
    Axis columns = Axis.columns(window, x.width(), dy.width());
    int index = 0;
    for (int o = 0; o < dy.channels(); o++) {
      for (int c = 0; c < x.channels(); c++) {
        for (int a = 0; a < rows.kernel(); a++) {
          for (int b = 0; b < columns.kernel(); b++) {
            dWeights.set(index++, throughTap(x, c, dy, o, rows, a, columns, b));
          }
        }
      }
    }
  }

  /** {@code Σ_n Σ_i Σ_j dy[n,o,i,j] · x[n,c,i·s+a−p,j·s+b−p]}. */
  private static double throughTap(
      Images x, int c, Images dy, int o, Axis rows, int a, Axis columns, int b) {
    int stride = columns.stride();
    int firstColumn = columns.firstOutput(b);
    int endColumn = columns.endOutput(b);
    double sum = 0;
    for (int n = 0; n < dy.samples(); n++) {
      for (int i = rows.firstOutput(a); i < rows.endOutput(a); i++) {
        int cotangents = dy.at(n, o, i);
        int pixels = x.at(n, c, rows.origin(i) + a) + b - columns.padding();
        for (int j = firstColumn; j < endColumn; j++) {
          sum += dy.get(cotangents + j) * x.get(pixels + j * stride);
        }
      }
    }
    return sum;
  }

  /** {@code db[o] = Σ_n Σ_i Σ_j dy[n,o,i,j]}. */
  static void backwardBias(Images dy, Floats dBias) {
    for (int o = 0; o < dy.channels(); o++) {
      double sum = 0;
      for (int n = 0; n < dy.samples(); n++) {
        for (int k = 0; k < dy.plane(); k++) {
          sum += dy.get(dy.at(n, o) + k);
        }
      }
      dBias.set(o, sum);
    }
  }
}
