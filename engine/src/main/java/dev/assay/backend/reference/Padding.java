package dev.assay.backend.reference;

import dev.assay.backend.Edge;
import java.util.Arrays;

/** Images extended by what lies beyond their edges. */
final class Padding {
  private Padding() {}

  /** {@code y[n,c,i,j] = x[n,c,s(i−top),s(j−left)]}, 0 where {@code s} is none. */
  static void forward(Edge edge, int top, int left, Images x, Images y) {
    for (int n = 0; n < y.samples(); n++) {
      for (int c = 0; c < y.channels(); c++) {
        for (int i = 0; i < y.height(); i++) {
          for (int j = 0; j < y.width(); j++) {
            int h = edge.source(i - top, x.height());
            int w = edge.source(j - left, x.width());
            y.set(y.at(n, c, i) + j, h < 0 || w < 0 ? 0 : x.get(x.at(n, c, h) + w));
          }
        }
      }
    }
  }

  /** {@code dx[n,c,h,w] = Σ dy[n,c,i,j]} over {@code s(i−top) = h}, {@code s(j−left) = w}. */
  static void backward(Edge edge, int top, int left, Images dy, Images dx) {
    double[] sums = new double[dx.height() * dx.width()];
    for (int n = 0; n < dx.samples(); n++) {
      for (int c = 0; c < dx.channels(); c++) {
        Arrays.fill(sums, 0);
        for (int i = 0; i < dy.height(); i++) {
          for (int j = 0; j < dy.width(); j++) {
            int h = edge.source(i - top, dx.height());
            int w = edge.source(j - left, dx.width());
            if (h >= 0 && w >= 0) {
              sums[h * dx.width() + w] += dy.get(dy.at(n, c, i) + j);
            }
          }
        }
        for (int i = 0; i < sums.length; i++) {
          dx.set(dx.at(n, c, 0) + i, sums[i]);
        }
      }
    }
  }
}
