package dev.assay.geometry;

import java.util.Arrays;

/**
 * Takes a curve through max pooling: under each window the upper envelope of lines. A window is
 * looked at when a slope under it changes, and emits a breakpoint wherever the largest value passed
 * from one line to another in between.
 */
final class MaximumWalk {
  private final Maximum pool;
  private final Grid grid;
  private final Grid outGrid;
  private final Curve in;
  private final double[] value;
  private final double[] slope;
  private final double[] seen;
  private final int[] winner;
  private final double[] walked;
  private final int[] stamp;
  private final Breakpoints out;
  private final Positions breaks;

  private Touched[] touched = new Touched[64];
  private int touchedCount;

  /** A window over an input that changes. */
  private static final class Touched {
    private int channel;
    private int window;

    /** Slope of the largest value in front of the change. */
    private double before;

    /** Whether another value is as large there, or has just become the largest. */
    private boolean tie;
  }

  private MaximumWalk(Maximum pool, Curve in, Positions breaks) {
    this.pool = pool;
    this.in = in;
    this.breaks = breaks;
    grid = pool.in();
    outGrid = pool.out();
    value = in.values();
    slope = in.slopes();
    seen = new double[grid.size()];
    winner = new int[outGrid.size()];
    walked = new double[outGrid.size()];
    stamp = new int[outGrid.size()];
    out = new Breakpoints(in.breakpoints().count(), in.breakpoints().used());
    Arrays.fill(seen, in.start());
    Arrays.fill(walked, in.start());
  }

  /** Adds the positions at which a window's largest value changes hands to {@code breaks}. */
  static Curve through(Maximum pool, Curve in, Positions breaks) {
    return new MaximumWalk(pool, in, breaks).run();
  }

  private Curve run() {
    int n = outGrid.size();
    double[] rows = new double[2 * n];
    int o = 0;
    for (int c = 0; c < outGrid.channels(); c++) {
      for (int window = 0; window < outGrid.plane(); window++, o++) {
        winner[o] = c * grid.plane() + pool.pixel(pool.start(window));
        settleTie(o, c, window);
        rows[o] = value[winner[o]];
        rows[n + o] = slope[winner[o]];
      }
    }
    int round = 0;
    for (int breakpoint : in.breakpoints().order()) {
      touch(breakpoint, ++round);
      if (touchedCount > 0) {
        turn(breakpoint);
      }
    }
    for (int c = 0; c < outGrid.channels(); c++) {
      for (int window = 0; window < outGrid.plane(); window++) {
        goOn(c, window, in.end());
      }
    }
    return new Curve(outGrid, in.start(), in.end(), rows, out);
  }

  /** Of the largest values, all seen at the same position, the one that rises most. */
  private void settleTie(int o, int c, int window) {
    for (int i = pool.start(window); i < pool.start(window + 1); i++) {
      int j = c * grid.plane() + pool.pixel(i);
      int w = winner[o];
      if (value[j] > value[w] || (value[j] == value[w] && slope[j] > slope[w])) {
        winner[o] = j;
      }
    }
  }

  /** Walks all windows over changed inputs up to the breakpoint, and the inputs, too. */
  private void touch(int k, int round) {
    touchedCount = 0;
    Breakpoints breakpoints = in.breakpoints();
    double t = breakpoints.at(k);
    int source = breakpoints.from(k);
    for (int c = breakpoints.edge(k, 0); c < breakpoints.edge(k, 1); c++) {
      for (int h = breakpoints.edge(k, 2); h < breakpoints.edge(k, 3); h++) {
        for (int w = breakpoints.edge(k, 4); w < breakpoints.edge(k, 5); w++) {
          if (breakpoints.values()[source++] != 0) {
            for (int window : pool.windowsOf(h * grid.width() + w)) {
              touchWindow(c, window, t, round);
            }
          }
        }
      }
    }
  }

  private void touchWindow(int c, int window, double t, int round) {
    int o = c * outGrid.plane() + window;
    if (stamp[o] == round) {
      return;
    }
    stamp[o] = round;
    if (touchedCount == touched.length) {
      touched = Arrays.copyOf(touched, 2 * touchedCount);
    }
    if (touched[touchedCount] == null) {
      touched[touchedCount] = new Touched();
    }
    Touched next = touched[touchedCount++];
    next.channel = c;
    next.window = window;
    next.tie = goOn(c, window, t);
    next.before = slope[winner[o]];
  }

