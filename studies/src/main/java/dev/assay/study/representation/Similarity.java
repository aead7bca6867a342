package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;
import java.util.stream.DoubleStream;

/**
 * How alike two representations of the same samples are: linear centred kernel alignment (CKA;
 * Kornblith et al. 2019), {@code HSIC(K, L) / √(HSIC(K, K) HSIC(L, L))} of the matrices of products
 * K and L, 1 where one is a rotated and scaled copy of the other.
 *
 * @param plain with {@code HSIC = Σ (HKH ∘ HLH)}, H the centring matrix; 0 to 1, but near 1 even
 *     for noise that has many more units than there are samples
 * @param debiased with the unbiased estimate of Song et al. (2012), eq. 5; around 0 for what has
 *     nothing in common. NaN is what is not defined; see the status
 */
public record Similarity(Status status, double plain, double debiased) {
  /** What is not defined, and why. */
  public enum Status {
    OK,
    /** The debiased one: there are fewer than 4 samples. */
    FEW_SAMPLES,
    /**
     * One or both: a representation does not vary, as far as these samples tell, or is not finite.
     */
    CONSTANT
  }

  /** Of the sum of squares: what is less is rounding. */
  private static final double ROUNDING = 1e-12;

  /** Of all samples and of halves of them; the samples of both are the same. */
  public static Halves<Similarity> of(
      Representation first, Representation second, LinearAlgebra algebra) {
    Gram a = Gram.of(first, algebra);
    Gram b = Gram.of(second, algebra);
    return Halves.of(first, Representation::rows).map(samples -> of(a, b, samples));
  }

  /**
   * @param samples which are looked at, ascending
   */
  static Similarity of(Gram first, Gram second, int[] samples) {
    double plain = ratio(first, second, samples, Similarity::biased);
    if (samples.length < 4) {
      return new Similarity(Status.FEW_SAMPLES, plain, Double.NaN);
    }
    double debiased = ratio(first, second, samples, Similarity::unbiased);
    return new Similarity(
        Double.isNaN(plain + debiased) ? Status.CONSTANT : Status.OK, plain, debiased);
  }

  /** A measure of dependence, from sums over pairs of samples. */
  private interface Dependence {
    double of(int count, Sums sums);
  }

  private static double ratio(Gram first, Gram second, int[] samples, Dependence dependence) {
    double own = own(first, samples, dependence);
    double other = own(second, samples, dependence);
    return dependence.of(samples.length, Sums.of(first, second, samples))
        / Math.sqrt(own)
        / Math.sqrt(other);
  }

  /** NaN where nothing varies. */
  private static double own(Gram of, int[] samples, Dependence dependence) {
    Sums sums = Sums.of(of, of, samples);
    double own = dependence.of(samples.length, sums);
    return own > ROUNDING * (sums.pairs + sums.diagonal) ? own : Double.NaN;
  }

  private static double biased(int n, Sums sums) {
    return sums.pairs + sums.diagonal - 2.0 / n * sums.rows + sums.first / n * (sums.second / n);
  }

  private static double unbiased(int n, Sums sums) {
    return sums.pairs
        + sums.firstOff / (n - 1) * (sums.secondOff / (n - 2))
        - 2.0 / (n - 2) * sums.rowsOff;
  }

  /**
   * Sums over pairs of samples.
   *
   * @param pairs of both products, of different samples
   * @param diagonal of both, of equal samples
   * @param rows of both sums over a row
   * @param rowsOff the same without equal samples, as all that ends so
   */
  private record Sums(
      double pairs,
      double diagonal,
      double rows,
      double rowsOff,
      double first,
      double firstOff,
      double second,
      double secondOff) {
    static Sums of(Gram a, Gram b, int[] samples) {
      int n = samples.length;
      double pairs = 0;
      double diagonal = 0;
      double[] rowsOfA = new double[n];
      double[] rowsOfB = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          double inA = a.of(samples[i], samples[j]);
          double inB = b.of(samples[i], samples[j]);
          rowsOfA[i] += inA;
          rowsOfA[j] += inA;
          rowsOfB[i] += inB;
          rowsOfB[j] += inB;
          pairs += 2 * inA * inB;
        }
        diagonal += a.of(samples[i], samples[i]) * b.of(samples[i], samples[i]);
      }
      double rows = 0;
      double rowsOff = 0;
      double ownA = 0;
      double ownB = 0;
      for (int i = 0; i < n; i++) {
        double selfA = a.of(samples[i], samples[i]);
        double selfB = b.of(samples[i], samples[i]);
        rows += (rowsOfA[i] + selfA) * (rowsOfB[i] + selfB);
        rowsOff += rowsOfA[i] * rowsOfB[i];
        ownA += selfA;
        ownB += selfB;
      }
      double firstOff = DoubleStream.of(rowsOfA).sum();
      double secondOff = DoubleStream.of(rowsOfB).sum();
      return new Sums(
          pairs, diagonal, rows, rowsOff, firstOff + ownA, firstOff, secondOff + ownB, secondOff);
    }
  }
}
