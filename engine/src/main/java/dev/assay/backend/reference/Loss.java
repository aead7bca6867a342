package dev.assay.backend.reference;

/** Softmax cross-entropy. */
final class Loss {
  private Loss() {}

  /**
   * With {@code m = max_k z[n,k]}: {@code loss[n] = log Σ_k exp(z[n,k] − m) − (z[n,label] − m)},
   * {@code dz[n,k] = scale·(exp(z[n,k] − m) / Σ − [k = label])}.
   */
  static void softmaxCrossEntropy(
      Images logits, Floats labels, float scale, Floats loss, Floats dLogits) {
    int classes = logits.channels();
    for (int n = 0; n < logits.samples(); n++) {
      int row = n * classes;
      int label = (int) labels.get(n);
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        max = Math.max(max, logits.get(row + k));
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(logits.get(row + k) - max);
      }
      loss.set(n, Math.log(sum) - (logits.get(row + label) - max));
      for (int k = 0; dLogits != null && k < classes; k++) {
        double probability = Math.exp(logits.get(row + k) - max) / sum;
        dLogits.set(row + k, scale * (probability - (k == label ? 1 : 0)));
      }
    }
  }
}
