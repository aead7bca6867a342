package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From the sample towards each of the near classes: turns the ray through the point towards the
 * descent of the lead, by much at first and by little in the end, and moves along the ray to where
 * the boundary with that class is expected. Like DDN (Rony et al. 2019) it separates direction and
 * length; the length is not searched for by percents, but computed by Newton steps. At first it
 * looks somewhat behind the boundary, where slopes tell of more than the nearest piece, and so
 * leaves the local minima in which a path along the boundary would end. Turns shrink the faster the
 * better the slopes on a path agree. Paths that lie behind are given up now and then (successive
 * halving, Jamieson and Talwalkar 2016).
 */
final class Turning extends Strategy {
  private static final int CLASSES = 9;

  /** Steps of a path whose slopes do not agree. */
  private static final int STEPS = 90;

  /** How many times as fast a path goes whose slopes agree; a power of their cosine tells. */
  private static final double HURRY = 8;

  private static final double STRICT = 32;

  /** After the first so many steps the second so many paths go on. */
  private static final int[][] HALVINGS = {{6, 4}, {24, 2}};

  private static final double FIRST = 4;
  private static final double LAST = 0.005;

  /** How far behind the boundary at first, relative to the distance; none after a share. */
  private static final double BEHIND = 0.2;

  private static final double SHARE_BEHIND = 0.6;

  /** How far an estimate along the ray is trusted, relative to the distance: down and up. */
  private static final double LEAST = 0.3;

  private static final double MOST = 1.6;

  /** How much farther than its nearest place a path may go: more where turns are large. */
  private static final double LEEWAY = 0.01;

  /**
   * How far paths are led while nothing is found, in distances of the nearest linearised boundary.
   */
  private static final double FARTHEST = 64;

  /** The way towards one class. */
  private static final class Path {
    private final int rival;
    private double[] next;

    /** The last slope, a unit vector. */
    private double[] down;

    /** Share of the way that is done. */
    private double done;

    /** Distance of the nearest place expected on the boundary. */
    private double nearest = Double.POSITIVE_INFINITY;

    Path(int rival, double[] first) {
      this.rival = rival;
      this.next = first;
    }
  }

  private List<Path> paths = new ArrayList<>();
  private double farthest;
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
      double share = Math.min(1, useful() / Search.norm(step));
      paths.add(new Path(j, Search.along(new double[step.length], share, step)));
    }
    go();
  }

  /**
   * A point farther than the nearest that is known is of no use, and where a class's logit hardly
   * changes one so far that logits overflow.
   */
  private double useful() {
    return Math.min(finds.distance(), farthest);
  }

  private void go() {
    slope(paths.get(current).next, paths.get(current).rival);
  }

  @Override
  void sloped(Probe here, double lead, double[] slope) {
    finds.keep(here, Finder.TURNING);
    finds.expect(here, lead, slope, Finder.TURNING);
    double steep = Math.sqrt(Finds.dot(slope, slope));
    Path path = paths.get(current);
    if (steep > 0) {
      turn(path, here, lead, slope, steep);
    }
    if (steep > 0 && path.done < 1) {
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

  private void turn(Path path, Probe here, double lead, double[] slope, double steep) {
    double[] x = here.coordinates();
    double length = Math.sqrt(Finds.dot(x, x));
    double scale = 1 - lead / Finds.dot(slope, x);
    if (scale > LEAST && scale < MOST) {
      path.nearest = Math.min(path.nearest, scale * length);
    } else {
      scale = lead > 0 ? MOST : LEAST;
    }
    double turn = LAST + (FIRST - LAST) * (1 + Math.cos(Math.PI * path.done)) / 2;
    double[] down = Search.along(new double[x.length], -1 / steep, slope);
    double[] to = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      to[i] = x[i] / length + turn * down[i];
    }
    double most = Math.min(path.nearest, useful()) * (1 + LEEWAY + Math.min(1, turn * turn));
    double behind = 1 + BEHIND * Math.max(0, 1 - path.done / SHARE_BEHIND);
    double reach = behind * Math.min(scale * length, most);
    path.next = Search.along(new double[x.length], reach / Math.sqrt(Finds.dot(to, to)), to);
    double agreement = path.down == null ? 0 : Math.max(0, Finds.dot(path.down, down));
    path.done += (1 + (HURRY - 1) * Math.pow(agreement, STRICT)) / STEPS;
    path.down = down;
  }

  private void halve() {
    for (int[] halving : HALVINGS) {
      if (step == halving[0] && paths.size() > halving[1]) {
        paths.sort(Comparator.comparingDouble(path -> path.nearest));
        paths = new ArrayList<>(paths.subList(0, halving[1]));
      }
    }
  }
}