  private void turn(int k) {
    Breakpoints breakpoints = in.breakpoints();
    int source = breakpoints.from(k);
    for (int c = breakpoints.edge(k, 0); c < breakpoints.edge(k, 1); c++) {
      for (int h = breakpoints.edge(k, 2); h < breakpoints.edge(k, 3); h++) {
        for (int w = breakpoints.edge(k, 4); w < breakpoints.edge(k, 5); w++) {
          double change = breakpoints.values()[source++];
          if (change != 0) {
            int unit = c * grid.plane() + h * grid.width() + w;
            value[unit] += slope[unit] * (breakpoints.at(k) - seen[unit]);
            seen[unit] = breakpoints.at(k);
            slope[unit] += change;
          }
        }
      }
    }
    emit(k);
  }

  private void emit(int k) {
    Breakpoints breakpoints = in.breakpoints();
    int top = outGrid.height();
    int bottom = 0;
    int left = outGrid.width();
    int right = 0;
    for (int i = 0; i < touchedCount; i++) {
      int row = touched[i].window / outGrid.width();
      int column = touched[i].window % outGrid.width();
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
    }
    int first = breakpoints.edge(k, 0);
    int to = out.add(breakpoints.at(k), first, breakpoints.edge(k, 1), top, bottom, left, right);
    boolean any = false;
    for (int i = 0; i < touchedCount; i++) {
      Touched one = touched[i];
      int o = one.channel * outGrid.plane() + one.window;
      if (one.tie) {
        takeTie(o, one.channel, one.window, breakpoints.at(k));
      }
      double change = slope[winner[o]] - one.before;
      int row = one.window / outGrid.width() - top;
      int column = one.window % outGrid.width() - left;
      int channel = one.channel - first;
      out.values()[to + (channel * (bottom - top) + row) * (right - left) + column] = change;
      any |= change != 0;
    }
    if (!any) {
      out.removeLast();
    }
  }

  private double valueAt(int unit, double t) {
    return value[unit] + slope[unit] * (t - seen[unit]);
  }

  /** Where lines meet exactly at a breakpoint, the one that rises most goes on. */
  private void takeTie(int o, int c, int window, double t) {
    double largest = valueAt(winner[o], t);
    for (int i = pool.start(window); i < pool.start(window + 1); i++) {
      int j = c * grid.plane() + pool.pixel(i);
      if (slope[j] > slope[winner[o]] && valueAt(j, t) == largest) {
        winner[o] = j;
      }
    }
  }

  /**
   * Goes on to {@code t}. A line that is above all others at both ends is so in between.
   *
   * @return whether another value is as large there, or has just become the largest
   */
  private boolean goOn(int c, int window, double t) {
    int o = c * outGrid.plane() + window;
    int w = winner[o];
    double largest = valueAt(w, t);
    int end = pool.start(window + 1);
    for (int i = pool.start(window); i < end; i++) {
      int j = c * grid.plane() + pool.pixel(i);
      if (j != w && !(valueAt(j, t) < largest)) {
        walk(o, c, window, t);
        return true;
      }
    }
    walked[o] = t;
    return false;
  }

  /** Follows the upper envelope up to {@code t}. */
  private void walk(int o, int c, int window, double t) {
    int first = pool.start(window);
    int end = pool.start(window + 1);
    while (true) {
      int w = winner[o];
      int next = -1;
      double soonest = t - walked[o];
      for (int i = first; i < end; i++) {
        int j = c * grid.plane() + pool.pixel(i);
        if (slope[j] > slope[w]) {
          double wait =
              Math.max(0, (valueAt(w, walked[o]) - valueAt(j, walked[o])) / (slope[j] - slope[w]));
          if (wait < soonest || (wait == soonest && next >= 0 && slope[j] > slope[next])) {
            soonest = wait;
            next = j;
          }
        }
      }
      if (next < 0) {
        break;
      }
      walked[o] += soonest;
      out.addOne(walked[o], outGrid, o, slope[next] - slope[w]);
      breaks.add(walked[o]);
      winner[o] = next;
    }
    walked[o] = t;
  }
}
