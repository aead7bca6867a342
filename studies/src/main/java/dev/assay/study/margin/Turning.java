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
 * leaves the local minima in which a path along the boundary would end. Paths that lie behind are
 * given up now and then (successive halving, Jamieson and Talwalkar 2016).
 */
final class Turning extends Strategy {
  private static final int CLASSES = 9;
  private static final int STEPS = 24;

  /** After the first so many steps the second so many paths go on. */
  private static final int[][] HALVINGS = {{4, 5}, {10, 3}};

  private static final double FIRST = 4;
  private static final double LAST = 0.005;

  /** How far behind the boundary at first, relative to the distance; and which steps are first. */
  private static final double BEHIND = 0.2;

  private static final double STEPS_BEHIND = 0.6 * STEPS;

  /** How far an estimate along the ray is trusted, relative to the distance: down and up. */
  private static final double LEAST = 0.3;

  private static final double MOST = 1.6;

  /** How much farther than its nearest place a path may go: more where turns are large. */
  private static final double LEEWAY = 0.01;

  /** The way towards one class. */
  private static final class Path {
    private final int rival;
    private double[] next;

    /** Distance of the nearest place expected on the boundary. */
    private double nearest = Double.POSITIVE_INFINITY;

    Path(int rival, double[] first) {
      this.rival = rival;
      this.next = first;
    }
  }

  private List<Path> paths = new ArrayList<>();
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
    for (int j : linear.nearest(CLASSES)) {
      paths.add(new Path(j, linear.stepTo(j)));
    }
    go();
  }

  private void go() {
    slope(paths.get(current).next, paths.get(current).rival);
  }

  @Override
  void sloped(Probe here, double lead, double[] slope) {
    finds.keep(here, Finder.TURNING);
    finds.expect(here, lead, slope, Finder.TURNING);
    double steep = Search.norm(slope);
    if (steep > 0) {
      turn(paths.get(current), here, lead, slope, steep);
      current++;
    } else {
      paths.remove(current);
    }
    if (current == paths.size()) {
      current = 0;
      step++;
      halve();
    }
    if (step == STEPS || paths.isEmpty()) {
      done();
    } else {
      go();
    }
  }

  private void turn(Path path, Probe here, double lead, double[] slope, double steep) {
    double[] x = here.coordinates();
    double length = Search.norm(x);
    double scale = 1 - lead / Finds.dot(slope, x);
    if (scale > LEAST && scale < MOST) {
      path.nearest = Math.min(path.nearest, scale * length);
    } else {
      scale = lead > 0 ? MOST : LEAST;
    }
    double turn = LAST + (FIRST - LAST) * (1 + Math.cos(Math.PI * step / STEPS)) / 2;
    double[] to = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      to[i] = x[i] / length - turn * slope[i] / steep;
    }
    double most = path.nearest * (1 + LEEWAY + Math.min(1, turn * turn));
    double behind = 1 + BEHIND * Math.max(0, 1 - step / STEPS_BEHIND);
    double reach = behind * Math.min(scale * length, most);
    path.next = Search.along(new double[x.length], reach / Search.norm(to), to);
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
