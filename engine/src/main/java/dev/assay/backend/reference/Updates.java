package dev.assay.backend.reference;

/** Sums of partial results and the steps of optimisers. */
final class Updates {
  private Updates() {}

  /** {@code out[i] = Σ_g partials[g,i]}. */
  static void sum(Floats partials, int count, int size, Floats out) {
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int g = 0; g < count; g++) {
        sum += partials.get(g * size + i);
      }
      out.set(i, sum);
    }
  }

  /**
   * {@code g ← gradient + weightDecay·p; v ← momentum·v + g; p ← p − rate·(nesterov ? g +
   * momentum·v : v)}.
   */
  static void sgd(
      Floats parameters,
      int size,
      Floats gradient,
      Floats velocity,
      float rate,
      float momentum,
      float weightDecay,
      boolean nesterov) {
    for (int i = 0; i < size; i++) {
      double p = parameters.get(i);
      double g = gradient.get(i) + weightDecay * p;
      double v = momentum * velocity.get(i) + g;
      velocity.set(i, v);
      parameters.set(i, p - rate * (nesterov ? g + momentum * v : v));
    }
  }

  /**
   * {@code g ← gradient + weightDecay·p; m ← β1·m + (1−β1)·g; v ← β2·v + (1−β2)·g²; p ← p −
   * rate·(m/(1−β1^t)) / (sqrt(v/(1−β2^t)) + epsilon)} (Kingma and Ba 2015, algorithm 1).
   */
  static void adam(
      Floats parameters,
      int size,
      Floats gradient,
      Floats first,
      Floats second,
      float rate,
      double beta1,
      double beta2,
      float epsilon,
      float weightDecay,
      long step) {
    double firstCorrection = 1 - Math.pow(beta1, step);
    double secondCorrection = 1 - Math.pow(beta2, step);
    for (int i = 0; i < size; i++) {
      double p = parameters.get(i);
      double g = gradient.get(i) + weightDecay * p;
      double m = beta1 * first.get(i) + (1 - beta1) * g;
      double v = beta2 * second.get(i) + (1 - beta2) * g * g;
      first.set(i, m);
      second.set(i, v);
      double direction = m / firstCorrection / (Math.sqrt(v / secondCorrection) + epsilon);
      parameters.set(i, p - rate * direction);
    }
  }
}
