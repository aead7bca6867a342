package dev.assay.reproduction;

/** Student's distribution (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4). */
final class StudentT {
  private StudentT() {}

  /**
   * The probability of {@code |T| < t}: with {@code θ = atan(t / √ν)}, for odd ν {@code 2/π (θ +
   * sin θ cos θ (1 + 2/3 cos² θ + … + (2·4…(ν−3))/(3·5…(ν−2)) cos^{ν−3} θ))}, for even ν {@code sin
   * θ (1 + 1/2 cos² θ + … + (1·3…(ν−3))/(2·4…(ν−2)) cos^{ν−2} θ)}.
   *
   * @param t not negative; may be infinite
   * @param freedom ν, degrees of freedom, at least 1
   */
  static double within(double t, int freedom) {
    double angle = Math.atan(t / Math.sqrt(freedom));
    double cosine = Math.cos(angle);
    boolean odd = freedom % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = 0;
    for (int i = odd ? 3 : 2; i <= freedom; i += 2) {
      sum += term;
      term *= cosine * cosine * (i - 1) / i;
    }
    return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  }
}
