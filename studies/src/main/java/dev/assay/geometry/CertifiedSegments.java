package dev.assay.geometry;

import dev.assay.backend.Workers;
import dev.assay.geometry.ChordBounds.Verdict;
import dev.assay.geometry.ChordBounds.Vertex;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Classes by halving intervals until bounds say which class wins, and by visiting the pieces of
 * those that have only a few: a class change lies in one of these.
 */
final class CertifiedSegments implements SegmentMethod {
  private static final int FIRST = 16;

  /** Points that are computed together: enough to read large matrices once for many of them. */
  private static final int BATCH = 8;

  /** So many slope changes cost about as much as another point. */
  private static final int FEW_TURNS = 12;

  private static final int MOST_HALVINGS = 3;

  private static final double SHORTEST = 1e-7;
  private static final double UNIT = Math.ulp(1.0);

  private final PiecewiseLinear network;
  private final ChordBounds bounds;
  private final Workers workers;

  CertifiedSegments(PiecewiseLinear network, Workers workers) {
    this.network = network;
    this.bounds = new ChordBounds(network);
    this.workers = workers;
  }

  @Override
  public Method method() {
    return Method.CERTIFIED;
  }

  @Override
  public List<SegmentClasses> classes(float[] a, float[] b, int count) {
    Segments.check(a, b, count, network.length());
    SegmentClasses[] results = new SegmentClasses[count];
    workers.run(count, (index, worker) -> results[index] = one(a, b, index));
    return List.of(results);
  }

  private SegmentClasses one(float[] a, float[] b, int index) {
    Status status = Segments.status(a, b, index, network.length());
    return status == Status.OK
        ? new Search(SegmentWalk.between(network, a, b, index)).run()
        : SegmentClasses.without(status, Method.CERTIFIED);
  }

  /**
   * An interval between two points.
   *
   * @param halvings that will take place before bounds may decide
   */
  private record Interval(double from, double to, Vertex left, Vertex right, int halvings) {}

  /** An interval that is done with: its class, or −1 if its pieces are to be visited. */
  private record Part(double from, double to, int winner) {}

  /** One segment. */
  private final class Search {
    private final SegmentWalk walk;
    private final double rounding;
    private final Deque<Interval> open = new ArrayDeque<>();
    private final List<Part> parts = new ArrayList<>();
    private long passes;

    Search(SegmentWalk walk) {
      this.walk = walk;
      double squares = 0;
      for (int i = 0; i < walk.start().length; i++) {
        double size = Math.abs(walk.start()[i]) + Math.abs(walk.direction()[i]);
        squares += size * size;
      }
      rounding = 2 * UNIT * Math.sqrt(squares);
    }

    SegmentClasses run() {
      double[] ends = new double[FIRST + 1];
      for (int i = 0; i <= FIRST; i++) {
        ends[i] = (double) i / FIRST;
      }
      List<Vertex> vertices = bounds.vertices(points(ends), ends.length);
      passes += ends.length;
      List<Interval> intervals = new ArrayList<>();
      for (int i = FIRST; i > 0; i--) {
        intervals.add(new Interval(ends[i - 1], ends[i], vertices.get(i - 1), vertices.get(i), 0));
      }
      settle(intervals);
      while (!open.isEmpty()) {
        halve();
      }
      return classes();
    }

    private double[] points(double[] positions) {
      int n = network.length();
      double[] points = new double[positions.length * n];
      for (int p = 0; p < positions.length; p++) {
        for (int i = 0; i < n; i++) {
          points[p * n + i] = walk.start()[i] + positions[p] * walk.direction()[i];
        }
      }
      return points;
    }

    /** The last ones found: they are short, and few ends are kept at a time. */
    private void halve() {
      List<Interval> some = new ArrayList<>();
      while (some.size() < BATCH && !open.isEmpty()) {
        some.add(open.pop());
      }
      double[] middles = some.stream().mapToDouble(i -> (i.from + i.to) / 2).toArray();
      List<Vertex> vertices =
          bounds.middles(
              some.stream().map(Interval::left).toList(),
              some.stream().map(Interval::right).toList());
      passes += middles.length;
      List<Interval> halves = new ArrayList<>();
      for (int i = 0; i < middles.length; i++) {
        Interval interval = some.get(i);
        Vertex middle = vertices.get(i);
        int halvings = interval.halvings - 1;
        halves.add(new Interval(middles[i], interval.to, middle, interval.right, halvings));
        halves.add(new Interval(interval.from, middles[i], interval.left, middle, halvings));
      }
      settle(halves);
    }

    private void settle(List<Interval> intervals) {
      List<Interval> ready = new ArrayList<>();
      for (Interval interval : intervals) {
        if (interval.halvings > 0) {
          open.push(interval);
        } else {
          ready.add(interval);
        }
      }
      List<Verdict> verdicts =
          bounds.between(
              rounding, ready.stream().map(i -> new Vertex[] {i.left, i.right}).toList());
      for (int i = 0; i < ready.size(); i++) {
        settle(ready.get(i), verdicts.get(i));
      }
    }

    private void settle(Interval interval, Verdict verdict) {
      boolean visit =
          verdict.turns() <= FEW_TURNS
              || interval.to - interval.from < SHORTEST
              || !interval.left.finite()
              || !interval.right.finite();
      if (verdict.winner() >= 0 || visit) {
        parts.add(new Part(interval.from, interval.to, verdict.winner()));
      } else {
        int halvings = halvings(verdict.excess());
        open.push(
            new Interval(interval.from, interval.to, interval.left, interval.right, halvings));
      }
    }

    /** Half as long an interval has about half as many gaps of half the size, and fewer doubts. */
    private static int halvings(double excess) {
      double needed = Math.log(excess) / Math.log(2) / 3;
      return needed < 1 || Double.isInfinite(excess) ? 1 : (int) Math.min(needed, MOST_HALVINGS);
    }

    private SegmentClasses classes() {
      parts.sort(Comparator.comparingDouble(Part::from));
      for (int p = 0; p < parts.size() && walk.status() == Status.OK; ) {
        Part part = parts.get(p++);
        if (part.winner >= 0) {
          walk.stretches().add(part.from, part.winner);
          continue;
        }
        double to = part.to;
        while (p < parts.size() && parts.get(p).winner < 0) {
          to = parts.get(p++).to;
        }
        walk.walk(part.from, to);
      }
      return walk.stretches()
          .result(walk.status(), -1, passes + walk.passes(), walk.kinks(), Method.CERTIFIED);
    }
  }
}
