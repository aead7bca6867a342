package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.algebra.LinearAlgebra;
import java.util.Arrays;

/** A matrix, kept with inputs first, so that what one input does lies together. */
final class DenseMap extends AffineMap {
  private static final int FEW_ROWS = 4;
  private static final int BATCH_VALUES = 1 << 18;

  private final LinearAlgebra algebra;
  private final double[] matrix;
  private final double[] constant;
  private double[] gram;
  private float[] rough;
  private float[] roughTransposed;

  /**
   * @param in any grid: its values in order are the inputs
   * @param matrix inputs × outputs
   */
  DenseMap(Grid in, double[] matrix, double[] constant, LinearAlgebra algebra) {
    this(in, new Grid(constant.length, 1, 1), matrix, constant, algebra);
  }

  /** Outputs that lie in any grid. */
  DenseMap(Grid in, Grid out, double[] matrix, double[] constant, LinearAlgebra algebra) {
    super(in, out);
    this.algebra = algebra;
    this.matrix = matrix;
    this.constant = constant;
  }

  /** Inputs × outputs. */
  double[] matrix() {
    return matrix;
  }

  double[] constant() {
    return constant;
  }

  @Override
  void multiply(double[] x, int count, double[] y) {
    multiply(count, in().size(), constant.length, x, matrix, y);
  }

  private void multiply(
      int count, int inputs, int outputs, double[] x, double[] coefficients, double[] y) {
    if (count > FEW_ROWS) {
      algebra.multiply(count, inputs, outputs, x, coefficients, y);
      return;
    }
    Arrays.fill(y, 0, count * outputs, 0);
    for (int i = 0; i < inputs; i++) {
      for (int n = 0; n < count; n++) {
        double factor = x[n * inputs + i];
        if (factor != 0) {
          JavaAlgebra.axpy(outputs, factor, coefficients, i * outputs, y, n * outputs);
        }
      }
    }
  }

  @Override
  void multiplyRoughly(double[] x, int count, double[] y) {
    float[] product = new float[count * constant.length];
    algebra.multiply(count, in().size(), constant.length, floats(x), rough(), product);
    for (int i = 0; i < product.length; i++) {
      y[i] = product[i];
    }
  }

  private synchronized float[] rough() {
    rough = rough == null ? floats(matrix) : rough;
    return rough;
  }

  @Override
  void addConstant(double[] y, int from) {
    for (int i = 0; i < constant.length; i++) {
      y[from + i] += constant[i];
    }
  }

  @Override
  void multiplyTransposed(double[] y, int count, double[] x) {
    int outputs = constant.length;
    int inputs = in().size();
    for (int n = 0; n < count; n++) {
      int[] changes = nonZeros(y, n * outputs);
      for (int i = 0; i < inputs; i++) {
        x[n * inputs + i] =
            changes == null
                ? JavaAlgebra.dot(outputs, matrix, i * outputs, y, n * outputs)
                : sum(changes, matrix, i * outputs, y, n * outputs);
      }
    }
  }

  @Override
  void multiplyTransposedRoughly(double[] y, int count, double[] x) {
    float[] product = new float[count * in().size()];
    algebra.multiply(count, constant.length, in().size(), floats(y), roughTransposed(), product);
    for (int i = 0; i < product.length; i++) {
      x[i] = product[i];
    }
  }

  private synchronized float[] roughTransposed() {
    roughTransposed = roughTransposed == null ? floats(transposed().matrix) : roughTransposed;
    return roughTransposed;
  }

  private static double sum(int[] indices, double[] a, int i, double[] b, int j) {
    double sum = 0;
    for (int k : indices) {
      sum += a[i + k] * b[j + k];
    }
    return sum;
  }

