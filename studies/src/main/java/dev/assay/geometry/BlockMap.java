package dev.assay.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An affine map made of blocks: each takes a part of the values to a part of the results, and what
 * several take to the same is added. So branches lie beside each other: their beginning takes one
 * part to several, a sum several to one, and in between each has a part of its own.
 */
final class BlockMap extends AffineMap {
  private static final double ROUNDING = 1 + 1e-12;

  private final List<Block> blocks;

  /**
   * A block. Two blocks read the same values or none in common, and likewise write.
   *
   * @param from where the values begin that it reads, among all
   * @param to where the results begin that it adds to
   */
  record Block(int from, int to, AffineMap map) {
    /** The box of its inputs among those of a breakpoint; null for none. */
    private int[] inside(Grid grid, Breakpoints breakpoints, int k) {
      return overlap(grid, box(breakpoints, k), from, map.in());
    }
  }

  BlockMap(Grid in, Grid out, List<Block> blocks) {
    super(in, out);
    this.blocks = List.copyOf(blocks);
  }

  /** Whether there are convolutions. */
  boolean convolves() {
    return blocks.stream()
        .anyMatch(
            b -> b.map instanceof ConvMap || b.map instanceof BlockMap inner && inner.convolves());
  }

  private interface Product {
    void of(AffineMap map, double[] x, int count, double[] y);
  }

  private void forward(double[] x, int count, double[] y, Product product) {
    Arrays.fill(y, 0, count * out().size(), 0);
    for (Block b : blocks) {
      double[] part = part(x, in().size(), b.from, b.map.in().size(), count);
      double[] result = new double[count * b.map.out().size()];
      product.of(b.map, part, count, result);
      add(result, b.map.out().size(), y, out().size(), b.to, count);
    }
  }

  private void back(double[] y, int count, double[] x, Product product) {
    Arrays.fill(x, 0, count * in().size(), 0);
    for (Block b : blocks) {
      double[] part = part(y, out().size(), b.to, b.map.out().size(), count);
      double[] result = new double[count * b.map.in().size()];
      product.of(b.map, part, count, result);
      add(result, b.map.in().size(), x, in().size(), b.from, count);
    }
  }

  private static double[] part(double[] all, int size, int from, int length, int count) {
    double[] part = new double[count * length];
    for (int n = 0; n < count; n++) {
      System.arraycopy(all, n * size + from, part, n * length, length);
    }
    return part;
  }

  private static void add(double[] part, int length, double[] all, int size, int to, int count) {
    for (int n = 0; n < count; n++) {
      for (int i = 0; i < length; i++) {
        all[n * size + to + i] += part[n * length + i];
      }
    }
  }

  @Override
  void multiply(double[] x, int count, double[] y) {
    forward(x, count, y, AffineMap::multiply);
  }

  @Override
  void multiplyRoughly(double[] x, int count, double[] y) {
    forward(x, count, y, AffineMap::multiplyRoughly);
  }

  @Override
  void addConstant(double[] y, int from) {
    blocks.forEach(b -> b.map.addConstant(y, from + b.to));
  }

  @Override
  void multiplyTransposed(double[] y, int count, double[] x) {
    back(y, count, x, AffineMap::multiplyTransposed);
  }

  @Override
  void multiplyTransposedRoughly(double[] y, int count, double[] x) {
    back(y, count, x, AffineMap::multiplyTransposedRoughly);
  }

  @Override
  AffineMap absolute() {
    return new BlockMap(
        in(), out(), blocks.stream().map(b -> new Block(b.from, b.to, b.map.absolute())).toList());
  }

  @Override
  double spectralNorm() {
    return norm(AffineMap::norm);
  }

  @Override
  double absoluteNorm() {
    return norm(AffineMap::absoluteNorm);
  }

  /** By the largest sums of blocks' norms in a row and in a column of blocks (Schur's test). */
  private double norm(ToDoubleFunction<AffineMap> norm) {
    Map<Integer, Double> rows = new HashMap<>();
    Map<Integer, Double> columns = new HashMap<>();
    for (Block b : blocks) {
      double own = norm.applyAsDouble(b.map);
      rows.merge(b.to, own, Double::sum);
      columns.merge(b.from, own, Double::sum);
    }
    return ROUNDING * Math.sqrt(largest(rows) * largest(columns));
  }

