package dev.assay.subspace;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.lang.ref.SoftReference;
import java.util.Arrays;

/**
 * Principal component analysis: the eigenvectors of the covariance {@code C = Σ (x − x̄)(x − x̄)ᵀ /
 * (count − 1)}, largest variance first, in double precision. Where there are fewer samples than
 * dimensions they come from the Gram matrix of the samples instead, which has the same non-zero
 * eigenvalues. Every sum is taken in a fixed order.
 */
public final class PrincipalComponents {
  private static final double EPS = Math.ulp(1.0);
  private static final int CHUNK = 1024;

  private final int dimension;
  private final double[] mean;
  private final double totalVariance;
  private final double[] variances;
  private final Vectors vectors;

  /** The components that were asked for so far, one a row. */
  private SoftReference<double[]> made = new SoftReference<>(null);

  /** Writes the component of rank k, not normalised, into a row of a basis. */
  private interface Vectors {
    void write(int k, double[] basis, int offset);
  }

  private PrincipalComponents(
      double[] mean, double totalVariance, double[] variances, Vectors vectors) {
    this.dimension = mean.length;
    this.mean = mean;
    this.totalVariance = totalVariance;
    this.variances = variances;
    this.vectors = vectors;
  }

  /**
   * @param data count × n
   * @throws BadInputException if there are fewer than two samples or too many, or a value is not
   *     finite
   */
  public static PrincipalComponents of(float[] data, int count, int n, LinearAlgebra algebra) {
    if (count < 2) {
      throw new BadInputException("principal components need at least 2 samples, got " + count);
    }
    if (n < 1 || data.length < (long) count * n) {
      throw new IllegalArgumentException(
          Text.format(
              "%d samples of length %d need %d values, got %d",
              count, n, (long) count * n, data.length));
    }
    int side = Math.min(count, n);
    if ((long) side * side > Shape.MAX_SIZE) {
      throw new BadInputException(
          Text.format(
              "principal components of %d samples of %d values need a matrix of %d rows and"
                  + " columns, more than an array holds; take fewer samples",
              count, n, side));
    }
    double[] mean = mean(data, count, n);
    return count < n
        ? ofGram(data, mean, count, algebra)
        : ofCovariance(data, mean, count, algebra);
  }

  /** Mean of the data, n values. */
  public double[] mean() {
    return mean.clone();
  }

  /** Sum of the variances of all dimensions: the trace of the covariance. */
  public double totalVariance() {
    return totalVariance;
  }

  /** Variances along the components, descending; only those that are not zero. */
  public double[] variances() {
    return variances.clone();
  }

  /** Number of components whose variance is not zero. */
  public int rank() {
    return variances.length;
  }

  /**
   * Checks that m components can be taken, before any is.
   *
   * @throws BadInputException if the data has fewer
   */
  public void require(int m) {
    requireVariance();
    if (m < 1 || m > rank()) {
      throw new BadInputException(
          Text.format(
              "cannot take %d principal components: the data varies in %d of its %d dimensions;"
                  + " choose %s",
              m, rank(), dimension, rank() == 1 ? "1" : "1 to " + rank()));
    }
    if ((long) m * dimension > Shape.MAX_SIZE) {
      throw new BadInputException(
          Text.format(
              "%d principal components of %d values are more than an array holds; choose fewer",
              m, dimension));
    }
  }

  /**
   * The span of the first m components. The sign of each makes its entry of largest magnitude
   * positive.
   *
   * @throws BadInputException if the data has fewer than m components
   */
  public Subspace leading(int m) {
    require(m);
    return Subspace.trusted(Arrays.copyOf(rows(m), m * dimension), dimension);
  }

  /** At least m components. Each depends on those before it alone, so they are kept. */
  private synchronized double[] rows(int m) {
    double[] known = made.get();
    int count = known == null ? 0 : known.length / dimension;
    if (count >= m) {
      return known;
    }
    double[] basis = new double[m * dimension];
    if (known != null) {
      System.arraycopy(known, 0, basis, 0, known.length);
    }
    for (int k = count; k < m; k++) {
      vectors.write(k, basis, k * dimension);
      Orthonormal.complete(basis, k, dimension);
      fixSign(basis, k * dimension);
    }
    made = new SoftReference<>(basis);
    return basis;
  }

  /**
   * The span of the components from {@code first} to {@code last}, counted from 1.
   *
   * @throws BadInputException if the data has fewer components
   */
  public Subspace span(int first, int last) {
    require(last);
    return Subspace.trusted(
        Arrays.copyOfRange(rows(last), (first - 1) * dimension, last * dimension), dimension);
  }

