package dev.assay.backend.reference;

/** The polyphase components of a sample, and which is chosen (Chaman and Dokmanic 2021). */
final class Phases {
  private final Images x;
  private final int sample;
  private final int strideHeight;
  private final int strideWidth;
  private final int rows;
  private final int columns;

  /** Values of a component. */
  private final int size;

  /** One over the power of two above the greatest absolute value; 0 if a value is not finite. */
  private final double scale;

  private final double units;

  private Phases(int strideHeight, int strideWidth, Images x, int sample) {
    this.x = x;
    this.sample = sample;
    this.strideHeight = strideHeight;
    this.strideWidth = strideWidth;
    this.rows = x.height() / strideHeight;
    this.columns = x.width() / strideWidth;
    this.size = x.channels() * rows * columns;
    double greatest = 0;
    boolean finite = true;
    for (int k = 0; k < strideHeight * strideWidth; k++) {
      for (int i = 0; i < size; i++) {
        greatest = Math.max(greatest, Math.abs(value(k, i)));
        finite &= Double.isFinite(value(k, i));
      }
    }
    this.scale = finite ? Math.scalb(1.0, -1 - Math.getExponent(greatest)) : 0;
    int bits = 32 - Integer.numberOfLeadingZeros(size - 1);
    this.units = Math.scalb(1.0, 50 - bits);
  }

  /** The number of the chosen component of each sample. */
  static void select(int strideHeight, int strideWidth, Images x, Images phases) {
    for (int n = 0; n < x.samples(); n++) {
      Phases sample = new Phases(strideHeight, strideWidth, x, n);
      int best = 0;
      for (int k = 1; k < strideHeight * strideWidth; k++) {
        best = sample.compare(k, best) > 0 ? k : best;
      }
      phases.set(n, best);
    }
  }

  /** Value {@code i} of component {@code k}, in order of channel, row, column. */
  private double value(int k, int i) {
    return value(k, i, 0);
  }

  /** The same of the component rolled so that it begins at place {@code from} of its plane. */
  private double value(int k, int i, int from) {
    int row = (i / columns % rows + from / columns) % rows;
    int column = (i % columns + from % columns) % columns;
    int h = k % strideHeight + row * strideHeight;
    int w = k / strideHeight + column * strideWidth;
    return x.get(x.at(sample, i / (rows * columns), h) + w);
  }

  /** Above 0 if component {@code k} goes before {@code l}. */
  private int compare(int k, int l) {
    int order = Double.compare(sum(k, true), sum(l, true));
    if (order == 0) {
      order = Double.compare(sum(k, false), sum(l, false));
    }
    if (order != 0 || scale == 0) {
      return order;
    }
    order = Double.compare(greatest(k), greatest(l));
    if (order != 0 || compare(k, 0, l, 0) == 0) {
      return order;
    }
    order = surplus(k, l);
    return order != 0 ? order : compare(l, first(l), k, first(k));
  }

  private double sum(int k, boolean squares) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double value = Math.abs(value(k, i) * scale);
      if (scale == 0) {
        sum += Double.isFinite(value(k, i)) ? 0 : 1;
      } else {
        sum += Math.rint((squares ? value * value : value) * units);
      }
    }
    return sum;
  }

  private double greatest(int k) {
    double greatest = 0;
    for (int i = 0; i < size; i++) {
      greatest = Math.max(greatest, Math.abs(value(k, i)));
    }
    return greatest;
  }

  /** Which of two has the largest value more often that both do not have equally often. */
  private int surplus(int k, int l) {
    double largest = Double.NEGATIVE_INFINITY;
    int more = 0;
    for (int i = 0; i < 2 * size; i++) {
      double value = i < size ? value(k, i) : value(l, i - size);
      int difference = count(k, value) - count(l, value);
      if (difference != 0 && value > largest) {
        largest = value;
        more = difference;
      }
    }
    return more;
  }

  private int count(int k, double value) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += value(k, i) == value ? 1 : 0;
    }
    return count;
  }

  /** Where a component begins when it is rolled to come first lexicographically. */
  private int first(int k) {
    int first = 0;
    for (int from = 1; from < rows * columns; from++) {
      first = compare(k, from, k, first) < 0 ? from : first;
    }
    return first;
  }

  private int compare(int k, int fromK, int l, int fromL) {
    for (int i = 0; i < size; i++) {
      double a = value(k, i, fromK);
      double b = value(l, i, fromL);
      if (a != b) {
        return a < b ? -1 : 1;
      }
    }
    return 0;
  }
}
