package dev.assay.geometry;

/**
 * Follows the largest logit along a curve: the upper envelope of K lines on each piece. At a single
 * point where several are equal the first of them wins, as everywhere; lines that only rounding
 * keeps apart are equal.
 */
final class LogitWalk {
  /** Of the largest values or slopes so far: sums of many of them are not more exact than that. */
  private static final double ROUNDING = 1e-13;

  private final Curve curve;
  private final double[] value;
  private final double[] slope;
  private final Stretches stretches = new Stretches();
  private double largestValue;
  private double largestSlope;
  private double at;
  private int winner;

  private LogitWalk(Curve curve) {
    this.curve = curve;
    value = curve.values();
    slope = curve.slopes();
    at = curve.start();
  }

  static Stretches along(Curve curve) {
    return new LogitWalk(curve).run();
  }

  private Stretches run() {
    Breakpoints breakpoints = curve.breakpoints();
    int[] order = breakpoints.order();
    winner = argmax();
    settle();
    for (int i = 0; i < order.length; ) {
      walk(breakpoints.at(order[i]));
      for (; i < order.length && breakpoints.at(order[i]) <= at; i++) {
        int first = breakpoints.edge(order[i], 0);
        for (int k = first; k < breakpoints.edge(order[i], 1); k++) {
          slope[k] += breakpoints.values()[breakpoints.from(order[i]) + k - first];
        }
      }
      settle();
    }
    walk(curve.end());
    stretches.add(at, firstOfEquals());
    return stretches;
  }

  /** Notes the class at this very point, and the one from here on. */
  private void settle() {
    for (int k = 0; k < value.length; k++) {
      largestValue = Math.max(largestValue, Math.abs(value[k]));
      largestSlope = Math.max(largestSlope, Math.abs(slope[k]));
    }
    int here = firstOfEquals();
    stretches.add(at, here);
    double largest = value[winner];
    winner = here;
    for (int k = here + 1; k < value.length; k++) {
      if (value[k] == largest && slope[k] > slope[winner] && !same(k, winner)) {
        winner = k;
      }
    }
    stretches.add(at, winner);
  }

  private int argmax() {
    int best = 0;
    for (int k = 1; k < value.length; k++) {
      best = value[k] > value[best] ? k : best;
    }
    return best;
  }

  /** The first class whose logit equals the winner's. */
  private int firstOfEquals() {
    for (int k = 0; k < winner; k++) {
      if (value[k] == value[winner] || same(k, winner)) {
        return k;
      }
    }
    return winner;
  }

  /** Whether two logits are one line, as far as can be told. */
  private boolean same(int i, int k) {
    return Math.abs(value[i] - value[k]) <= ROUNDING * largestValue
        && Math.abs(slope[i] - slope[k]) <= ROUNDING * largestSlope;
  }

  private void walk(double t) {
    while (true) {
      int next = -1;
      double soonest = t - at;
      for (int k = 0; k < value.length; k++) {
        if (slope[k] > slope[winner] && !same(k, winner)) {
          double wait = Math.max(0, (value[winner] - value[k]) / (slope[k] - slope[winner]));
          if (wait < soonest || (wait == soonest && next >= 0 && slope[k] > slope[next])) {
            soonest = wait;
            next = k;
          }
        }
      }
      if (next < 0) {
        advance(t);
        return;
      }
      advance(at + soonest);
      value[winner] = Math.max(value[winner], value[next]);
      value[next] = value[winner];
      int before = winner;
      winner = next;
      int here = firstOfEquals();
      if (here != before) {
        // a class before both that reaches exactly this value has this one point
        stretches.add(at, here);
      }
      stretches.add(at, winner);
    }
  }

  private void advance(double t) {
    for (int k = 0; k < value.length; k++) {
      value[k] += slope[k] * (t - at);
    }
    at = t;
  }
}
