package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Window;
import java.util.Arrays;

/** A convolution, as products with matrices of image patches. */
final class ConvMap extends AffineMap {
  private static final int BATCH_VALUES = 1 << 16;
  private static final int STRIP_VALUES = 1 << 16;
  private static final int GROUP_VALUES = 1 << 18;

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final Window window;
  private final LinearAlgebra algebra;
  private final double[] weights;
  private final double[] constant;
  private final int terms;
  private float[] rough;
  private ConvMap transposed;
  private Overlaps overlaps;

  /**
   * @param weights output channels × input channels × kernel rows × kernel columns
   */
  ConvMap(Grid in, Window window, double[] weights, double[] constant, LinearAlgebra algebra) {
    super(
        in,
        new Grid(
            constant.length, window.outputHeight(in.height()), window.outputWidth(in.width())));
    this.window = window;
    this.algebra = algebra;
    this.weights = weights;
    this.constant = constant;
    this.terms = in.channels() * window.area();
  }

  double[] weights() {
    return weights;
  }

  double[] constant() {
    return constant;
  }

  Window window() {
    return window;
  }

  @Override
  void multiply(double[] x, int count, double[] y) {
    // strips of rows whose patches stay in the second-level cache
    int width = out().width();
    int strip = Math.max(1, Math.min(out().height(), STRIP_VALUES / (terms * width)));
    double[] patches = new double[terms * strip * width];
    double[] product = new double[constant.length * strip * width];
    int[] all = {0, in().channels(), 0, in().height(), 0, in().width()};
    for (int n = 0; n < count; n++) {
      for (int top = 0; top < out().height(); top += strip) {
        int bottom = Math.min(out().height(), top + strip);
        int[] outputs = {0, constant.length, top, bottom, 0, width};
        int columns = (bottom - top) * width;
        patches(x, n * in().size(), all, outputs, patches, columns, 0);
        algebra.multiply(constant.length, terms, columns, weights, patches, product);
        for (int o = 0; o < constant.length; o++) {
          int to = n * out().size() + o * out().plane() + top * width;
          System.arraycopy(product, o * columns, y, to, columns);
        }
      }
    }
  }

  /**
   * Writes the patches under the windows of a box of outputs, one patch a column.
   *
   * @param x holds a box of inputs from {@code from} on; outside of it inputs are zero
   * @param patches terms × columns; the columns of this box begin at {@code column}
   */
  private void patches(
      double[] x,
      int from,
      int[] inputs,
      int[] outputs,
      double[] patches,
      int columns,
      int column) {
    int height = inputs[3] - inputs[2];
    int width = inputs[5] - inputs[4];
    int outHeight = outputs[3] - outputs[2];
    int outWidth = outputs[5] - outputs[4];
    int row = 0;
    for (int c = 0; c < in().channels(); c++) {
      int plane = from + (c - inputs[0]) * height * width;
      for (int a = 0; a < window.kernelHeight(); a++) {
        for (int b = 0; b < window.kernelWidth(); b++) {
          int to = row++ * columns + column;
          int left = outputs[4] * window.strideWidth() - window.paddingWidth() + b - inputs[4];
          for (int i = 0; i < outHeight; i++) {
            int h =
                (outputs[2] + i) * window.strideHeight() - window.paddingHeight() + a - inputs[2];
            int line = plane + h * width;
            boolean inside = h >= 0 && h < height;
            if (!inside) {
              Arrays.fill(patches, to, to + outWidth, 0);
            } else if (window.strideWidth() == 1) {
              int before = Math.max(0, Math.min(outWidth, -left));
              int end = Math.max(before, Math.min(outWidth, width - left));
              Arrays.fill(patches, to, to + before, 0);
              System.arraycopy(x, line + left + before, patches, to + before, end - before);
              Arrays.fill(patches, to + end, to + outWidth, 0);
            } else {
              for (int j = 0; j < outWidth; j++) {
                int w = left + j * window.strideWidth();
                patches[to + j] = w >= 0 && w < width ? x[line + w] : 0;
              }
            }
            to += outWidth;
          }
        }
      }
    }
  }

  @Override
  void multiplyRoughly(double[] x, int count, double[] y) {
    if (window.strideHeight() != 1 || window.strideWidth() != 1) {
      multiply(x, count, y);
      return;
    }
    int most = Math.max(1, GROUP_VALUES / (terms * out().plane()));
    for (int n = 0; n < count; n += most) {
      if (most == 1) {
        strips(padded(x, n), y, n * out().size());
      } else {
        group(x, n, Math.min(most, count - n), y);
      }
    }
  }