  /** Where a row is not zero; null for too many places to be worth it. */
  private int[] nonZeros(double[] y, int from) {
    int[] found = new int[FEW_ROWS];
    int count = 0;
    for (int k = 0; k < constant.length; k++) {
      if (y[from + k] != 0) {
        if (count == FEW_ROWS) {
          return null;
        }
        found[count++] = k;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The transposed matrix and no constant. */
  DenseMap transposed() {
    int inputs = in().size();
    int outputs = constant.length;
    double[] result = new double[matrix.length];
    for (int i = 0; i < inputs; i++) {
      for (int o = 0; o < outputs; o++) {
        result[o * inputs + i] = matrix[i * outputs + o];
      }
    }
    return new DenseMap(out(), in(), result, new double[inputs], algebra);
  }

  @Override
  double spectralNorm() {
    return SpectralNorm.of(matrix, in().size(), constant.length, algebra);
  }

  @Override
  double absoluteNorm() {
    double squares = 0;
    for (double weight : matrix) {
      squares += weight * weight;
    }
    return Math.sqrt(squares);
  }

  /** Products of the outputs' rows of coefficients; worked out when first asked for. */
  private synchronized double[] gram() {
    if (gram == null) {
      int outputs = constant.length;
      double[] products = new double[outputs * outputs];
      algebra.addOuterProducts(matrix, in().size(), outputs, products);
      for (int i = 0; i < outputs; i++) {
        for (int j = 0; j < i; j++) {
          products[i * outputs + j] = products[j * outputs + i];
        }
      }
      gram = products;
    }
    return gram;
  }

  @Override
  int transposedTerms() {
    return constant.length;
  }

  @Override
  double[] rowNorms() {
    double[] norms = new double[constant.length];
    for (int i = 0; i < matrix.length; i++) {
      norms[i % norms.length] += matrix[i] * matrix[i];
    }
    Arrays.setAll(norms, o -> Math.sqrt(norms[o]));
    return norms;
  }

  @Override
  double[] normsTransposed(double[] y, int count) {
    int outputs = constant.length;
    if (outputs > in().size()) {
      return super.normsTransposed(y, count);
    }
    double[] product = new double[count * outputs];
    multiply(count, outputs, outputs, y, gram(), product);
    double trace = 0;
    for (int o = 0; o < outputs; o++) {
      trace += gram()[o * outputs + o];
    }
    // differences of large numbers: at least what rounding may have taken away
    double rounding = (in().size() + 2 * outputs + 8) * Math.ulp(1.0) * trace;
    double[] norms = new double[count];
    for (int n = 0; n < count; n++) {
      double square = JavaAlgebra.dot(outputs, product, n * outputs, y, n * outputs);
      double length = JavaAlgebra.dot(outputs, y, n * outputs, y, n * outputs);
      norms[n] = Math.sqrt(Math.max(0, square) + rounding * length);
    }
    return norms;
  }

  @Override
  AffineMap absolute() {
    return with(Arrays.stream(matrix).map(Math::abs).toArray());
  }

  /** The same with other coefficients and no constant. */
  DenseMap with(double[] others) {
    return new DenseMap(in(), others, new double[constant.length], algebra);
  }

  @Override
  boolean heavy() {
    return true;
  }

  @Override
  int terms() {
    return in().size();
  }

  @Override
  int[] reach(Breakpoints breakpoints, int breakpoint) {
    return new int[] {0, out().channels(), 0, out().height(), 0, out().width()};
  }

  @Override
  Breakpoints multiply(Breakpoints breakpoints, int[] order) {
    int outputs = constant.length;
    Breakpoints result = new Breakpoints(order.length, order.length * outputs);
    int[] pending = new int[Math.max(1, BATCH_VALUES / in().size())];
    int waiting = 0;
    double[] rows = null;
    for (int k : order) {
      int to =
          result.add(breakpoints.at(k), 0, out().channels(), 0, out().height(), 0, out().width());
      if (few(breakpoints, k)) {
        addColumns(breakpoints, k, result.values(), to);
        continue;
      }
      if (rows == null) {
        rows = new double[pending.length * in().size()];
      }
      scatter(breakpoints, k, rows, waiting * in().size());
      pending[waiting++] = to;
      if (waiting == pending.length) {
        flush(rows, pending, waiting, result);
        waiting = 0;
      }
    }
    if (waiting > 0) {
      flush(rows, pending, waiting, result);
    }
    return result;
  }

  /** Whether a breakpoint has so few changes that adding up columns is cheaper than a product. */
  private boolean few(Breakpoints breakpoints, int k) {
    int changes = 0;
    for (int i = breakpoints.from(k); i < breakpoints.from(k) + breakpoints.volume(k); i++) {
      changes += breakpoints.values()[i] == 0 ? 0 : 1;
    }
    return changes * 8 <= in().size() || changes <= 4;
  }

  private void addColumns(Breakpoints breakpoints, int k, double[] values, int to) {
    int source = breakpoints.from(k);
    for (int c = breakpoints.edge(k, 0); c < breakpoints.edge(k, 1); c++) {
      for (int h = breakpoints.edge(k, 2); h < breakpoints.edge(k, 3); h++) {
        for (int w = breakpoints.edge(k, 4); w < breakpoints.edge(k, 5); w++) {
          double change = breakpoints.values()[source++];
          if (change != 0) {
            int unit = c * in().plane() + h * in().width() + w;
            JavaAlgebra.axpy(constant.length, change, matrix, unit * constant.length, values, to);
          }
        }
      }
    }
  }

  private void scatter(Breakpoints breakpoints, int k, double[] rows, int row) {
    Arrays.fill(rows, row, row + in().size(), 0);
    int source = breakpoints.from(k);
    int width = breakpoints.extent(k, 2);
    for (int c = breakpoints.edge(k, 0); c < breakpoints.edge(k, 1); c++) {
      for (int h = breakpoints.edge(k, 2); h < breakpoints.edge(k, 3); h++) {
        int unit = c * in().plane() + h * in().width() + breakpoints.edge(k, 4);
        System.arraycopy(breakpoints.values(), source, rows, row + unit, width);
        source += width;
      }
    }
  }

  private void flush(double[] rows, int[] pending, int waiting, Breakpoints result) {
    int outputs = constant.length;
    double[] products = new double[waiting * outputs];
    algebra.multiply(waiting, in().size(), outputs, rows, matrix, products);
    for (int r = 0; r < waiting; r++) {
      System.arraycopy(products, r * outputs, result.values(), pending[r], outputs);
    }
  }
}
