package dev.assay.geometry;

import dev.assay.backend.Workers;
import dev.assay.geometry.CellBounds.Cell;
import dev.assay.geometry.CellBounds.Differences;
import dev.assay.geometry.MarginBracket.Finder;
import dev.assay.geometry.MarginBracket.Status;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Brackets of constrained margins: the distance from a sample to the nearest class change within
 * {@code x + span(P)}. In one dimension it is exact, by walks in both directions. In more, searches
 * give an upper bound; boxes, nearest first, are bounded and halved until none can hold a nearer
 * change, or the budget is spent. In two dimensions that ends with a bracket as narrow as the
 * tolerance.
 */
public final class SubspaceMargins {
  private static final int DEEPFOOL_STEPS = 60;
  private static final int FAB_STEPS = 30;
  private static final int DOUBLINGS = 24;

  private final Slice slice;
  private final int length;
  private final int size;
  private final int budget;
  private final double tolerance;

  /**
   * @param budget boxes to bound for each sample at most, in more than one dimension
   * @param tolerance relative width at which a bracket is narrow enough
   */
  public SubspaceMargins(
      PiecewiseLinear network, Directions directions, int budget, double tolerance) {
    if (budget < 1 || !(tolerance > 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          "budget must be at least 1 and tolerance in (0, 1), got %d and %s"
              .formatted(budget, tolerance));
    }
    this.slice = new Slice(network, directions);
    this.length = network.length();
    this.size = directions.size();
    this.budget = budget;
    this.tolerance = tolerance;
  }

  /**
   * A bracket for each sample.
   *
   * @param points count × n
   */
  public List<MarginBracket> brackets(float[] points, int count, Workers workers) {
    if (points.length < (long) count * length) {
      throw new IllegalArgumentException(
          "%d samples of %d values, got %d values".formatted(count, length, points.length));
    }
    MarginBracket[] brackets = new MarginBracket[count];
    workers.run(count, (index, worker) -> brackets[index] = bracket(points, index * length));
    return List.of(brackets);
  }

  private MarginBracket bracket(float[] points, int from) {
    double[] point = new double[length];
    Arrays.setAll(point, i -> points[from + i]);
    PiecewiseLinear around = slice.at(point);
    double[] z = around.logits(new double[size], 1);
    int winner = 0;
    for (int k = 0; k < z.length; k++) {
      if (!(Math.abs(z[k]) <= Float.MAX_VALUE)) {
        return new MarginBracket(-1, -1, Double.NaN, Double.NaN, null, 0, Status.NON_FINITE);
      }
      winner = z[k] > z[winner] ? k : winner;
    }
    return size == 1 ? line(around, winner) : box(around, winner);
  }

  private static MarginBracket line(PiecewiseLinear around, int winner) {
    BoundarySearch search = new BoundarySearch(around, winner);
    double reach = 1;
    for (int doubling = 0; doubling < DOUBLINGS; doubling++) {
      search.tryPoint(new double[] {reach}, Finder.LINE);
      search.tryPoint(new double[] {-reach}, Finder.LINE);
      if (search.distance() < Double.POSITIVE_INFINITY) {
        return new MarginBracket(
            winner, search.reached(), search.distance(), search.distance(), Finder.LINE, 0,
            Status.OK);
      }
      reach *= 2;
    }
    return new MarginBracket(
        winner, -1, reach, Double.POSITIVE_INFINITY, null, 0, Status.NOT_FOUND);
  }

  private MarginBracket box(PiecewiseLinear around, int winner) {
    BoundarySearch search = new BoundarySearch(around, winner);
    search.deepFool(DEEPFOOL_STEPS);
    search.fab(FAB_STEPS);
    boolean found = search.distance() < Double.POSITIVE_INFINITY;
    double radius = found ? search.distance() : 1 << 10;
    Bounding bounding = new Bounding(around, winner, search, radius);
    bounding.run();
    found = search.distance() < Double.POSITIVE_INFINITY;
    return new MarginBracket(
        winner,
        search.reached(),
        Math.min(bounding.lower, search.distance()),
        search.distance(),
        search.finder(),
        bounding.cells,
        found ? Status.OK : Status.NOT_FOUND);
  }

  /** A box that may hold a class change, no nearer than its bound; what to try and where to cut. */
  private record Open(Cell cell, double bound, int axis, int serial) {}

  /** Branch and bound. */
  private final class Bounding {
    private final CellBounds bounds;
    private final BoundarySearch search;
    private final double radius;
    private final PriorityQueue<Open> open =
        new PriorityQueue<>(
            Comparator.comparingDouble(Open::bound).thenComparingInt(Open::serial));
    private double lower;
    private int cells;

    Bounding(PiecewiseLinear around, int winner, BoundarySearch search, double radius) {
      this.bounds = new CellBounds(around, CellBounds.absolute(around), winner);
      this.search = search;
      this.radius = radius;
    }

    void run() {
      double[] half = new double[size];
      Arrays.fill(half, radius);
      add(new Cell(new double[size], half, radius), 0);
      while (!open.isEmpty()) {
        Open nearest = open.poll();
        lower = nearest.bound;
        if (lower >= search.distance() * (1 - tolerance) || cells + 2 > budget) {
          return;
        }
        Cell cell = nearest.cell;
        for (int side = -1; side <= 1; side += 2) {
          double[] centre = cell.centre().clone();
          double[] halves = cell.half().clone();
          halves[nearest.axis] /= 2;
          centre[nearest.axis] += side * halves[nearest.axis];
          add(new Cell(centre, halves, radius), nearest.bound);
        }
      }
      // nothing is left inside the ball
      lower = Math.min(radius, search.distance());
    }

    private void add(Cell cell, double parent) {
      if (cell.distance() >= Math.min(radius, search.distance())) {
        return;
      }
      cells++;
      Differences differences = bounds.bound(cell);
      int rivals = differences.constant().length;
      double nearest = Double.POSITIVE_INFINITY;
      double[] candidate = null;
      for (int k = 0; k < rivals; k++) {
        double[] slope = Arrays.copyOfRange(differences.slope(), k * size, (k + 1) * size);
        double norm = BoundarySearch.norm(slope);
        double constant = differences.constant()[k] - 1e-14 * norm * radius;
        double middle = constant + cell.atCentre(slope, 0, 1);
        if (middle - cell.spread(slope, 0, 1) > 0) {
          continue;
        }
        double distance = constant <= 0 ? 0 : constant / norm;
        if (distance < nearest) {
          nearest = distance;
          candidate = slope;
          double factor = -constant / (norm * norm);
          for (int i = 0; i < size; i++) {
            candidate[i] *= factor;
          }
        }
      }
      double bound = Math.max(Math.max(parent, cell.distance()), nearest);
      if (bound >= Math.min(radius, search.distance())) {
        return;
      }
      if (BoundarySearch.norm(candidate) > 0) {
        search.tryPoint(candidate, Finder.BOUNDS);
      }
      open.add(new Open(cell, bound, axis(cell, differences), cells));
    }

    /** The axis along which the differences vary most over the cell. */
    private int axis(Cell cell, Differences differences) {
      int best = 0;
      double most = -1;
      for (int i = 0; i < size; i++) {
        double sum = 0;
        for (int k = 0; k < differences.constant().length; k++) {
          sum += Math.abs(differences.slope()[k * size + i]);
        }
        double variation = cell.half()[i] * (sum + Double.MIN_NORMAL);
        if (variation > most) {
          most = variation;
          best = i;
        }
      }
      return best;
    }
  }
}
