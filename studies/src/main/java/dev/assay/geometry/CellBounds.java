package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.algebra.LinearAlgebra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lower bounds of {@code f_i − f_j} on cells of a slice, as linear functions of β. Values of hidden
 * stages are bounded forwards as a linear function of β and a radius; the differences then go
 * backwards through linear bounds of every ReLU and maximum (CROWN, Zhang et al. 2018). The lower
 * slopes of ReLUs, of which every choice in [0, 1] gives a bound, are moved towards those that are
 * exact where the bound is smallest (in the spirit of α-CROWN, Xu et al. 2021).
 */
final class CellBounds {
  private static final double UNIT = Math.ulp(1.0) / 2;
  private static final double DOT = 1e-14;

  /** Narrowing more values than this takes longer than it is worth. */
  private static final int MOST_NARROWED = 1024;

  private static final int REFINEMENTS = 3;

  private final PiecewiseLinear network;
  private final List<AffineMap> absolute = new ArrayList<>();
  private final List<AffineMap> transposed = new ArrayList<>();
  private final int size;
  private final int winner;

  /** Bounds for the class that wins at the origin. */
  CellBounds(PiecewiseLinear network, int winner) {
    this.network = network;
    this.size = network.length();
    this.winner = winner;
    for (Stage stage : network.stages()) {
      absolute.add(stage instanceof AffineMap map ? map.absolute() : null);
      transposed.add(stage instanceof DenseMap map ? map.transposed() : null);
    }
  }

  /**
   * Lower bounds of several functions over a cell: {@code constant[r] + slopes[r, ·] · β}.
   *
   * @param lowest the smallest value of each over the cell, from below
   * @param points where that is, nearly
   */
  record Lines(double[] constant, double[] slopes, double[] lowest, double[] points) {
    double[] point(int r) {
      int size = points.length / constant.length;
      return Arrays.copyOfRange(points, r * size, (r + 1) * size);
    }

    int count() {
      return constant.length;
    }

    private Lines copy() {
      return new Lines(constant.clone(), slopes.clone(), lowest.clone(), points.clone());
    }
  }

  /**
   * What enters a stage: {@code low ≤ x ≤ high}.
   *
   * @param forms the middle of the values as a linear function of β, (1 + m) × n, constant first
   * @param magnitude of the terms of the sums that made the values; null where there were none
   * @param next the stage that they enter; null for none
   */
  record Range(double[] low, double[] high, double[] forms, double[] magnitude, Stage next) {
    /** Whether a ReLU leaves a value as it is, of either sign. */
    boolean passes(int i) {
      return next instanceof Rectifier rectifier && rectifier.passes(i);
    }

    boolean open(int i) {
      return low[i] < 0 && high[i] > 0 && !passes(i);
    }
  }

  /**
   * What is known of a cell.
   *
   * @param lines for each rival asked for
   * @param axis along which the cell should be cut
   */
  record Bounded(Lines lines, int axis) {}

  /** Multiplications of bounds for some rivals, about: forms forwards, and rows back and again. */
  long operations(int rivals) {
    return network.operations() * (size + 1 + 2L * rivals);
  }

  /** Bounds of {@code f_i − f_j} for some classes j. */
  Bounded bound(Cell cell, int[] rivals) {
    return new Back(cell, ranges(cell), rivals.length).refined(rows(rivals));
  }

  private double[] rows(int[] rivals) {
    int classes = network.classes();
    double[] rows = new double[rivals.length * classes];
    for (int r = 0; r < rivals.length; r++) {
      rows[r * classes + winner] = 1;
      rows[r * classes + rivals[r]] = -1;
    }
    return rows;
  }

  /**
   * The directions, m × m, one a row, in which relaxations over a cell lose most, in descending
   * order: eigenvectors of the slopes of open units, weighted by what is lost at them.
   */
  double[] lossy(Cell cell, int[] rivals) {
    Back back = new Back(cell, ranges(cell), rivals.length);
    back.refined(rows(rivals));
    return LinearAlgebra.best().symmetricEigen(back.moments, size).vectors();
  }

