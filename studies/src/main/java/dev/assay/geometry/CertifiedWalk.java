package dev.assay.geometry;

import dev.assay.geometry.ChordBounds.Verdict;
import dev.assay.geometry.ChordBounds.Vertex;
import dev.assay.geometry.Path.Place;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Classes along one path by halving intervals until bounds say which class wins, and by visiting
 * the pieces of those that have only a few: a class change lies in one of these.
 */
final class CertifiedWalk {
  private static final int FIRST = 16;

  /** Points that are computed together: enough to read large matrices once for many of them. */
  private static final int BATCH = 8;

  /** Where an interval has more slope changes it is always halved. */
  private static final int FEW_TURNS = 12;

  private static final int MOST_HALVINGS = 3;

  private static final double SHORTEST = 1e-7;

  private final ChordBounds bounds;
  private final SegmentWalk walk;
  private final double rounding;

  /** The ones at the start of the segment on top: they are short, and few are kept at a time. */
  private final Deque<Interval> open = new ArrayDeque<>();

  /** What is done with and not gone through. */
  private final List<Part> parts = new ArrayList<>();

  private long passes;

  /** Up to where the classes are known. */
  private double known;

  /**
   * An interval between two points.
   *
   * @param halvings that will take place before bounds may decide
   */
  private record Interval(Place start, Place end, Vertex left, Vertex right, int halvings) {
    double from() {
      return start.at();
    }

    double to() {
      return end.at();
    }
  }

  /** An interval that is done with: its class, or −1 if its pieces are to be visited. */
  private record Part(double from, double to, int winner) {}

  /** Along the path of a walk that has not begun. */
  CertifiedWalk(ChordBounds bounds, SegmentWalk walk) {
    this.bounds = bounds;
    this.walk = walk;
    this.known = walk.path().start();
    rounding = walk.path().rounding();
  }

  /** All of them. */
  SegmentClasses classes() {
    goAlong();
    return walk.result(known, -1, passes, Method.CERTIFIED);
  }

  /** Goes along all of the path. */
  void goAlong() {
    begin();
    while (!open.isEmpty() && !walk.effort().exhausted()) {
      halve();
      if (walk.effort().isLimited() && !open.isEmpty()) {
        // what is left when the effort ends should be the end of the segment, not all visits
        goOn(open.peek().from());
      }
    }
    goOn(open.isEmpty() ? Double.POSITIVE_INFINITY : open.peek().from());
    if (!open.isEmpty() || !parts.isEmpty()) {
      walk.end();
    }
  }

  /** Up to where the classes are known. */
  double known() {
    return known;
  }

  /** Points at which the network was computed, those of visits, too. */
  long passes() {
    return passes + walk.passes();
  }

  /** Goes on until the walk's class no longer leads, to the end, or to a value not finite. */
  void follow(Lead lead) {
    begin();
    while (true) {
      goOn(open.isEmpty() ? Double.POSITIVE_INFINITY : open.peek().from());
      if (walk.status() != Status.OK || lead.end().isPresent() || open.isEmpty()) {
        return;
      }
      if (walk.effort().exhausted()) {
        walk.end();
        return;
      }
      halve();
    }
  }

