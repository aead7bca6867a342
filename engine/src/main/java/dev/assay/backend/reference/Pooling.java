package dev.assay.backend.reference;

import dev.assay.backend.Window;

/** Maximum and mean under a window. */
final class Pooling {
  private Pooling() {}

  /**
   * {@code y[n,c,i,j] = max x[n,c,h,w]} over the part of the window inside the image, {@code
   * argmax} the first {@code h·W + w} in row-major order that attains it. Every window must touch
   * the image, that is, padding must be below the kernel's extent. A NaN under the window gives
   * NaN.
   */
  static void max(Window window, Images x, Images y, Images argmax) {
    Axis rows = Axis.rows(window, x.height(), y.height());
    Axis columns = Axis.columns(window, x.width(), y.width());
    for (int n = 0; n < y.samples(); n++) {
      for (int c = 0; c < y.channels(); c++) {
        for (int i = 0; i < y.height(); i++) {
          for (int j = 0; j < y.width(); j++) {
            int winner = winner(x, x.at(n, c), rows, i, columns, j);
            int index = y.at(n, c, i) + j;
            y.set(index, x.get(x.at(n, c) + winner));
            if (argmax != null) {
              argmax.set(index, winner);
            }
          }
        }
      }
    }
  }

  private static int winner(Images x, int plane, Axis rows, int i, Axis columns, int j) {
    int top = rows.origin(i);
    int left = columns.origin(j);
    int winner = (top + rows.firstTap(i)) * x.width() + left + columns.firstTap(j);
    for (int a = rows.firstTap(i); a < rows.endTap(i); a++) {
      for (int b = columns.firstTap(j); b < columns.endTap(j); b++) {
        int candidate = (top + a) * x.width() + left + b;
        double best = x.get(plane + winner);
        double value = x.get(plane + candidate);
        if (value > best || (Double.isNaN(value) && !Double.isNaN(best))) {
          winner = candidate;
        }
      }
    }
    return winner;
  }

  /**
   * {@code dx[m,c,k] = Σ dy[m,c,i,j]} over the windows with {@code argmax[n,c,i,j] = k}, in their
   * row-major order. The only sum here that is rounded to float32 after each of its terms, of which
   * there are at most {@code kh·kw}.
   */
  static void maxBackward(Images argmax, Images dy, Images dx) {
    int perSample = dy.samples() / argmax.samples();
    dx.elements().fill(dx.samples() * dx.channels() * dx.plane(), 0);
    for (int m = 0; m < dy.samples(); m++) {
      for (int c = 0; c < dy.channels(); c++) {
        int winners = argmax.at(m / perSample, c);
        for (int k = 0; k < dy.plane(); k++) {
          int target = dx.at(m, c) + (int) argmax.get(winners + k);
          dx.elements().add(target, dy.get(dy.at(m, c) + k));
        }
      }
    }
  }

  /** {@code y[n,c,i,j] = Σ x[n,c,h,w] / (kh·kw)} over the part of the window inside the image. */
  static void mean(Window window, Images x, Images y) {
    Axis rows = Axis.rows(window, x.height(), y.height());
    Axis columns = Axis.columns(window, x.width(), y.width());
    for (int n = 0; n < y.samples(); n++) {
      for (int c = 0; c < y.channels(); c++) {
        for (int i = 0; i < y.height(); i++) {
          for (int j = 0; j < y.width(); j++) {
            double sum = 0;
            for (int a = rows.firstTap(i); a < rows.endTap(i); a++) {
              int pixels = x.at(n, c, rows.origin(i) + a) + columns.origin(j);
              for (int b = columns.firstTap(j); b < columns.endTap(j); b++) {
                sum += x.get(pixels + b);
              }
            }
            y.set(y.at(n, c, i) + j, sum / window.area());
          }
        }
      }
    }
  }

  /** {@code dx[n,c,h,w] = Σ dy[n,c,i,j] / (kh·kw)} over the windows that contain (h, w). */
  static void meanBackward(Window window, Images dy, Images dx) {
    Axis rows = Axis.rows(window, dx.height(), dy.height());
    Axis columns = Axis.columns(window, dx.width(), dy.width());
    for (int n = 0; n < dx.samples(); n++) {
      for (int c = 0; c < dx.channels(); c++) {
        for (int h = 0; h < dx.height(); h++) {
          for (int w = 0; w < dx.width(); w++) {
            double sum = 0;
            for (int a = 0; a < rows.kernel(); a++) {
              int i = rows.outputOf(h, a);
              for (int b = 0; i >= 0 && b < columns.kernel(); b++) {
                int j = columns.outputOf(w, b);
                sum += j < 0 ? 0 : dy.get(dy.at(n, c, i) + j);
              }
            }
            dx.set(dx.at(n, c, h) + w, sum / window.area());
          }
        }
      }
    }
  }
}
