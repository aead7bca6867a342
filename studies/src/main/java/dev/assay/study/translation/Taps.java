package dev.assay.study.translation;

/**
 * A move along one axis as a filter: {@code y[i] = Σ_t weights[t] · x[i − offsets[t]]}. A move by
 * whole pixels is one tap of weight 1.
 */
record Taps(int[] offsets, float[] weights) {

  static Taps of(double shift, Interpolation interpolation, int length) {
    int whole = (int) Math.floor(shift);
    if (whole == shift) {
      return new Taps(new int[] {whole}, new float[] {1});
    }
    return interpolation == Interpolation.BILINEAR
        ? bilinear(whole, shift - whole)
        : fourier(shift, length);
  }

  private static Taps bilinear(int whole, double rest) {
    return new Taps(new int[] {whole, whole + 1}, new float[] {(float) (1 - rest), (float) rest});
  }

  /**
   * The periodic sinc: {@code sin(πt) / (n sin(πt/n))} for odd n, {@code sin(πt) / (n tan(πt/n))}
   * for even n, at {@code t = offset − shift}.
   */
  private static Taps fourier(double shift, int n) {
    int[] offsets = new int[n];
    float[] weights = new float[n];
    for (int i = 0; i < n; i++) {
      double angle = Math.PI * (i - shift);
      double below = n % 2 == 1 ? Math.sin(angle / n) : Math.tan(angle / n);
      offsets[i] = i;
      weights[i] = (float) (Math.sin(angle) / (n * below));
    }
    return new Taps(offsets, weights);
  }

  boolean whole() {
    return offsets.length == 1;
  }
}