  private void begin() {
    Path path = walk.path();
    List<Place> places = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    Place last = path.first();
    for (int i = 0; i <= FIRST; i++) {
      last = path.later(last, path.start() + (path.end() - path.start()) * i / FIRST);
      places.add(last);
      points.add(path.values(last));
    }
    List<Vertex> vertices = bounds.vertices(points);
    pass(places.size());
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; i < FIRST; i++) {
      intervals.add(
          new Interval(places.get(i), places.get(i + 1), vertices.get(i), vertices.get(i + 1), 0));
    }
    settle(intervals);
  }

  private void pass(int points) {
    passes += points;
    walk.effort().spend(points * bounds.operations() / Effort.FASTER);
  }

  private void halve() {
    List<Interval> some = new ArrayList<>();
    while (some.size() < BATCH && !open.isEmpty()) {
      some.add(open.pop());
    }
    Path path = walk.path();
    List<Place> places = new ArrayList<>();
    List<double[]> deviations = new ArrayList<>();
    for (Interval interval : some) {
      Place middle = path.later(interval.start, (interval.from() + interval.to()) / 2);
      places.add(middle);
      deviations.add(path.offset(interval.start, middle, interval.end));
    }
    List<Vertex> vertices =
        bounds.middles(
            some.stream().map(Interval::left).toList(),
            some.stream().map(Interval::right).toList(),
            deviations);
    pass(some.size());
    List<Interval> halves = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      Interval interval = some.get(i);
      Place middle = places.get(i);
      Vertex vertex = vertices.get(i);
      int halvings = interval.halvings - 1;
      halves.add(new Interval(interval.start, middle, interval.left, vertex, halvings));
      halves.add(new Interval(middle, interval.end, vertex, interval.right, halvings));
    }
    settle(halves);
  }

  /** Asks bounds about intervals, in the order of their places. */
  private void settle(List<Interval> intervals) {
    List<Interval> ready = intervals.stream().filter(i -> i.halvings <= 0).toList();
    Path path = walk.path();
    List<Verdict> verdicts =
        bounds.between(
            ready.stream().mapToDouble(i -> path.deviation(i.start, i.end) + rounding).toArray(),
            ready.stream().map(i -> new Vertex[] {i.left, i.right}).toList());
    int next = ready.size();
    for (int i = intervals.size() - 1; i >= 0; i--) {
      Interval interval = intervals.get(i);
      if (interval.halvings > 0) {
        open.push(interval);
      } else {
        settle(interval, verdicts.get(--next));
      }
    }
  }

  private void settle(Interval interval, Verdict verdict) {
    boolean visit =
        isCheaperToVisit(verdict)
            || interval.to() - interval.from() < SHORTEST
            || !interval.left.finite()
            || !interval.right.finite();
    if (verdict.winner() >= 0 || visit) {
      parts.add(new Part(interval.from(), interval.to(), verdict.winner()));
    } else {
      int halvings = halvings(verdict.excess());
      open.push(
          new Interval(interval.start, interval.end, interval.left, interval.right, halvings));
    }
  }

  /**
   * A visit takes two points and, in deep networks, about one more for each slope change. Parts
   * that are so short that bounds decide, of which there are {@code excess^(1/3)}, take a point
   * each.
   */
  private static boolean isCheaperToVisit(Verdict verdict) {
    return verdict.turns() <= FEW_TURNS && Math.cbrt(verdict.excess()) > 2 + verdict.turns();
  }

  /** Half as long an interval has about half as many gaps of half the size, and fewer doubts. */
  private static int halvings(double excess) {
    double needed = Math.log(excess) / Math.log(2) / 3;
    return needed < 1 || Double.isInfinite(excess) ? 1 : (int) Math.min(needed, MOST_HALVINGS);
  }

  /** Goes through the parts before a position, neighbours to be visited in one go. */
  private void goOn(double until) {
    parts.sort(Comparator.comparingDouble(Part::from));
    int p = 0;
    while (isBefore(p, until) && walk.status() == Status.OK) {
      Part part = parts.get(p++);
      if (part.winner >= 0) {
        walk.trail().add(part.from, part.winner);
        known = part.to;
        continue;
      }
      double to = part.to;
      while (isBefore(p, until) && parts.get(p).winner < 0) {
        to = parts.get(p++).to;
      }
      walk.walk(part.from, to);
      known = walk.status() == Status.OK ? to : Math.max(known, walk.known());
    }
    parts.subList(0, p).clear();
  }

  private boolean isBefore(int part, double until) {
    return part < parts.size() && parts.get(part).from < until;
  }
}
