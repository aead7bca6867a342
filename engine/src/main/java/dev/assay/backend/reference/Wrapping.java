package dev.assay.backend.reference;

import dev.assay.backend.Edge;

/** Images extended by their other side. */
final class Wrapping {
  private Wrapping() {}

  /** {@code y[n,c,i,j] = x[n,c,(i−top) mod H,(j−left) mod W]}. */
  static void forward(int top, int left, Images x, Images y) {
    for (int n = 0; n < y.samples(); n++) {
      for (int c = 0; c < y.channels(); c++) {
        for (int i = 0; i < y.height(); i++) {
          int row = x.at(n, c, Edge.CIRCULAR.source(i - top, x.height()));
          for (int j = 0; j < y.width(); j++) {
            double value = x.get(row + Edge.CIRCULAR.source(j - left, x.width()));
            y.set(y.at(n, c, i) + j, value);
          }
        }
      }
    }
  }

  /**
   * {@code dx[n,c,h,w] = Σ dy[n,c,i,j]} over {@code i = h + top} mod H, {@code j = w + left} mod W.
   */
  static void backward(int top, int left, Images dy, Images dx) {
    for (int n = 0; n < dx.samples(); n++) {
      for (int c = 0; c < dx.channels(); c++) {
        for (int h = 0; h < dx.height(); h++) {
          for (int w = 0; w < dx.width(); w++) {
            double sum = 0;
            for (int i = (h + top) % dx.height(); i < dy.height(); i += dx.height()) {
              for (int j = (w + left) % dx.width(); j < dy.width(); j += dx.width()) {
                sum += dy.get(dy.at(n, c, i) + j);
              }
            }
            dx.set(dx.at(n, c, h) + w, sum);
          }
        }
      }
    }
  }
}
