package dev.assay.geometry;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.IntPredicate;

/**
 * What is certain of the classes on a square map of a rectangle: of each cell, its border included,
 * which classes may win somewhere on it. A cell with one such class is certified.
 *
 * <p>A decision region is a connected part of the rectangle in which one class wins. A region of
 * class c lies in the cells where c is possible, and being connected it lies in one connected
 * component of their union, in which cells touch along a side or in a corner. A component with a
 * cell certified for c contains a region at least, and no region lies in two: so such components,
 * over all classes, are a lower bound of the number of regions. It cannot be exceeded without a
 * region in undecided cells alone, or one that undecided cells keep in a component with another.
 */
public final class ClassMap {
  private final int side;
  private final int classes;
  private final BitSet[] possible;
  private final long passes;

  ClassMap(int side, int classes, BitSet[] possible, long passes) {
    this.side = side;
    this.classes = classes;
    this.possible = possible;
    this.passes = passes;
  }

  /** Cells in each direction. */
  public int side() {
    return side;
  }

  /** What it took: points at which the whole network was computed. */
  public long passes() {
    return passes;
  }

  /**
   * The class that wins on all of a cell, {@code row × side + column}; −1 if none is certain to.
   */
  public int winner(int cell) {
    return possible[cell].cardinality() == 1 ? possible[cell].nextSetBit(0) : -1;
  }

  /** Whether a class may win somewhere on a cell. */
  public boolean possible(int cell, int c) {
    return possible[cell].get(c);
  }

  /** Share of the area that is certified, 0 to 1. */
  public double certified() {
    return (double) Arrays.stream(possible).filter(p -> p.cardinality() == 1).count()
        / possible.length;
  }

  /** Regions that are certain to exist and to be different ones, at least 1. */
  public int regions() {
    int count = 0;
    for (int c = 0; c < classes; c++) {
      count += certain(c, components(c)).cardinality();
    }
    return Math.max(1, count);
  }

  /**
   * How many of these regions hold none of some points.
   *
   * @param sampled classes on a grid, resolution × resolution, whose outer points lie on the border
   *     of the rectangle
   */
  public int missedBy(int[] sampled, int resolution) {
    int missed = 0;
    for (int c = 0; c < classes; c++) {
      int[] components = components(c);
      BitSet open = certain(c, components);
      for (int i = 0; i < sampled.length; i++) {
        int component = components[cell(i / resolution, i % resolution, resolution - 1)];
        if (sampled[i] == c && component >= 0) {
          open.clear(component);
        }
      }
      missed += open.cardinality();
    }
    return missed;
  }

  private int cell(int row, int column, int steps) {
    long y = Math.min(side - 1, (long) row * side / steps);
    long x = Math.min(side - 1, (long) column * side / steps);
    return (int) (y * side + x);
  }

  /** Components in which a class certainly wins somewhere. */
  private BitSet certain(int c, int[] components) {
    BitSet certain = new BitSet();
    for (int cell = 0; cell < components.length; cell++) {
      if (winner(cell) == c) {
        certain.set(components[cell]);
      }
    }
    return certain;
  }

  /** For each cell the number of the component of possible cells it is in; −1 outside of them. */
  private int[] components(int c) {
    int[] number = new int[side * side];
    Arrays.fill(number, -1);
    IntPredicate open = cell -> number[cell] < 0 && possible(cell, c);
    Deque<Integer> next = new ArrayDeque<>();
    int count = 0;
    for (int start = 0; start < number.length; start++) {
      if (open.test(start)) {
        number[start] = count;
        next.push(start);
        while (!next.isEmpty()) {
          flood(next.pop(), open, number, next);
        }
        count++;
      }
    }
    return number;
  }

  private void flood(int cell, IntPredicate open, int[] number, Deque<Integer> next) {
    int row = cell / side;
    int column = cell % side;
    for (int y = Math.max(0, row - 1); y <= Math.min(side - 1, row + 1); y++) {
      for (int x = Math.max(0, column - 1); x <= Math.min(side - 1, column + 1); x++) {
        if (open.test(y * side + x)) {
          number[y * side + x] = number[cell];
          next.push(y * side + x);
        }
      }
    }
  }
}
