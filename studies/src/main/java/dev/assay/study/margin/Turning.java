package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From the sample towards each of the near classes by {@link Path}s, whose turns are large at first
 * and small in the end. At first they look somewhat behind the boundary, where slopes tell of more
 * than the nearest piece, and so leave the local minima in which a path along the boundary would
 * end. Paths that lie behind are given up now and then (successive halving, Jamieson and Talwalkar
 * 2016).
 */
final class Turning extends Strategy {
  private static final int CLASSES = 9;

  /** Steps of a path whose slopes do not agree. */
  private static final int STEPS = 40;

  /** After the first so many steps the second so many paths go on. */
  private static final int[][] HALVINGS = {{5, 4}, {12, 2}};

  private static final double FIRST = 4;
  private static final double LAST = 0.005;

  /** How far behind the boundary at first, relative to the distance; none after a share. */
  private static final double BEHIND = 0.2;

  private static final double SHARE_BEHIND = 0.6;

  /**
   * How far paths are led while nothing is found, in distances of the nearest linearised boundary.
   */
  private static final double FARTHEST = 64;

  private List<Path> paths = new ArrayList<>();
  private double farthest;
  private Path best;
  private int current;
  private int step;

  Turning(Finds finds) {
    super(finds);
  }

  @Override
  void begin() {
    gradients(new double[finds.size()]);
  }

  @Override
  void linearized(Probe here, Linearization linear) {
    farthest = FARTHEST * linear.distance();
    for (int j : linear.nearest(CLASSES)) {
      double[] step = linear.stepTo(j);
      double share = Math.min(1, useful() / Vectors.norm(step));
      paths.add(new Path(j, Vectors.times(share, step), STEPS));
    }
    go();
  }

  /**
   * A point farther than the nearest that is known is of no use, and where a class's logit hardly
   * changes one so far that logits overflow.
   */
  double useful() {
    return Math.min(finds.distance(), farthest);
  }

  /** The path with the nearest place where the boundary was expected; null for none. */
  Path best() {
    return best;
  }

  private double nearest() {
    return best == null ? Double.POSITIVE_INFINITY : best.nearest();
  }

  private void go() {
    slope(paths.get(current).at(), paths.get(current).rival());
  }

  @Override
  void sloped(Probe here, Slope slope) {
    finds.keep(here, Finder.TURNING);
    finds.expect(here, slope, Finder.TURNING);
    Path path = paths.get(current);
    if (!slope.flat()) {
      double turn = LAST + (FIRST - LAST) * (1 + Math.cos(Math.PI * path.done())) / 2;
      double behind = BEHIND * Math.max(0, 1 - path.done() / SHARE_BEHIND);
      path.turn(here, slope, turn, behind, useful());
      best = path.nearest() < nearest() ? path : best;
    }
    if (!slope.flat() && path.done() < 1) {
      current++;
    } else {
      paths.remove(current);
    }
    if (current == paths.size()) {
      current = 0;
      step++;
      halve();
    }
    if (paths.isEmpty()) {
      done();
    } else {
      go();
    }
  }

  private void halve() {
    for (int[] halving : HALVINGS) {
      if (step == halving[0] && paths.size() > halving[1]) {
        paths.sort(Comparator.comparingDouble(Path::nearest));
        paths = new ArrayList<>(paths.subList(0, halving[1]));
      }
    }
  }
}
