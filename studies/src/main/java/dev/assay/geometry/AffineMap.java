package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import java.util.Arrays;

/** An affine step: a linear operator and a constant. */
abstract sealed class AffineMap implements Stage
    permits DenseMap, ConvMap, PlaneMap, ScaleMap, BlockMap {
  private final Grid in;
  private final Grid out;
  private double norm = Double.NaN;

  AffineMap(Grid in, Grid out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public final Grid in() {
    return in;
  }

  @Override
  public final Grid out() {
    return out;
  }

  @Override
  public final void apply(double[] x, int count, double[] y) {
    multiply(x, count, y);
    for (int n = 0; n < count; n++) {
      addConstant(y, n * out.size());
    }
  }

  /** The linear operator alone, as {@link #apply}. */
  abstract void multiply(double[] x, int count, double[] y);

  /**
   * The linear operator in single precision: its result is off by no more, in the Euclidean norm,
   * than {@code (terms + 8) 2⁻²⁴} of what the absolute values of coefficients and x would give.
   */
  void multiplyRoughly(double[] x, int count, double[] y) {
    multiply(x, count, y);
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Adds the constant to the sample that begins at {@code from}. */
  abstract void addConstant(double[] y, int from);

  /** The operator's transpose: y, count × out, to x, count × in, output. */
  abstract void multiplyTransposed(double[] y, int count, double[] x);

  /**
   * The transpose in single precision: each row is off by no more, in the Euclidean norm, than
   * {@code (transposedTerms + 8) 2⁻²⁴} of what the absolute values of coefficients and y would
   * give.
   */
  void multiplyTransposedRoughly(double[] y, int count, double[] x) {
    multiplyTransposed(y, count, x);
  }

  /** The same with the absolute values of its coefficients and no constant. */
  abstract AffineMap absolute();

  /**
   * At least the spectral norm of the operator: the largest factor on a vector's length. Worked out
   * when first asked for.
   */
  final synchronized double norm() {
    if (Double.isNaN(norm)) {
      norm = spectralNorm();
    }
    return norm;
  }

  abstract double spectralNorm();

  /** At least the spectral norm of the operator with the absolute values of its coefficients. */
  abstract double absoluteNorm();

  /**
   * Lengths of the rows of {@link #multiplyTransposed}.
   *
   * @param y count × out
   */
  double[] normsTransposed(double[] y, int count) {
    double[] x = new double[count * in.size()];
    multiplyTransposed(y, count, x);
    double[] norms = new double[count];
    for (int n = 0; n < count; n++) {
      norms[n] = Math.sqrt(JavaAlgebra.dot(in.size(), x, n * in.size(), x, n * in.size()));
    }
    return norms;
  }

  /**
   * Bounds the lengths of results of vectors that are zero but for a few units, where each lies
   * between 0 and a largest value.
   *
   * @param units ascending
   * @param largest vectors of as many values as there are units, none negative
   * @return infinite where no more is known than by {@link #norm}
   */
  double[] lengths(int[] units, double[][] largest) {
    double[] lengths = new double[largest.length];
    Arrays.fill(lengths, Double.POSITIVE_INFINITY);
    return lengths;
  }

  /** Whether there are more coefficients than values: several points are best taken at once. */
  abstract boolean heavy();

  /** Terms of one output at most. */
  abstract int terms();

  /** Terms of one value of {@link #multiplyTransposed} at most. */
  abstract int transposedTerms();

  /** Of each output, the length of its row of coefficients. */
  abstract double[] rowNorms();

  /** The box of outputs that a breakpoint's box of inputs reaches; null for none. */
  abstract int[] reach(Breakpoints breakpoints, int breakpoint);

  /**
   * The operator on changes of slope.
   *
   * @param order the breakpoints to take, in this order
   */
  abstract Breakpoints multiply(Breakpoints breakpoints, int[] order);

  /** Values that the result of {@link #multiply(Breakpoints, int[])} will have. */
  final long volume(Breakpoints breakpoints) {
    long volume = 0;
    for (int k = 0; k < breakpoints.count(); k++) {
      int[] box = reach(breakpoints, k);
      volume += box == null ? 0 : (long) (box[1] - box[0]) * (box[3] - box[2]) * (box[5] - box[4]);
    }
    return volume;
  }
}