  private static double largest(Map<Integer, Double> sums) {
    return sums.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** Of each block by itself; those that are added up, and then all parts, by the triangle. */
  @Override
  double[] lengths(int[] units, double[][] largest) {
    double[] lengths = new double[largest.length];
    Map<Integer, double[]> sums = new HashMap<>();
    for (Block b : blocks) {
      int[] own =
          IntStream.range(0, units.length)
              .filter(k -> units[k] >= b.from && units[k] < b.from + b.map.in().size())
              .toArray();
      int[] inside = Arrays.stream(own).map(k -> units[k] - b.from).toArray();
      double[][] values = new double[largest.length][];
      Arrays.setAll(values, i -> Arrays.stream(own).mapToDouble(k -> largest[i][k]).toArray());
      double[] found = b.map.lengths(inside, values);
      double[] sum = sums.computeIfAbsent(b.to, to -> new double[largest.length]);
      for (int i = 0; i < found.length; i++) {
        double length = Math.sqrt(Arrays.stream(values[i]).map(v -> v * v).sum());
        sum[i] += ROUNDING * Math.min(found[i], b.map.norm() * length);
      }
    }
    for (double[] sum : sums.values()) {
      for (int i = 0; i < sum.length; i++) {
        lengths[i] += sum[i] * sum[i];
      }
    }
    return Arrays.stream(lengths).map(square -> ROUNDING * Math.sqrt(square)).toArray();
  }

  @Override
  boolean heavy() {
    return blocks.stream().anyMatch(b -> b.map.heavy());
  }

  @Override
  int terms() {
    return most(Block::to, AffineMap::terms);
  }

  @Override
  int transposedTerms() {
    return most(Block::from, AffineMap::transposedTerms);
  }

  private int most(ToIntFunction<Block> part, ToIntFunction<AffineMap> terms) {
    return blocks.stream()
        .collect(
            Collectors.groupingBy(
                part::applyAsInt, Collectors.summingInt(b -> terms.applyAsInt(b.map))))
        .values()
        .stream()
        .mapToInt(Integer::intValue)
        .max()
        .orElse(0);
  }

  /** Blocks that are added up may read the same values: by the triangle. */
  @Override
  double[] rowNorms() {
    double[] norms = new double[out().size()];
    for (Block b : blocks) {
      double[] own = b.map.rowNorms();
      for (int i = 0; i < own.length; i++) {
        norms[b.to + i] += own[i];
      }
    }
    return norms;
  }

  @Override
  int[] reach(Breakpoints breakpoints, int breakpoint) {
    int[] all = null;
    for (Block b : blocks) {
      int[] box = b.inside(in(), breakpoints, breakpoint);
      if (box != null) {
        Breakpoints one = new Breakpoints(1, 0);
        add(one, 0, box);
        all = union(all, lifted(b.map.reach(one, 0), b.to, b.map.out(), out()));
      }
    }
    return all;
  }

  @Override
  Breakpoints multiply(Breakpoints breakpoints, int[] order) {
    List<Breakpoints> results = new ArrayList<>();
    List<int[]> places = new ArrayList<>();
    for (Block b : blocks) {
      int[] place = new int[breakpoints.count()];
      results.add(part(b, breakpoints, order, place));
      places.add(place);
    }
    Breakpoints all = new Breakpoints(order.length, breakpoints.used());
    for (int k : order) {
      int[] box = reach(breakpoints, k);
      if (box == null) {
        continue;
      }
      int to = add(all, breakpoints.at(k), box);
      for (int i = 0; i < blocks.size(); i++) {
        if (places.get(i)[k] >= 0) {
          Block b = blocks.get(i);
          add(results.get(i), places.get(i)[k], b.map.out(), b.to, all.values(), to, box);
        }
      }
    }
    return all;
  }

  /** What a block makes of its part of breakpoints; {@code place}: of each, where; −1 for none. */
  private Breakpoints part(Block b, Breakpoints breakpoints, int[] order, int[] place) {
    Breakpoints own = new Breakpoints(order.length, breakpoints.used());
    Arrays.fill(place, -1);
    for (int k : order) {
      int[] box = b.inside(in(), breakpoints, k);
      if (box == null) {
        continue;
      }
      int to = add(own, breakpoints.at(k), box);
      pick(breakpoints, k, b, own.values(), to, box);
      if (b.map.reach(own, own.count() - 1) == null) {
        own.removeLast();
      } else {
        place[k] = own.count() - 1;
      }
    }
    return b.map.multiply(own, IntStream.range(0, own.count()).toArray());
  }

  /** Copies the changes of a box of a block's inputs from among those of a breakpoint. */
  private void pick(Breakpoints all, int k, Block b, double[] values, int to, int[] box) {
    int[] whole = box(all, k);
    int next = to;
    for (int c = box[0]; c < box[1]; c++) {
      for (int h = box[2]; h < box[3]; h++) {
        for (int w = box[4]; w < box[5]; w++) {
          int at = index(in(), whole, b.from + unit(b.map.in(), c, h, w));
          values[next++] = at < 0 ? 0 : all.values()[all.from(k) + at];
        }
      }
    }
  }

  /** Adds the changes of a block's results to those of all. */
  private void add(
      Breakpoints part, int k, Grid grid, int offset, double[] values, int to, int[] whole) {
    int source = part.from(k);
    for (int c = part.edge(k, 0); c < part.edge(k, 1); c++) {
      for (int h = part.edge(k, 2); h < part.edge(k, 3); h++) {
        for (int w = part.edge(k, 4); w < part.edge(k, 5); w++) {
          values[to + index(out(), whole, offset + unit(grid, c, h, w))] += part.values()[source++];
        }
      }
    }
  }

  private static int unit(Grid grid, int c, int h, int w) {
    return c * grid.plane() + h * grid.width() + w;
  }

  /** Where a box of a grid has a value; −1 where it has not. */
  private static int index(Grid grid, int[] box, int unit) {
    int c = unit / grid.plane() - box[0];
    int h = unit % grid.plane() / grid.width() - box[2];
    int w = unit % grid.width() - box[4];
    int height = box[3] - box[2];
    int width = box[5] - box[4];
    boolean inside = c >= 0 && c < box[1] - box[0] && h >= 0 && h < height && w >= 0 && w < width;
    return inside ? (c * height + h) * width + w : -1;
  }

  private static int[] box(Breakpoints breakpoints, int k) {
    return IntStream.range(0, 6).map(b -> breakpoints.edge(k, b)).toArray();
  }

  private static int add(Breakpoints to, double at, int[] box) {
    return to.add(at, box[0], box[1], box[2], box[3], box[4], box[5]);
  }

  /** The box of a part that holds what a box of the whole has of it; null for nothing. */
  private static int[] overlap(Grid whole, int[] box, int from, Grid part) {
    if (areStacked(whole, part)) {
      int shift = from / whole.plane();
      int first = Math.max(0, box[0] - shift);
      int end = Math.min(part.channels(), box[1] - shift);
      return first < end ? new int[] {first, end, box[2], box[3], box[4], box[5]} : null;
    }
    int first = Math.max(0, unit(whole, box[0], box[2], box[4]) - from);
    int last = unit(whole, box[1] - 1, box[3] - 1, box[5] - 1) - from;
    int end = Math.min(part.size(), last + 1);
    return first < end ? part.box(first, end) : null;
  }

  /** The box of the whole that holds a box of a part. */
  private static int[] lifted(int[] box, int to, Grid part, Grid whole) {
    if (box == null) {
      return null;
    }
    if (areStacked(whole, part)) {
      int shift = to / whole.plane();
      return new int[] {box[0] + shift, box[1] + shift, box[2], box[3], box[4], box[5]};
    }
    return whole.box(
        to + unit(part, box[0], box[2], box[4]),
        to + unit(part, box[1] - 1, box[3] - 1, box[5] - 1) + 1);
  }

  private static boolean areStacked(Grid whole, Grid part) {
    return whole.height() == part.height() && whole.width() == part.width();
  }

  private static int[] union(int[] a, int[] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    int[] all = new int[6];
    Arrays.setAll(all, i -> i % 2 == 0 ? Math.min(a[i], b[i]) : Math.max(a[i], b[i]));
    return all;
  }
}
