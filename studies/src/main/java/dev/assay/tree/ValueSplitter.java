package dev.assay.tree;

/**
 * Splits of numbers at thresholds. For each feature, the samples of a node are kept in ascending
 * order, sorted once; a node is split by stable partition of all of them. A threshold is the middle
 * of two values that follow one another.
 */
final class ValueSplitter implements Splitter {
  private final Values values;
  private final int[] labels;
  private final int classes;
  private final int minLeaf;
  private final int[][] orders;
  private final boolean[] isAbove;
  private final int[] above;
  private final BestSplit best = new BestSplit();

  ValueSplitter(Values values, int[] labels, int classes, int minLeaf) {
    this.values = values;
    this.labels = labels;
    this.classes = classes;
    this.minLeaf = minLeaf;
    int count = values.count();
    isAbove = new boolean[count];
    above = new int[count];
    orders = new int[values.length()][];
    for (int f = 0; f < orders.length; f++) {
      orders[f] = Ascending.order(values, f);
    }
  }

  /** Memory that it takes. */
  static long bytes(int count, int length) {
    return (long) Integer.BYTES * count * length;
  }

  @Override
  public int[] counts(int from, int to) {
    int[] counts = new int[classes];
    for (int i = from; i < to; i++) {
      counts[labels[orders[0][i]]]++;
    }
    return counts;
  }

  @Override
  public Split best(int from, int to) {
    int[] counts = counts(from, to);
    long squares = Squares.of(counts);
    best.clear();
    for (int f = 0; f < orders.length; f++) {
      scan(f, from, to, counts, squares);
    }
    return best.result(to - from, squares);
  }

  private void scan(int f, int from, int to, int[] counts, long squares) {
    int[] order = orders[f];
    int[] below = new int[classes];
    long lowSquares = 0;
    long highSquares = squares;
    float value = value(order[from], f);
    for (int i = from; i < to; i++) {
      float next = value(order[i], f);
      int low = i - from;
      if (next > value && low >= minLeaf && to - i >= minLeaf) {
        if (best.offer(f, low, lowSquares, to - i, highSquares)) {
          best.at(((double) value + next) / 2);
        }
      }
      value = next;
      int label = labels[order[i]];
      // (b + 1)² − b² and (a − 1)² − a²
      lowSquares += 2L * below[label] + 1;
      highSquares -= 2L * (counts[label] - below[label]) - 1;
      below[label]++;
    }
  }

  private float value(int sample, int feature) {
    return values.values()[sample * values.length() + feature];
  }

  @Override
  public int part(int from, int to, Split split) {
    for (int i = from; i < to; i++) {
      int sample = orders[0][i];
      isAbove[sample] = values.above(sample, split.feature(), split.threshold());
    }
    int middle = from;
    for (int[] order : orders) {
      int low = from;
      int high = 0;
      for (int i = from; i < to; i++) {
        if (isAbove[order[i]]) {
          above[high++] = order[i];
        } else {
          order[low++] = order[i];
        }
      }
      System.arraycopy(above, 0, order, low, high);
      middle = low;
    }
    return middle;
  }
}