  /** Small images, several to a product: what all of them see at a tap lies together. */
  private void group(double[] x, int first, int count, double[] y) {
    int plane = out().plane();
    int width = out().width();
    int columns = count * plane;
    Scratch scratch = SCRATCH.get();
    float[] patches = scratch.patches(terms * columns);
    float[] product = scratch.product(constant.length * columns);
    for (int n = 0; n < count; n++) {
      float[] padded = padded(x, first + n);
      for (int term = 0; term < terms; term++) {
        int a = term % window.area() / window.kernelWidth();
        int b = term % window.kernelWidth();
        int source = term / window.area() * paddedPlane() + a * paddedWidth() + b;
        int to = term * columns + n * plane;
        for (int i = 0; i < out().height(); i++, source += paddedWidth(), to += width) {
          for (int j = 0; j < width; j++) {
            patches[to + j] = padded[source + j];
          }
        }
      }
    }
    algebra.multiply(constant.length, terms, columns, rough(), patches, product);
    for (int n = 0; n < count; n++) {
      for (int o = 0; o < constant.length; o++) {
        int source = o * columns + n * plane;
        int to = (first + n) * out().size() + o * plane;
        for (int i = 0; i < plane; i++) {
          y[to + i] = product[source + i];
        }
      }
    }
  }

  private synchronized float[] rough() {
    rough = rough == null ? floats(weights) : rough;
    return rough;
  }

  private int paddedWidth() {
    return in().width() + 2 * window.paddingWidth();
  }

  private int paddedPlane() {
    return (in().height() + 2 * window.paddingHeight()) * paddedWidth();
  }

  /** A sample with zeros around it, and a few behind it. */
  private float[] padded(double[] x, int sample) {
    int size = in().channels() * paddedPlane() + window.kernelWidth();
    float[] padded = SCRATCH.get().padded(size);
    Arrays.fill(padded, 0, size, 0);
    int source = sample * in().size();
    for (int c = 0; c < in().channels(); c++) {
      for (int h = 0; h < in().height(); h++) {
        int to = c * paddedPlane() + (h + window.paddingHeight()) * paddedWidth();
        for (int w = 0; w < in().width(); w++) {
          padded[to + window.paddingWidth() + w] = (float) x[source++];
        }
      }
    }
    return padded;
  }

  /** Without stride what a tap sees of padded rows lies together, with a few values too many. */
  private void strips(float[] padded, double[] y, int from) {
    int width = paddedWidth();
    int strip = Math.max(1, Math.min(out().height(), 2 * STRIP_VALUES / (terms * width)));
    Scratch scratch = SCRATCH.get();
    float[] patches = scratch.patches(terms * strip * width);
    float[] product = scratch.product(constant.length * strip * width);
    for (int top = 0; top < out().height(); top += strip) {
      int rows = Math.min(strip, out().height() - top);
      int columns = rows * width;
      for (int term = 0; term < terms; term++) {
        int a = term % window.area() / window.kernelWidth();
        int b = term % window.kernelWidth();
        int source = term / window.area() * paddedPlane() + (top + a) * width + b;
        System.arraycopy(padded, source, patches, term * columns, columns);
      }
      algebra.multiply(constant.length, terms, columns, rough(), patches, product);
      for (int o = 0; o < constant.length; o++) {
        for (int i = 0; i < rows; i++) {
          int to = from + o * out().plane() + (top + i) * out().width();
          for (int j = 0; j < out().width(); j++) {
            y[to + j] = product[o * columns + i * width + j];
          }
        }
      }
    }
  }

  @Override
  void addConstant(double[] y, int from) {
    int plane = out().plane();
    for (int o = 0; o < constant.length; o++) {
      for (int i = from + o * plane; i < from + (o + 1) * plane; i++) {
        y[i] += constant[o];
      }
    }
  }

  @Override
  void multiplyTransposed(double[] y, int count, double[] x) {
    Arrays.fill(x, 0, count * in().size(), 0);
    int area = window.area();
    for (int n = 0; n < count; n++) {
      for (int o = 0; o < out().channels(); o++) {
        for (int p = 0; p < out().plane(); p++) {
          double value = y[n * out().size() + o * out().plane() + p];
          if (value != 0) {
            int top = p / out().width() * window.strideHeight() - window.paddingHeight();
            int left = p % out().width() * window.strideWidth() - window.paddingWidth();
            scatter(value, o * terms, area, top, left, x, n * in().size());
          }
        }
      }
    }
  }

