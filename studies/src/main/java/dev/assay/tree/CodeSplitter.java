package dev.assay.tree;

import java.util.Arrays;

/**
 * Splits of codes, by counting bits. The samples of a node stay in order of their classes. 64 of
 * them are transposed at a time, so that a word holds one unit of 64 samples, whose bits are
 * counted under the masks of the one or two classes that they mostly are of. That is some {@code n
 * / 64} words for each unit, and {@code classes} numbers to weigh; nothing else is kept.
 */
final class CodeSplitter implements Splitter {
  private final Codes codes;
  private final int[] labels;
  private final int classes;
  private final int minLeaf;
  private final int[] order;
  private final int[] above;
  private final int[] active;
  private final long[] block = new long[Long.SIZE];
  private final int[] present;
  private final long[] masks;
  private final BestSplit best = new BestSplit();

  /**
   * @param order the samples, in order of their classes; it is reordered
   */
  CodeSplitter(Codes codes, int[] labels, int classes, int minLeaf, int[] order) {
    this.codes = codes;
    this.labels = labels;
    this.classes = classes;
    this.minLeaf = minLeaf;
    this.order = order;
    above = new int[order.length];
    active = new int[classes * codes.words() * Long.SIZE];
    present = new int[classes];
    masks = new long[classes];
  }

  @Override
  public int[] counts(int from, int to) {
    int[] counts = new int[classes];
    for (int i = from; i < to; i++) {
      counts[labels[order[i]]]++;
    }
    return counts;
  }

  @Override
  public Split best(int from, int to) {
    int[] counts = counts(from, to);
    count(from, to, counts);
    best.clear();
    long squares = Squares.of(counts);
    int kinds = 0;
    for (int c = 0; c < classes; c++) {
      if (counts[c] > 0) {
        present[kinds++] = c;
      }
    }
    int n = to - from;
    int stride = codes.words() * Long.SIZE;
    for (int unit = 0; unit < codes.length(); unit++) {
      int high = 0;
      long highSquares = 0;
      long products = 0;
      for (int k = 0; k < kinds; k++) {
        int c = present[k];
        long on = active[c * stride + unit];
        high += on;
        highSquares += on * on;
        products += on * counts[c];
      }
      int low = n - high;
      if (high >= minLeaf && low >= minLeaf) {
        // Σ (n_c − h_c)²
        best.offer(unit, low, squares - 2 * products + highSquares, high, highSquares);
      }
    }
    return best.result(n, squares);
  }

  /** How many samples of each class have each unit active. */
  private void count(int from, int to, int[] counts) {
    int stride = codes.words() * Long.SIZE;
    for (int c = 0; c < classes; c++) {
      if (counts[c] > 0) {
        Arrays.fill(active, c * stride, (c + 1) * stride, 0);
      }
    }
    for (int start = from; start < to; start += Long.SIZE) {
      int size = Math.min(Long.SIZE, to - start);
      int kinds = classesOf(start, size);
      for (int w = 0; w < codes.words(); w++) {
        for (int i = 0; i < size; i++) {
          block[i] = codes.word(order[start + i], w);
        }
        Arrays.fill(block, size, Long.SIZE, 0);
        Transposition.transpose(block);
        for (int k = 0; k < kinds; k++) {
          add(present[k] * stride + w * Long.SIZE, masks[k]);
        }
      }
    }
  }

  private void add(int at, long mask) {
    for (int j = 0; j < Long.SIZE; j++) {
      active[at + j] += Long.bitCount(block[j] & mask);
    }
  }

  /** Which classes some samples in order are of, and which bits are theirs. */
  private int classesOf(int start, int size) {
    int kinds = 0;
    for (int i = 0; i < size; i++) {
      int label = labels[order[start + i]];
      if (kinds == 0 || present[kinds - 1] != label) {
        present[kinds] = label;
        masks[kinds++] = 0;
      }
      masks[kinds - 1] |= 1L << i;
    }
    return kinds;
  }

  @Override
  public int part(int from, int to, Split split) {
    int low = from;
    int high = 0;
    for (int i = from; i < to; i++) {
      if (codes.on(order[i], split.feature())) {
        above[high++] = order[i];
      } else {
        order[low++] = order[i];
      }
    }
    System.arraycopy(above, 0, order, low, high);
    return low;
  }
}
