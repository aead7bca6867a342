package dev.assay.backend;

/** A smooth function of one number. Kernels know it by its place here. */
public enum Curve {
  /** The hyperbolic tangent. */
  TANH,

  /** {@code 1 / (1 + e^−x)}. */
  SIGMOID,

  /** {@code x·Φ(x)}, where Φ is the normal distribution's (Hendrycks and Gimpel 2016). */
  GELU,

  /** {@code x / (1 + e^−x)} (Elfwing et al. 2018). */
  SILU;

  /** From here on the error function is 1 in double precision. */
  private static final double FAR = 6;

  /** The function at a point, in double precision. */
  public double value(double x) {
    return switch (this) {
      case TANH -> Math.tanh(x);
      case SIGMOID -> sigmoid(x);
      case GELU -> x * normal(x);
      case SILU -> x * sigmoid(x);
    };
  }

  /** Its derivative there. */
  public double slope(double x) {
    double s = sigmoid(x);
    return switch (this) {
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case SIGMOID -> s * (1 - s);
      case GELU -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      case SILU -> s * (1 + x * (1 - s));
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double normal(double x) {
    return (1 + erf(x / Math.sqrt(2))) / 2;
  }

  /**
   * The error function: {@code 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·5 … (2n+1))}, all of whose terms
   * have one sign (Abramowitz and Stegun 1964, 7.1.6).
   */
  public static double erf(double x) {
    if (!(Math.abs(x) < FAR)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double term = x;
    double sum = 0;
    for (int n = 1; sum + term != sum; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