  @Override
  void multiplyTransposedRoughly(double[] y, int count, double[] x) {
    if (transposable()) {
      transposed().multiplyRoughly(y, count, x);
    } else {
      Arrays.fill(x, 0, count * in().size(), 0);
      float[] columns = columns();
      for (int n = 0; n < count; n++) {
        addPatches(columns, y, n, x);
      }
    }
  }

  /** What each output brings to the patch under its window, added up. */
  private void addPatches(float[] columns, double[] y, int sample, double[] x) {
    int plane = out().plane();
    float[] outputs = new float[out().size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) y[sample * outputs.length + i];
    }
    float[] patches = new float[terms * plane];
    algebra.multiply(terms, constant.length, plane, columns, outputs, patches);
    for (int term = 0; term < terms; term++) {
      int top = term % window.area() / window.kernelWidth() - window.paddingHeight();
      int left = term % window.kernelWidth() - window.paddingWidth();
      int to = sample * in().size() + term / window.area() * in().plane();
      for (int i = 0; i < out().height(); i++) {
        int h = top + i * window.strideHeight();
        for (int j = 0; j < out().width() && h >= 0 && h < in().height(); j++) {
          int w = left + j * window.strideWidth();
          if (w >= 0 && w < in().width()) {
            x[to + h * in().width() + w] += patches[term * plane + i * out().width() + j];
          }
        }
      }
    }
  }

  /** Weights with a row for each term. */
  private float[] columns() {
    float[] columns = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      columns[i % terms * constant.length + i / terms] = (float) weights[i];
    }
    return columns;
  }

  private boolean transposable() {
    return window.strideHeight() == 1
        && window.strideWidth() == 1
        && window.paddingHeight() < window.kernelHeight()
        && window.paddingWidth() < window.kernelWidth();
  }

  /** Without stride the transpose is a convolution with all kernels turned round. */
  private synchronized ConvMap transposed() {
    if (transposed == null) {
      int area = window.area();
      double[] turned = new double[weights.length];
      for (int i = 0; i < weights.length; i++) {
        int o = i / terms;
        int c = i % terms / area;
        turned[(c * constant.length + o) * area + area - 1 - i % area] = weights[i];
      }
      Window around =
          new Window(
              window.kernelHeight(),
              window.kernelWidth(),
              1,
              1,
              window.kernelHeight() - 1 - window.paddingHeight(),
              window.kernelWidth() - 1 - window.paddingWidth());
      transposed = new ConvMap(out(), around, turned, new double[in().channels()], algebra);
    }
    return transposed;
  }

  private void scatter(
      double value, int kernel, int area, int top, int left, double[] x, int from) {
    for (int a = Math.max(0, -top); a < window.kernelHeight() && top + a < in().height(); a++) {
      for (int b = Math.max(0, -left); b < window.kernelWidth() && left + b < in().width(); b++) {
        int to = from + (top + a) * in().width() + left + b;
        int weight = kernel + a * window.kernelWidth() + b;
        for (int c = 0; c < in().channels(); c++) {
          x[to + c * in().plane()] += value * weights[weight + c * area];
        }
      }
    }
  }

  /** The same as a matrix. */
  DenseMap dense() {
    int outputs = out().size();
    double[] matrix = new double[in().size() * outputs];
    for (int o = 0; o < outputs; o++) {
      int top = o % out().plane() / out().width() * window.strideHeight() - window.paddingHeight();
      int left = o % out().width() * window.strideWidth() - window.paddingWidth();
      for (int term = 0; term < terms; term++) {
        int h = top + term % window.area() / window.kernelWidth();
        int w = left + term % window.kernelWidth();
        if (h >= 0 && h < in().height() && w >= 0 && w < in().width()) {
          int i = term / window.area() * in().plane() + h * in().width() + w;
          matrix[i * outputs + o] = weights[o / out().plane() * terms + term];
        }
      }
    }
    double[] constants = new double[outputs];
    addConstant(constants, 0);
    return new DenseMap(in(), out(), matrix, constants, algebra);
  }

  @Override
  double[] lengths(int[] units, double[][] largest) {
    return Overlaps.fit(this) ? overlaps().lengths(units, largest) : super.lengths(units, largest);
  }

  private synchronized Overlaps overlaps() {
    overlaps = overlaps == null ? new Overlaps(this, algebra) : overlaps;
    return overlaps;
  }

  @Override
  double spectralNorm() {
    return SpectralNorm.of(weights, constant.length, in().channels(), window, algebra);
  }

  /** By the largest sums of a row and of a column (Schur's test). */
  @Override
  double absoluteNorm() {
    double[] rows = new double[constant.length];
    double[] columns = new double[in().channels()];
    int area = window.area();
    for (int i = 0; i < weights.length; i++) {
      rows[i / terms] += Math.abs(weights[i]);
      columns[i % terms / area] += Math.abs(weights[i]);
    }
    double row = Arrays.stream(rows).max().orElse(0);
    double column = Arrays.stream(columns).max().orElse(0);
    return 2 * Math.sqrt(row * column);
  }

  @Override
  AffineMap absolute() {
    return with(Arrays.stream(weights).map(Math::abs).toArray());
  }

  /** The same with other weights and no constant. */
  ConvMap with(double[] others) {
    return new ConvMap(in(), window, others, new double[constant.length], algebra);
  }

  @Override
  boolean heavy() {
    return weights.length > in().size() + out().size();
  }

  @Override
  int terms() {
    return terms;
  }

  @Override
  int transposedTerms() {
    return constant.length * window.area();
  }

  @Override
  double[] rowNorms() {
    double[] norms = new double[out().size()];
    for (int o = 0; o < constant.length; o++) {
      double square = JavaAlgebra.dot(terms, weights, o * terms, weights, o * terms);
      Arrays.fill(norms, o * out().plane(), (o + 1) * out().plane(), Math.sqrt(square));
    }
    return norms;
  }

  @Override
  int[] reach(Breakpoints breakpoints, int breakpoint) {
    int[] box = new int[6];
    box[1] = out().channels();
    reach(
        box,
        2,
        breakpoints.edge(breakpoint, 2) + window.paddingHeight(),
        breakpoints.edge(breakpoint, 3) + window.paddingHeight(),
        window.kernelHeight(),
        window.strideHeight(),
        out().height());
    reach(
        box,
        4,
        breakpoints.edge(breakpoint, 4) + window.paddingWidth(),
        breakpoints.edge(breakpoint, 5) + window.paddingWidth(),
        window.kernelWidth(),
        window.strideWidth(),
        out().width());
    return box[2] < box[3] && box[4] < box[5] ? box : null;
  }

  /** Outputs along an axis whose windows touch {@code [low, high)}, counted from the padding. */
  private static void reach(
      int[] box, int at, int low, int high, int kernel, int stride, int extent) {
    box[at] = Math.max(0, Math.floorDiv(low - kernel + stride, stride));
    box[at + 1] = Math.min(extent, (high - 1) / stride + 1);
  }

  @Override
  Breakpoints multiply(Breakpoints breakpoints, int[] order) {
    Breakpoints result = new Breakpoints(order.length, (int) volume(breakpoints));
    Batch batch = new Batch(breakpoints, result);
    for (int k : order) {
      int[] box = reach(breakpoints, k);
      if (box == null) {
        continue;
      }
      int to = result.add(breakpoints.at(k), box[0], box[1], box[2], box[3], box[4], box[5]);
      if (breakpoints.extent(k, 0) == 1) {
        oneChannel(breakpoints, k, box, result.values(), to);
      } else {
        batch.add(k, result.count() - 1);
      }
    }
    batch.flush();
    return result;
  }

  /** Inputs changed in a single channel. */
  private void oneChannel(Breakpoints breakpoints, int k, int[] box, double[] values, int to) {
    int source = breakpoints.from(k);
    int kernel = breakpoints.edge(k, 0) * window.area();
    for (int h = breakpoints.edge(k, 2); h < breakpoints.edge(k, 3); h++) {
      for (int w = breakpoints.edge(k, 4); w < breakpoints.edge(k, 5); w++) {
        double change = breakpoints.values()[source++];
        if (change != 0) {
          onePixel(
              change,
              kernel,
              h + window.paddingHeight(),
              w + window.paddingWidth(),
              box,
              values,
              to);
        }
      }
    }
  }

  /**
   * Adds what a few inputs contribute to the outputs.
   *
   * @param units the inputs
   * @param x in
   * @param y out
   */
  void addColumns(int[] units, double[] x, double[] y) {
    int most = units.length * window.area();
    int[] targets = new int[most];
    int[] taps = new int[most];
    double[] factors = new double[most];
    int count = 0;
    for (int unit : units) {
      int row = unit % in().plane() / in().width() + window.paddingHeight();
      int column = unit % in().width() + window.paddingWidth();
      for (int k = 0; k < window.area(); k++) {
        int i = row - k / window.kernelWidth();
        int j = column - k % window.kernelWidth();
        if (i >= 0
            && j >= 0
            && i % window.strideHeight() == 0
            && j % window.strideWidth() == 0
            && i / window.strideHeight() < out().height()
            && j / window.strideWidth() < out().width()) {
          targets[count] = i / window.strideHeight() * out().width() + j / window.strideWidth();
          taps[count] = unit / in().plane() * window.area() + k;
          factors[count++] = x[unit];
        }
      }
    }
    // one output plane after the other: it stays in the first-level cache
    for (int o = 0; o < constant.length; o++) {
      for (int p = 0; p < count; p++) {
        y[o * out().plane() + targets[p]] += factors[p] * weights[o * terms + taps[p]];
      }
    }
  }

  private void onePixel(
      double change, int kernel, int h, int w, int[] box, double[] values, int to) {
    int width = box[5] - box[4];
    int plane = (box[3] - box[2]) * width;
    for (int i = box[2]; i < box[3]; i++) {
      int a = h - i * window.strideHeight();
      for (int j = box[4]; j < box[5] && a >= 0 && a < window.kernelHeight(); j++) {
        int b = w - j * window.strideWidth();
        if (b >= 0 && b < window.kernelWidth()) {
          int weight = kernel + a * window.kernelWidth() + b;
          int target = to + (i - box[2]) * width + j - box[4];
          for (int o = 0; o < constant.length; o++) {
            values[target + o * plane] += change * weights[o * terms + weight];
          }
        }
      }
    }
  }

  /** What a thread needs for a product, kept for the next one. */
  private static final class Scratch {
    private float[] patches = new float[0];
    private float[] product = new float[0];
    private float[] padded = new float[0];

    float[] padded(int size) {
      padded = padded.length < size ? new float[size] : padded;
      return padded;
    }

    float[] patches(int size) {
      patches = patches.length < size ? new float[size] : patches;
      return patches;
    }

    float[] product(int size) {
      product = product.length < size ? new float[size] : product;
      return product;
    }
  }

  /** Breakpoints of many inputs, several to a product. */
  private final class Batch {
    private final Breakpoints breakpoints;
    private final Breakpoints result;
    private int[] sources = new int[64];
    private int[] targets = new int[64];
    private int waiting;
    private int columns;

    Batch(Breakpoints breakpoints, Breakpoints result) {
      this.breakpoints = breakpoints;
      this.result = result;
    }

    void add(int source, int target) {
      if (waiting == sources.length) {
        sources = Arrays.copyOf(sources, 2 * waiting);
        targets = Arrays.copyOf(targets, 2 * waiting);
      }
      sources[waiting] = source;
      targets[waiting++] = target;
      columns += plane(target);
      if ((long) columns * terms >= BATCH_VALUES) {
        flush();
      }
    }

    private int plane(int target) {
      return result.extent(target, 1) * result.extent(target, 2);
    }

    void flush() {
      if (waiting == 0) {
        return;
      }
      double[] patches = new double[terms * columns];
      double[] products = new double[constant.length * columns];
      int column = 0;
      for (int i = 0; i < waiting; i++) {
        int k = sources[i];
        patches(
            breakpoints.values(),
            breakpoints.from(k),
            box(breakpoints, k),
            box(result, targets[i]),
            patches,
            columns,
            column);
        column += plane(targets[i]);
      }
      algebra.multiply(constant.length, terms, columns, weights, patches, products);
      column = 0;
      for (int i = 0; i < waiting; i++) {
        int plane = plane(targets[i]);
        for (int o = 0; o < constant.length; o++) {
          System.arraycopy(
              products,
              o * columns + column,
              result.values(),
              result.from(targets[i]) + o * plane,
              plane);
        }
        column += plane;
      }
      waiting = 0;
      columns = 0;
    }

    private int[] box(Breakpoints of, int k) {
      int[] box = new int[6];
      Arrays.setAll(box, b -> of.edge(k, b));
      return box;
    }
  }
}
