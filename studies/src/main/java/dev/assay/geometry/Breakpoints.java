package dev.assay.geometry;

import java.util.Arrays;

/**
 * Changes of slope along a segment: at each position, by how much the slopes of the values in a box
 * of a grid change. A box is a range of channels, rows and columns; its values lie channel by
 * channel.
 */
final class Breakpoints {
  private static final int BOX = 6;

  private double[] at;
  private int[] boxes;
  private int[] from;
  private double[] values;
  private int count;
  private int used;

  Breakpoints(int expected, int expectedValues) {
    at = new double[Math.max(4, expected)];
    boxes = new int[BOX * at.length];
    from = new int[at.length];
    values = new double[Math.max(4, expectedValues)];
  }

  int count() {
    return count;
  }

  double at(int breakpoint) {
    return at[breakpoint];
  }

  /** Edge {@code b} of a box: first and last + 1 channel, row, column. */
  int edge(int breakpoint, int b) {
    return boxes[BOX * breakpoint + b];
  }

  int extent(int breakpoint, int axis) {
    return edge(breakpoint, 2 * axis + 1) - edge(breakpoint, 2 * axis);
  }

  int volume(int breakpoint) {
    return extent(breakpoint, 0) * extent(breakpoint, 1) * extent(breakpoint, 2);
  }

  /** Where the values of a breakpoint begin. */
  int from(int breakpoint) {
    return from[breakpoint];
  }

  double[] values() {
    return values;
  }

  /** Number of all values. */
  int used() {
    return used;
  }

  /** A breakpoint of a box; its values are zero and to be written. Returns where they begin. */
  int add(double t, int c0, int c1, int h0, int h1, int w0, int w1) {
    if (count == at.length) {
      at = Arrays.copyOf(at, 2 * count);
      boxes = Arrays.copyOf(boxes, 2 * boxes.length);
      from = Arrays.copyOf(from, 2 * count);
    }
    int size = (c1 - c0) * (h1 - h0) * (w1 - w0);
    if (values.length - used < size) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, Math.addExact(used, size)));
    }
    int start = used;
    at[count] = t;
    from[count] = start;
    int b = BOX * count++;
    boxes[b] = c0;
    boxes[b + 1] = c1;
    boxes[b + 2] = h0;
    boxes[b + 3] = h1;
    boxes[b + 4] = w0;
    boxes[b + 5] = w1;
    used += size;
    return start;
  }

  /** A breakpoint of one value. */
  void addOne(double t, Grid grid, int index, double change) {
    int c = index / grid.plane();
    int h = index % grid.plane() / grid.width();
    int w = index % grid.width();
    int to = add(t, c, c + 1, h, h + 1, w, w + 1);
    values[to] = change;
  }

  /** Takes back the last breakpoint. */
  void removeLast() {
    used = from[--count];
  }

  /**
   * Adds a breakpoint's changes to values and slopes.
   *
   * @param rows 2 × n: values, then slopes
   * @param value how often it counts for values
   * @param slope how often it counts for slopes
   */
  void addTo(double[] rows, Grid grid, int breakpoint, double value, double slope) {
    int source = from[breakpoint];
    int width = extent(breakpoint, 2);
    for (int c = edge(breakpoint, 0); c < edge(breakpoint, 1); c++) {
      for (int h = edge(breakpoint, 2); h < edge(breakpoint, 3); h++) {
        int to = c * grid.plane() + h * grid.width() + edge(breakpoint, 4);
        for (int w = 0; w < width; w++) {
          double change = values[source++];
          rows[to + w] += value * change;
          rows[grid.size() + to + w] += slope * change;
        }
      }
    }
  }

  /** Some of the breakpoints, in a given order from one index to another. */
  Breakpoints some(int[] order, int first, int end) {
    Breakpoints some = new Breakpoints(end - first, 0);
    for (int i = first; i < end; i++) {
      int k = order[i];
      int to =
          some.add(at[k], edge(k, 0), edge(k, 1), edge(k, 2), edge(k, 3), edge(k, 4), edge(k, 5));
      System.arraycopy(values, from[k], some.values, to, volume(k));
    }
    return some;
  }

  /** The breakpoints by position; those at the same one in the order in which they were added. */
  int[] order() {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    int[] other = new int[count];
    for (int width = 1; width < count; width *= 2) {
      for (int low = 0; low < count; low += 2 * width) {
        merge(order, other, low, Math.min(low + width, count), Math.min(low + 2 * width, count));
      }
      int[] swap = order;
      order = other;
      other = swap;
    }
    return order;
  }

  private void merge(int[] source, int[] target, int low, int middle, int high) {
    int left = low;
    int right = middle;
    for (int i = low; i < high; i++) {
      boolean takeLeft = left < middle && (right == high || at[source[left]] <= at[source[right]]);
      target[i] = takeLeft ? source[left++] : source[right++];
    }
  }
}
