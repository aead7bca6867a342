package dev.assay.backend.reference;

/** Dense layers: vectors {@code N×D}, weights {@code O×I}. */
final class Products {
  private Products() {}

  /** {@code y[n,o] = bias[o] + Σ_i w[o,i] · x[n,i]}, then {@code max(y, 0)} if {@code relu}. */
  static void forward(Images x, Floats weights, Floats bias, boolean relu, Images y) {
    int inputs = x.channels();
    for (int n = 0; n < y.samples(); n++) {
      for (int o = 0; o < y.channels(); o++) {
        double sum = bias == null ? 0 : bias.get(o);
        for (int i = 0; i < inputs; i++) {
          sum += weights.get(o * inputs + i) * x.get(n * inputs + i);
        }
        y.set(y.at(n, o), relu ? Math.max(sum, 0) : sum);
      }
    }
  }

  /** {@code dx[n,i] = Σ_o w[o,i] · dy[n,o]}. */
  static void backwardData(Images dy, Floats weights, Images dx) {
    int inputs = dx.channels();
    int outputs = dy.channels();
    for (int n = 0; n < dx.samples(); n++) {
      for (int i = 0; i < inputs; i++) {
        double sum = 0;
        for (int o = 0; o < outputs; o++) {
          sum += weights.get(o * inputs + i) * dy.get(n * outputs + o);
        }
        dx.set(dx.at(n, i), sum);
      }
    }
  }

  /** {@code dw[o,i] = Σ_n dy[n,o] · x[n,i]} for {@code fromRow ≤ o < toRow}. */
  static void backwardWeights(Images x, Images dy, int fromRow, int toRow, Floats dWeights) {
    int inputs = x.channels();
    for (int o = fromRow; o < toRow; o++) {
      for (int i = 0; i < inputs; i++) {
        double sum = 0;
        for (int n = 0; n < x.samples(); n++) {
          sum += dy.get(dy.at(n, o)) * x.get(n * inputs + i);
        }
        dWeights.set(o * inputs + i, sum);
      }
    }
  }

  /** {@code db[o] = Σ_n dy[n,o]} for {@code fromRow ≤ o < toRow}. */
  static void backwardBias(Images dy, int fromRow, int toRow, Floats dBias) {
    for (int o = fromRow; o < toRow; o++) {
      double sum = 0;
      for (int n = 0; n < dy.samples(); n++) {
        sum += dy.get(dy.at(n, o));
      }
      dBias.set(o, sum);
    }
  }
}
