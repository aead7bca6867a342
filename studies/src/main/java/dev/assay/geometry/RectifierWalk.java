package dev.assay.geometry;

import java.util.Arrays;

/**
 * Takes a curve through ReLUs. Each unit is a line until its slope changes; it is looked at only
 * then, and emits a breakpoint where it crossed zero in between.
 */
final class RectifierWalk {
  /** A slope that is this small beside those it was summed from is zero. */
  private static final double CANCELLED = 1e-14;

  private final Rectifier stage;
  private final Grid grid;
  private final double[] value;
  private final double[] slope;
  private final double[] scale;
  private final double[] seen;
  private final boolean[] active;
  private final Curve in;
  private final Breakpoints out;
  private final Positions breaks;

  private RectifierWalk(Rectifier stage, Curve in, Positions breaks) {
    this.stage = stage;
    this.in = in;
    this.breaks = breaks;
    grid = in.grid();
    value = in.values();
    slope = in.slopes();
    scale = new double[grid.size()];
    seen = new double[grid.size()];
    active = new boolean[grid.size()];
    Arrays.fill(seen, in.start());
    for (int i = 0; i < active.length; i++) {
      active[i] = stage.passes(i) || value[i] > 0 || (value[i] == 0 && slope[i] > 0);
      scale[i] = Math.abs(slope[i]);
    }
    int more = grid.size() / 4;
    out = new Breakpoints(in.breakpoints().count() + more, in.breakpoints().used() + more);
  }

  /** Adds the positions at which a unit switches to {@code breaks}. */
  static Curve through(Rectifier stage, Curve in, Positions breaks) {
    return new RectifierWalk(stage, in, breaks).run();
  }

  private Curve run() {
    double[] rows = in.rows().clone();
    int n = grid.size();
    for (int i = 0; i < n; i++) {
      if (!active[i]) {
        rows[i] = 0;
        rows[n + i] = 0;
      }
    }
    for (int breakpoint : in.breakpoints().order()) {
      advanceBox(breakpoint);
      turnBox(breakpoint);
    }
    for (int i = 0; i < n; i++) {
      advance(i, in.end());
    }
    return new Curve(grid, in.start(), in.end(), rows, out);
  }

  private void advanceBox(int k) {
    Breakpoints breakpoints = in.breakpoints();
    int source = breakpoints.from(k);
    for (int c = breakpoints.edge(k, 0); c < breakpoints.edge(k, 1); c++) {
      for (int h = breakpoints.edge(k, 2); h < breakpoints.edge(k, 3); h++) {
        int unit = c * grid.plane() + h * grid.width() + breakpoints.edge(k, 4);
        for (int w = breakpoints.edge(k, 4); w < breakpoints.edge(k, 5); w++, unit++) {
          if (breakpoints.values()[source++] != 0) {
            advance(unit, breakpoints.at(k));
          }
        }
      }
    }
  }

  private void turnBox(int k) {
    Breakpoints breakpoints = in.breakpoints();
    int to =
        out.add(
            breakpoints.at(k),
            breakpoints.edge(k, 0),
            breakpoints.edge(k, 1),
            breakpoints.edge(k, 2),
            breakpoints.edge(k, 3),
            breakpoints.edge(k, 4),
            breakpoints.edge(k, 5));
    int source = breakpoints.from(k);
    boolean any = false;
    for (int c = breakpoints.edge(k, 0); c < breakpoints.edge(k, 1); c++) {
      for (int h = breakpoints.edge(k, 2); h < breakpoints.edge(k, 3); h++) {
        int unit = c * grid.plane() + h * grid.width() + breakpoints.edge(k, 4);
        for (int w = breakpoints.edge(k, 4); w < breakpoints.edge(k, 5); w++, unit++, to++) {
          double change = breakpoints.values()[source++];
          if (change != 0) {
            double turned = turn(unit, change);
            out.values()[to] = turned;
            any |= turned != 0;
          }
        }
      }
    }
    if (!any) {
      out.removeLast();
    }
  }

  /** Goes on to {@code t}, along the present slope. */
  private void advance(int i, double t) {
    double next = value[i] + slope[i] * (t - seen[i]);
    if ((active[i] ? next < 0 : next > 0) && !stage.passes(i)) {
      double wait = Math.max(0, -value[i] / slope[i]);
      double crossing = Math.min(t, seen[i] + wait);
      out.addOne(crossing, grid, i, active[i] ? -slope[i] : slope[i]);
      breaks.add(crossing);
      active[i] = !active[i];
      next = slope[i] * (t - crossing);
    }
    value[i] = next;
    seen[i] = t;
  }

  /** Changes the slope; returns by how much that of the output changes. */
  private double turn(int i, double change) {
    double before = active[i] ? slope[i] : 0;
    scale[i] = Math.max(scale[i], Math.abs(change));
    double turned = slope[i] + change;
    if (Math.abs(turned) <= CANCELLED * scale[i]) {
      turned = 0;
      value[i] = Math.abs(value[i]) <= CANCELLED * scale[i] ? 0 : value[i];
    }
    slope[i] = turned;
    if (value[i] == 0) {
      active[i] = turned > 0 || stage.passes(i);
    }
    return (active[i] ? turned : 0) - before;
  }
}
