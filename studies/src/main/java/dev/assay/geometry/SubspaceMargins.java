package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.backend.Workers;
import dev.assay.geometry.MarginBracket.Source;
import dev.assay.geometry.MarginBracket.Status;
import dev.assay.io.Text;
import dev.assay.subspace.Directions;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Brackets of constrained margins: the distance from a sample to the nearest class change within
 * {@code x + span(P)}, that is, to the nearest point where another logit is as high as that of the
 * class that wins at the sample; 0 where that is so at the sample itself, up to rounding. In one
 * dimension it is exact, by walks in both directions. In more, exact walks through given starts and
 * projections onto the boundary's local piece give an upper bound. In two dimensions {@link
 * PolygonSearch} makes it exact; in more, {@link BranchAndBound} gives a certified lower one.
 */
public final class SubspaceMargins {
  private static final int DOUBLINGS = 24;

  private final Slice slice;
  private final int length;
  private final int size;
  private final int budget;
  private final double tolerance;
  private final double seconds;

  /** As much work for each sample as it takes. */
  public SubspaceMargins(
      PiecewiseLinear network, Directions directions, int budget, double tolerance) {
    this(network, directions, budget, tolerance, Double.POSITIVE_INFINITY);
  }

  /**
   * @param budget cells to bound or polygons to visit for each sample at most
   * @param tolerance relative width at which a bracket is narrow enough, in more than two
   *     dimensions
   * @param seconds of {@link Effort} for each sample; infinite for any number
   */
  public SubspaceMargins(
      PiecewiseLinear network,
      Directions directions,
      int budget,
      double tolerance,
      double seconds) {
    if (budget < 1 || !(tolerance > 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          Text.format(
              "budget must be at least 1 and tolerance in (0, 1), got %d and %s",
              budget, tolerance));
    }
    this.slice = new Slice(network, directions);
    this.length = network.length();
    this.size = directions.size();
    this.budget = budget;
    this.tolerance = tolerance;
    this.seconds = seconds;
  }

  /**
   * A bracket for each sample.
   *
   * @param points count × n
   * @param starts count × m, coordinates of a place near which other searches have seen the
   *     boundary; zeros where there is none
   * @param done told how many samples are done
   */
  public List<MarginBracket> brackets(
      float[] points, int count, double[] starts, Workers workers, IntConsumer done) {
    if (points.length < (long) count * length || starts.length < (long) count * size) {
      throw new IllegalArgumentException(
          Text.format(
              "%d samples of %d values with starts of %d, got %d and %d values",
              count, length, size, points.length, starts.length));
    }
    MarginBracket[] brackets = new MarginBracket[count];
    int chunk = workers.count();
    for (int from = 0; from < count; from += chunk) {
      int first = from;
      int length = Math.min(chunk, count - from);
      workers.run(
          length,
          (index, worker) -> brackets[first + index] = bracket(points, starts, first + index));
      done.accept(first + length);
    }
    return List.of(brackets);
  }

  private MarginBracket bracket(float[] points, double[] starts, int index) {
    double[] point = new double[length];
    Arrays.setAll(point, i -> points[index * length + i]);
    PiecewiseLinear around = slice.at(point);
    Standing sample = Standing.of(around, new double[size]);
    int winner = sample.winner();
    if (winner < 0) {
      return new MarginBracket(-1, -1, Double.NaN, Double.NaN, null, 0, false, Status.NON_FINITE);
    }
    if (!sample.alone()) {
      return new MarginBracket(winner, sample.rival(), 0, 0, Source.SAMPLE, 0, false, Status.OK);
    }
    double[] start = Arrays.copyOfRange(starts, index * size, (index + 1) * size);
    Effort effort = Effort.seconds(seconds);
    return size == 1 ? line(around, winner, effort) : ball(point, around, winner, start, effort);
  }

  private static MarginBracket line(PiecewiseLinear around, int winner, Effort effort) {
    BoundarySearch search = new BoundarySearch(around, winner, effort);
    double reach = 1;
    for (int doubling = 0; doubling < DOUBLINGS; doubling++) {
      double before = doubling == 0 ? 0 : reach / 2;
      search.tryRay(new double[] {1}, before, reach, Source.LINE);
      search.tryRay(new double[] {-1}, before, reach, Source.LINE);
      if (search.distance() < Double.POSITIVE_INFINITY) {
        return new MarginBracket(
            winner,
            search.reached(),
            search.whole() ? search.distance() : before,
            search.distance(),
            Source.LINE,
            0,
            effort.exhausted(),
            Status.OK);
      }
      if (!search.whole()) {
        reach = before;
        break;
      }
      reach *= 2;
    }
    return new MarginBracket(
        winner, -1, reach, Double.POSITIVE_INFINITY, null, 0, effort.exhausted(), Status.NOT_FOUND);
  }

  private MarginBracket ball(
      double[] point, PiecewiseLinear around, int winner, double[] start, Effort effort) {
    BoundarySearch first = new BoundarySearch(around, winner, effort);
    first.tryPoint(start, Source.START);
    first.tryLinear();
    if (size == 2) {
      PolygonSearch polygons = new PolygonSearch(around, first, winner, budget, effort);
      return bracket(winner, polygons.lower(), first, polygons.visited(), effort);
    }
    // cells are cut best across the directions in which their bounds lose most
    double reach = Math.min(first.distance(), BranchAndBound.FARTHEST);
    int[] rivals = IntStream.range(0, around.classes()).filter(k -> k != winner).toArray();
    double[] axes = new CellBounds(around, winner).lossy(Cell.ball(size, reach), rivals);
    PiecewiseLinear turned = slice.turned(point, axes);
    BoundarySearch search = new BoundarySearch(turned, winner, effort);
    if (first.best() != null) {
      double[] there = new double[size];
      JavaAlgebra.INSTANCE.multiply(size, size, 1, axes, first.best(), there);
      search.tryPoint(there, first.source());
    }
    BranchAndBound bounding = new BranchAndBound(turned, search, winner, budget, tolerance, effort);
    return bracket(winner, bounding.lower(), search, bounding.cells(), effort);
  }

  private MarginBracket bracket(
      int winner, double lower, BoundarySearch search, int cells, Effort effort) {
    boolean found = search.distance() < Double.POSITIVE_INFINITY;
    return new MarginBracket(
        winner,
        search.reached(),
        Math.min(lower, search.distance()),
        search.distance(),
        search.source(),
        cells,
        cells >= budget || effort.exhausted(),
        found ? Status.OK : Status.NOT_FOUND);
  }
}