  /**
   * The m of Kneedle on the curve of the variances of all components; the choice of "Input margins
   * can predict generalization too" (Mouton, Theunissen, Davel 2024), one m for each data set.
   *
   * @throws BadInputException if the curve has no knee
   */
  public int kneeComponents() {
    requireVariance();
    return Kneedle.decreasingConvex(variances)
        .orElseThrow(
            () ->
                new BadInputException(
                    Text.format(
                        "the variances of the principal components (%d of them are not zero) have"
                            + " no knee; choose their number yourself",
                        rank())));
  }

  private void requireVariance() {
    if (rank() == 0) {
      throw new BadInputException(
          "the data do not vary: all samples given for the principal components are equal, so there"
              + " are no components; give other samples");
    }
  }

  private static double[] mean(float[] data, int count, int n) {
    double[] sum = new double[n];
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < n; i++) {
        sum[i] += data[r * n + i];
      }
    }
    for (int i = 0; i < n; i++) {
      sum[i] /= count;
      if (!Double.isFinite(sum[i])) {
        throw new BadInputException(
            Text.format(
                    "feature %d has a value that is not finite in the %d samples given for the"
                        + " principal",
                    i, count)
                + " components");
      }
    }
    return sum;
  }

  private static PrincipalComponents ofCovariance(
      float[] data, double[] mean, int count, LinearAlgebra algebra) {
    int n = mean.length;
    double[] sums = new double[Math.multiplyExact(n, n)];
    for (int from = 0; from < count; from += CHUNK) {
      int length = Math.min(CHUNK, count - from);
      double[] rows = new double[length * n];
      for (int r = 0; r < length; r++) {
        for (int i = 0; i < n; i++) {
          rows[r * n + i] = data[(from + r) * n + i] - mean[i];
        }
      }
      algebra.addOuterProducts(rows, length, n, sums);
    }
    double trace = trace(sums, n);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(sums, n);
    int rank = rank(eigen.values(), count, n);
    double[] vectors = eigen.vectors();
    return new PrincipalComponents(
        mean,
        trace / (count - 1),
        descending(eigen.values(), rank, count),
        (k, basis, offset) -> System.arraycopy(vectors, (n - 1 - k) * n, basis, offset, n));
  }

  private static PrincipalComponents ofGram(
      float[] data, double[] mean, int count, LinearAlgebra algebra) {
    int n = mean.length;
    double[] sums = new double[count * count];
    for (int from = 0; from < n; from += CHUNK) {
      int length = Math.min(CHUNK, n - from);
      double[] columns = new double[length * count];
      for (int i = 0; i < length; i++) {
        for (int r = 0; r < count; r++) {
          columns[i * count + r] = data[r * n + from + i] - mean[from + i];
        }
      }
      algebra.addOuterProducts(columns, length, count, sums);
    }
    double trace = trace(sums, count);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(sums, count);
    int rank = rank(eigen.values(), count, n);
    double[] weights = eigen.vectors();
    return new PrincipalComponents(
        mean,
        trace / (count - 1),
        descending(eigen.values(), rank, count),
        (k, basis, offset) -> {
          for (int r = 0; r < count; r++) {
            double weight = weights[(count - 1 - k) * count + r];
            for (int i = 0; i < n; i++) {
              basis[offset + i] += weight * (data[r * n + i] - mean[i]);
            }
          }
        });
  }

  private static double trace(double[] matrix, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += matrix[i * n + i];
    }
    return sum;
  }

  /** How many eigenvalues are above what rounding leaves of a zero. */
  private static int rank(double[] ascending, int count, int n) {
    double largest = ascending[ascending.length - 1];
    double zero = Math.max(count, n) * EPS * largest;
    int rank = 0;
    while (rank < ascending.length && ascending[ascending.length - 1 - rank] > zero) {
      rank++;
    }
    return rank;
  }

  private static double[] descending(double[] ascending, int rank, int count) {
    double[] result = new double[rank];
    Arrays.setAll(result, k -> ascending[ascending.length - 1 - k] / (count - 1));
    return result;
  }

  private void fixSign(double[] basis, int row) {
    int largest = row;
    for (int i = row; i < row + dimension; i++) {
      if (Math.abs(basis[i]) > Math.abs(basis[largest])) {
        largest = i;
      }
    }
    if (basis[largest] < 0) {
      for (int i = row; i < row + dimension; i++) {
        basis[i] = -basis[i];
      }
    }
  }
}
