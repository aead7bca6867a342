package dev.assay.geometry;

import java.util.OptionalDouble;

/**
 * Follows by how much one class leads all others along a segment, up to where it does not: where
 * another logit is as high, whichever comes first among equals, and even if it never is higher.
 * Logits that only rounding keeps apart are equal.
 */
final class Lead implements Trail {
  /** Of the largest logit: sums of many terms are not more exact than that. */
  static final double ROUNDING = 1e-12;

  private final int winner;
  private double end = Double.NaN;

  Lead(int winner) {
    this.winner = winner;
  }

  /** The first position at which the class does not win alone; empty for none so far. */
  OptionalDouble end() {
    return Double.isNaN(end) ? OptionalDouble.empty() : OptionalDouble.of(end);
  }

  @Override
  public void add(double at, int other) {
    if (Double.isNaN(end) && other != winner) {
      end = at;
    }
  }

  @Override
  public void follow(Curve logits) {
    double[] value = logits.values();
    double[] slope = logits.slopes();
    Breakpoints breakpoints = logits.breakpoints();
    int[] order = breakpoints.order();
    double at = logits.start();
    for (int i = 0; i <= order.length && Double.isNaN(end); i++) {
      double next = i < order.length ? breakpoints.at(order[i]) : logits.end();
      piece(value, slope, at, next);
      for (int k = 0; k < value.length; k++) {
        value[k] += slope[k] * (next - at);
      }
      at = next;
      if (i < order.length) {
        int first = breakpoints.edge(order[i], 0);
        for (int k = first; k < breakpoints.edge(order[i], 1); k++) {
          slope[k] += breakpoints.values()[breakpoints.from(order[i]) + k - first];
        }
      }
    }
  }

  /** Looks where the logits are lines. */
  private void piece(double[] value, double[] slope, double from, double to) {
    double largest = 0;
    for (int k = 0; k < value.length; k++) {
      largest = Math.max(largest, Math.abs(value[k]));
    }
    double slack = ROUNDING * largest;
    double reach = to - from;
    double shortest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < value.length; k++) {
      if (k == winner) {
        continue;
      }
      double lead = value[winner] - value[k];
      double loss = slope[k] - slope[winner];
      if (lead <= slack) {
        shortest = 0;
      } else if (lead - loss * reach <= slack) {
        shortest = Math.min(shortest, Math.min(reach, lead / loss));
      }
    }
    if (shortest <= reach) {
      end = from + shortest;
    }
  }
}