  /** Ranges of what enters each stage, and of the logits. */
  Range[] ranges(Cell cell) {
    List<Stage> stages = network.stages();
    Range[] ranges = new Range[stages.size() + 1];
    double[] forms = new double[(size + 1) * size];
    for (int k = 0; k < size; k++) {
      forms[(k + 1) * size + k] = 1;
    }
    double[] radius = new double[size];
    ranges[0] = range(cell, forms, radius, null, 0);
    for (int s = 0; s < stages.size(); s++) {
      Stage stage = stages.get(s);
      int n = stage.out().size();
      double[] next = new double[(size + 1) * n];
      double[] nextRadius = new double[n];
      double[] magnitude = null;
      if (stage instanceof AffineMap map) {
        map.multiply(forms, size + 1, next);
        map.addConstant(next, 0);
        magnitude = affineRadius(s, map, ranges[s], radius, nextRadius);
      } else if (stage instanceof Rectifier) {
        rectify(ranges[s], radius, next, nextRadius);
      } else {
        maximum((Maximum) stage, ranges[s], radius, next, nextRadius);
      }
      forms = next;
      radius = nextRadius;
      ranges[s + 1] = range(cell, forms, radius, magnitude, s + 1);
      if (s > 0 && s + 1 < stages.size() && stages.get(s + 1) instanceof Rectifier) {
        narrow(cell, s + 1, ranges);
      }
    }
    return ranges;
  }

