package dev.assay.geometry;

import dev.assay.geometry.Path.Place;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import java.util.List;

/**
 * Visits every linear piece of a network on a segment (ExactLine, Sotoudeh and Thakur 2019). A
 * curve goes through the stages as a start and a list of slope changes: at each of them only a few
 * units change, so what a later stage has to compute is a product with few non-zero inputs, not a
 * forward pass. All products of a stage are done together.
 *
 * <p>Memory is bounded: where the changes at some stage would take more than a budget, the part of
 * the segment is cut into smaller ones, each of which starts with a forward pass of its own.
 */
final class SegmentWalk {
  /** Slope values at one stage: 32 MiB. */
  static final long BUDGET = 1 << 22;

  /** As many as bounds begin with. */
  private static final int PARTS = 16;

  /** How much more effort than the first part seems to ask for is enough for the others at once. */
  private static final int AMPLE = 4;

  /** Cuts are at uneven places, where breakpoints of simple networks are not. */
  private static final double UNEVEN = 0.0137;

  private final List<Stage> stages;
  private final Path path;
  private final long budget;
  private final Effort effort;
  private final Positions breaks = new Positions();
  private final Trail trail;
  private Status status = Status.OK;
  private Place here;
  private double known;
  private long passes;
  private long breakpoints;

  /** The segment from {@code start} on by {@code direction}; notes its classes. */
  SegmentWalk(PiecewiseLinear network, double[] start, double[] direction, long budget) {
    this(network, start, direction, budget, new Stretches(), Effort.unlimited());
  }

  /** The same; notes what the trail does. */
  SegmentWalk(
      PiecewiseLinear network,
      double[] start,
      double[] direction,
      long budget,
      Trail trail,
      Effort effort) {
    this(
        network,
        Path.straight(network.stages().get(0).in(), start, direction),
        budget,
        trail,
        effort);
  }

  /** What the network makes of a path. */
  SegmentWalk(PiecewiseLinear network, Path path, long budget, Trail trail, Effort effort) {
    this.stages = network.pooledFirst();
    this.path = path;
    this.budget = budget;
    this.trail = trail;
    this.effort = effort;
    this.here = path.first();
    this.known = path.start();
  }

  /** A segment between float end points, {@code index}th in the arrays. */
  static SegmentWalk between(
      PiecewiseLinear network, float[] a, float[] b, int index, Effort effort) {
    return between(network, a, b, index, new Stretches(), effort);
  }

  /** The same; notes what the trail does. */
  static SegmentWalk between(
      PiecewiseLinear network, float[] a, float[] b, int index, Trail trail, Effort effort) {
    int n = network.length();
    double[] start = new double[n];
    double[] direction = new double[n];
    for (int i = 0; i < n; i++) {
      start[i] = a[index * n + i];
      direction[i] = b[index * n + i] - start[i];
    }
    return new SegmentWalk(network, start, direction, BUDGET, trail, effort);
  }

  /**
   * Visits a part that does not begin before the last one ended. Where the effort is exhausted, the
   * status says so and what is known stays.
   */
  void walk(double from, double to) {
    Positions found = new Positions();
    here = path.later(here, from);
    Curve curve = path.between(here, path.later(here, to));
    passes += 2;
    for (Stage stage : stages) {
      effort.spend(work(stage, curve.breakpoints()));
      if (effort.exhausted()) {
        status = Status.LIMIT;
        return;
      }
      if (stage instanceof AffineMap map) {
        long volume = map.volume(curve.breakpoints());
        if (volume > budget && to - from > Positions.SAME) {
          split(from, to, (int) Math.min(64, volume / budget + 1));
          return;
        }
        curve = curve.through(map);
        if (!curve.finite()) {
          status = Status.NON_FINITE;
          return;
        }
      } else if (stage instanceof Rectifier rectifier) {
        curve = RectifierWalk.through(rectifier, curve, found);
      } else {
        curve = MaximumWalk.through((Maximum) stage, curve, found);
      }
    }
    breakpoints += curve.breakpoints().count();
    breaks.addAll(found);
    trail.follow(curve);
    known = to;
  }

  /** Multiplications of a stage, at most: for values and slopes at the start, and for changes. */
  private static long work(Stage stage, Breakpoints breakpoints) {
    return stage instanceof AffineMap map
        ? 2L * map.out().size() * map.terms() + (long) breakpoints.used() * map.transposedTerms()
        : breakpoints.used();
  }

  /**
   * Visits all of the segment; where effort may not suffice, in parts, so that those done are
   * known. Each part passes through the whole network once, which is most of the work where there
   * are few pieces: so the first part tells whether to go on in one.
   */
  void walk() {
    double first = path.start();
    int parts = 1;
    if (effort.isLimited()) {
      first += (path.end() - path.start()) * (1 + UNEVEN) / PARTS;
      walk(path.start(), first);
      parts = effort.allows(AMPLE * PARTS) ? 1 : PARTS - 1;
    }
    if (status == Status.OK) {
      split(first, path.end(), parts);
    }
  }

  private void split(double from, double to, int parts) {
    double last = from;
    for (int p = 1; p <= parts && status == Status.OK; p++) {
      double next = p == parts ? to : from + (to - from) * (p + UNEVEN) / parts;
      walk(last, next);
      last = next;
    }
  }

  Path path() {
    return path;
  }

  Trail trail() {
    return trail;
  }

  /** All positions at which a unit switches. */
  Positions breaks() {
    return breaks;
  }

  Status status() {
    return status;
  }

  /** Up to where the classes are known: the end of the last part that was visited whole. */
  double known() {
    return known;
  }

  Effort effort() {
    return effort;
  }

  /** Goes no farther: what was not visited would take too much work. */
  void end() {
    if (status == Status.OK) {
      status = Status.LIMIT;
    }
  }

  long passes() {
    return passes;
  }

  long breakpoints() {
    return breakpoints;
  }

  /** The classes that were noted. */
  SegmentClasses result() {
    return result(known, breaks.distinct().length + 1L, 0, Method.EXACT);
  }

  /** The same as another method tells it, which made some passes of its own. */
  SegmentClasses result(double upTo, long pieces, long morePasses, Method method) {
    return ((Stretches) trail)
        .result(status, upTo, pieces, passes + morePasses, breakpoints, effort.spent(), method);
  }
}