  /** Narrows the ranges of values that may have both signs, by bounds that go all the way back. */
  private void narrow(Cell cell, int stage, Range[] ranges) {
    Range range = ranges[stage];
    int n = range.low.length;
    int[] units = new int[MOST_NARROWED];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (range.open(i)) {
        if (count == units.length) {
          return;
        }
        units[count++] = i;
      }
    }
    if (count == 0) {
      return;
    }
    double[] rows = new double[2 * count * n];
    for (int u = 0; u < count; u++) {
      rows[2 * u * n + units[u]] = 1;
      rows[(2 * u + 1) * n + units[u]] = -1;
    }
    Lines bounds = new Back(cell, ranges, 2 * count).from(stage, rows);
    for (int u = 0; u < count; u++) {
      range.low[units[u]] = Math.max(range.low[units[u]], bounds.lowest[2 * u]);
      range.high[units[u]] = Math.min(range.high[units[u]], -bounds.lowest[2 * u + 1]);
    }
  }

  /** Radius after an affine map, rounding included; returns {@code |W| |x| + |b|}. */
  private double[] affineRadius(
      int s, AffineMap map, Range range, double[] radius, double[] nextRadius) {
    int n = nextRadius.length;
    double[] both = new double[2 * radius.length];
    for (int i = 0; i < radius.length; i++) {
      both[i] = radius[i];
      both[radius.length + i] = Math.max(Math.abs(range.low[i]), Math.abs(range.high[i]));
    }
    double[] result = new double[2 * n];
    absolute.get(s).apply(both, 2, result);
    double[] constant = new double[n];
    map.addConstant(constant, 0);
    double[] magnitude = new double[n];
    double unit = (map.terms() + size + 8) * UNIT;
    for (int i = 0; i < n; i++) {
      magnitude[i] = result[n + i] + Math.abs(constant[i]);
      nextRadius[i] = result[i] + 2 * unit * magnitude[i];
    }
    return magnitude;
  }

  private Range range(Cell cell, double[] forms, double[] radius, double[] magnitude, int s) {
    int n = radius.length;
    double[] low = new double[n];
    double[] high = new double[n];
    double[] negated = new double[size];
    double[] point = new double[size];
    for (int i = 0; i < n; i++) {
      double squares = 0;
      for (int k = 0; k < size; k++) {
        negated[k] = -forms[(k + 1) * n + i];
        squares += negated[k] * negated[k];
      }
      double slack = radius[i] + DOT * cell.radius() * Math.sqrt(squares * size);
      low[i] = cell.lowestApart(forms[i] - slack, forms, n + i, n);
      high[i] = -cell.lowestApart(-forms[i] - slack, negated, 0, 1);
      if (low[i] < 0 && high[i] > 0) {
        low[i] = cell.lowest(forms[i] - slack, forms, n + i, n, point);
        high[i] = -cell.lowest(-forms[i] - slack, negated, 0, 1, point);
      }
    }
    List<Stage> stages = network.stages();
    return new Range(low, high, forms, magnitude, s == stages.size() ? null : stages.get(s));
  }

  private void rectify(Range range, double[] radius, double[] next, double[] nextRadius) {
    int n = radius.length;
    for (int i = 0; i < n; i++) {
      double low = range.low[i];
      double high = range.high[i];
      boolean on = low >= 0 || range.passes(i);
      if (high <= 0 && !range.passes(i)) {
        continue;
      }
      double slope = on ? 1 : high / (high - low);
      double shift = on ? 0 : -slope * low / 2;
      for (int k = 0; k <= size; k++) {
        next[k * n + i] = slope * range.forms[k * n + i];
      }
      next[i] += shift;
      nextRadius[i] = slope * radius[i] + shift;
    }
  }

  /** The input that is the largest wherever it is known, and a range for the rest. */
  private void maximum(
      Maximum pool, Range range, double[] radius, double[] next, double[] nextRadius) {
    int n = pool.in().size();
    int m = pool.out().size();
    for (int o = 0; o < m; o++) {
      int best = best(pool, range, o);
      double others = others(pool, range, o, best);
      if (range.low[best] >= others) {
        for (int k = 0; k <= size; k++) {
          next[k * m + o] = range.forms[k * n + best];
        }
        nextRadius[o] = radius[best];
      } else {
        double high = Math.max(others, range.high[best]);
        next[o] = (range.low[best] + high) / 2;
        nextRadius[o] = (high - range.low[best]) / 2;
      }
    }
  }

  /** The input with the largest lower bound. */
  private static int best(Maximum pool, Range range, int o) {
    int plane = pool.out().plane();
    int channel = o / plane * pool.in().plane();
    int best = channel + pool.pixel(pool.start(o % plane));
    for (int k = pool.start(o % plane); k < pool.start(o % plane + 1); k++) {
      int i = channel + pool.pixel(k);
      best = range.low[i] > range.low[best] ? i : best;
    }
    return best;
  }

  /** Upper bound of all inputs but one. */
  private static double others(Maximum pool, Range range, int o, int but) {
    int plane = pool.out().plane();
    int channel = o / plane * pool.in().plane();
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = pool.start(o % plane); k < pool.start(o % plane + 1); k++) {
      int i = channel + pool.pixel(k);
      highest = i == but ? highest : Math.max(highest, range.high[i]);
    }
    return highest;
  }

  /** Takes linear functions of a stage's input back to β. */
  private final class Back {
    private final Cell cell;
    private final Range[] ranges;
    private final int count;

    /** For each rectifier, the lower slope of each unit in each function; null for the first. */
    private final double[][] slopes = new double[network.stages().size()][];

    /** How much of what is lost in relaxations each axis answers for. */
    private final double[] losses = new double[size];

    /** The slopes of units, weighted by what is lost at them: {@code Σ loss g gᵀ / ‖g‖²}. */
    private final double[] moments = new double[size * size];

    private boolean blaming;

    Back(Cell cell, Range[] ranges, int count) {
      this.cell = cell;
      this.ranges = ranges;
      this.count = count;
    }

    /** Bounds of functions of the logits, by the best slopes of a few rounds. */
    Bounded refined(double[] rows) {
      int last = network.stages().size();
      blaming = true;
      Lines lines = from(last, rows);
      Lines best = lines.copy();
      for (int round = 1; round <= REFINEMENTS && !positive(best); round++) {
        follow(lines, round);
        lines = from(last, rows);
        keepBetter(lines, best);
      }
      int axis = 0;
      for (int k = 1; k < size; k++) {
        axis = losses[k] > losses[axis] ? k : axis;
      }
      return new Bounded(best, losses[axis] > 0 ? axis : widest());
    }

    private int widest() {
      int axis = 0;
      for (int k = 1; k < size; k++) {
        axis = cell.width(k) > cell.width(axis) ? k : axis;
      }
      return axis;
    }

    private boolean positive(Lines lines) {
      return Arrays.stream(lines.lowest).allMatch(lowest -> lowest > 0);
    }

    private void keepBetter(Lines lines, Lines best) {
      for (int r = 0; r < count; r++) {
        if (lines.lowest[r] > best.lowest[r]) {
          best.constant[r] = lines.constant[r];
          best.lowest[r] = lines.lowest[r];
          System.arraycopy(lines.slopes, r * size, best.slopes, r * size, size);
          System.arraycopy(lines.points, r * size, best.points, r * size, size);
        }
      }
    }

    /** Moves slopes towards those that are exact where each bound is smallest. */
    private void follow(Lines lines, int round) {
      double[] values = lines.points;
      double share = 1.0 / (round + 1);
      for (int s = 0; s < network.stages().size(); s++) {
        Stage stage = network.stages().get(s);
        if (stage instanceof Rectifier) {
          int n = stage.in().size();
          slopes[s] = slopes[s] == null ? standard(s) : slopes[s];
          for (int i = 0; i < slopes[s].length; i++) {
            if (ranges[s].open(i % n)) {
              slopes[s][i] += share * ((values[i] > 0 ? 1 : 0) - slopes[s][i]);
            }
          }
        }
        double[] next = new double[count * stage.out().size()];
        stage.apply(values, count, next);
        values = next;
      }
    }

    private double[] standard(int s) {
      int n = ranges[s].low.length;
      double[] result = new double[count * n];
      Arrays.setAll(result, i -> standard(ranges[s], i % n));
      return result;
    }

    /** The slope that bounds the smaller area. */
    private static double standard(Range range, int i) {
      return range.high[i] > -range.low[i] ? 1 : 0;
    }

    /** Lower bounds of linear functions of what enters a stage. */
    Lines from(int stage, double[] rows) {
      double[] constant = new double[count];
      double[] current = rows;
      Arrays.fill(losses, 0);
      Arrays.fill(moments, 0);
      for (int s = stage - 1; s >= 0; s--) {
        Stage through = network.stages().get(s);
        double[] below = new double[count * through.in().size()];
        if (through instanceof AffineMap map) {
          affine(map, current, constant, ranges[s + 1].magnitude);
          multiplyTransposed(s, map, current, below);
        } else if (through instanceof Rectifier) {
          rectifier(s, current, constant, below);
        } else {
          maximum((Maximum) through, ranges[s], current, constant, below);
        }
        current = below;
      }
      return lines(constant, current);
    }

    /** Rows that pick single units, those of {@link #narrow}, are not worth a product. */
    private void multiplyTransposed(int s, AffineMap map, double[] rows, double[] below) {
      int n = map.out().size();
      boolean dense = Arrays.stream(rows, 0, n).filter(value -> value != 0).limit(2).count() > 1;
      if (dense && transposed.get(s) != null) {
        transposed.get(s).multiply(rows, count, below);
      } else {
        map.multiplyTransposed(rows, count, below);
      }
    }

    private Lines lines(double[] constant, double[] slopes) {
      double[] lowest = new double[count];
      double[] points = new double[count * size];
      double[] point = new double[size];
      for (int r = 0; r < count; r++) {
        double squares = JavaAlgebra.dot(size, slopes, r * size, slopes, r * size);
        constant[r] -= DOT * cell.radius() * Math.sqrt(squares * size);
        lowest[r] = cell.lowest(constant[r], slopes, r * size, 1, point);
        System.arraycopy(point, 0, points, r * size, size);
      }
      return new Lines(constant, slopes, lowest, points);
    }

    private void affine(AffineMap map, double[] rows, double[] constant, double[] magnitude) {
      int n = map.out().size();
      double[] shift = new double[n];
      map.addConstant(shift, 0);
      double unit = 4 * (map.terms() + n + 8) * UNIT;
      for (int row = 0; row < count; row++) {
        double sum = 0;
        double slack = 0;
        for (int i = 0; i < n; i++) {
          sum += rows[row * n + i] * shift[i];
          slack += Math.abs(rows[row * n + i]) * magnitude[i];
        }
        constant[row] += sum - unit * slack;
      }
    }

    private void rectifier(int s, double[] rows, double[] constant, double[] below) {
      Range range = ranges[s];
      int n = range.low.length;
      for (int i = 0; i < n; i++) {
        double low = range.low[i];
        double high = range.high[i];
        double loss = 0;
        for (int row = 0; row < count; row++) {
          int at = row * n + i;
          double factor = rows[at];
          if (low >= 0 || range.passes(i)) {
            below[at] = factor;
          } else if (high > 0 && factor > 0) {
            double slope = slopes[s] == null ? standard(range, i) : slopes[s][at];
            below[at] = factor * slope;
            loss += factor * Math.max(-slope * low, (1 - slope) * high);
          } else if (high > 0) {
            double slope = high / (high - low);
            below[at] = factor * slope;
            constant[row] -= factor * slope * low;
            loss += factor * slope * low;
          }
        }
        if (blaming && loss > 0) {
          blame(range, i, loss);
        }
      }
    }

    private void maximum(
        Maximum pool, Range range, double[] rows, double[] constant, double[] below) {
      int n = pool.in().size();
      int m = pool.out().size();
      for (int o = 0; o < m; o++) {
        int best = best(pool, range, o);
        double others = others(pool, range, o, best);
        boolean known = range.low[best] >= others;
        double high = Math.max(others, range.high[best]);
        double loss = 0;
        for (int row = 0; row < count; row++) {
          double factor = rows[row * m + o];
          if (known || factor > 0) {
            below[row * n + best] += factor;
          } else {
            constant[row] += factor * high;
          }
          loss += known ? 0 : Math.abs(factor) * (high - range.low[best]);
        }
        if (blaming && loss > 0) {
          blame(range, best, loss);
        }
      }
    }

    /** Shares a loss among axes as they share in the spread of the value that it comes from. */
    private void blame(Range range, int i, double loss) {
      double[] slope = new double[size];
      Arrays.setAll(slope, k -> range.forms[(k + 1) * range.low.length + i]);
      double squares = JavaAlgebra.dot(size, slope, 0, slope, 0);
      double spread = 0;
      for (int k = 0; k < size; k++) {
        spread += Math.abs(slope[k]) * cell.width(k);
      }
      for (int k = 0; k < size && squares > Double.MIN_NORMAL && spread > 0; k++) {
        losses[k] += loss * Math.abs(slope[k]) * cell.width(k) / spread;
        JavaAlgebra.axpy(size, loss * slope[k] / squares, slope, 0, moments, k * size);
      }
    }
  }
}
