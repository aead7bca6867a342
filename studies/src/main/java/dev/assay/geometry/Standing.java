package dev.assay.geometry;

/**
 * Which class wins at a point, and how surely.
 *
 * @param winner the class of the largest logit, the first of equals; −1 where a logit is beyond
 *     float32
 * @param rival the class of the largest of the others
 * @param lead by how much the winner's logit is larger
 * @param rounding by how much rounding in double precision may have changed the lead
 */
public record Standing(int winner, int rival, double lead, double rounding) {
  private static final double UNIT = Math.ulp(1.0) / 2;

  /** Rounding does not come near a lead that is larger, relative to the logits. */
  private static final double CLEAR = 1e-3;

  /** Whether one class wins, and no other as well: not on a boundary, as far as can be told. */
  public boolean alone() {
    return winner >= 0 && lead > rounding;
  }

  static Standing of(PiecewiseLinear network, double[] point) {
    double[] z = network.logits(point, 1);
    int winner = 0;
    double largest = 0;
    for (int k = 0; k < z.length; k++) {
      if (!(Math.abs(z[k]) <= Float.MAX_VALUE)) {
        return new Standing(-1, -1, Double.NaN, Double.NaN);
      }
      winner = z[k] > z[winner] ? k : winner;
      largest = Math.max(largest, Math.abs(z[k]));
    }
    int rival = -1;
    for (int k = 0; k < z.length; k++) {
      rival = k != winner && (rival < 0 || z[k] > z[rival]) ? k : rival;
    }
    double lead = rival < 0 ? Double.POSITIVE_INFINITY : z[winner] - z[rival];
    if (lead > CLEAR * largest) {
      return new Standing(winner, rival, lead, 0);
    }
    double[] errors = errors(network, point);
    double others = 0;
    for (int k = 0; k < z.length; k++) {
      // any of those that come as near may be the rival
      others = k == winner ? others : Math.max(others, errors[k] + z[k] - z[rival]);
    }
    return new Standing(winner, rival, lead, errors[winner] + others);
  }

  /** At most how much each logit is off: errors that enter a stage, and what its sums add. */
  private static double[] errors(PiecewiseLinear network, double[] point) {
    double[] values = point;
    double[] errors = new double[point.length];
    for (Stage stage : network.stages()) {
      double[] next = new double[stage.out().size()];
      double[] off = new double[next.length];
      stage.apply(values, 1, next);
      if (stage instanceof AffineMap map) {
        affine(map, values, errors, off);
      } else if (stage instanceof Maximum) {
        stage.apply(errors, 1, off);
      } else {
        off = errors;
      }
      values = next;
      errors = off;
    }
    return errors;
  }

  private static void affine(AffineMap map, double[] values, double[] errors, double[] off) {
    int n = values.length;
    double[] both = new double[2 * n];
    for (int i = 0; i < n; i++) {
      both[i] = errors[i];
      both[n + i] = Math.abs(values[i]);
    }
    double[] sums = new double[2 * off.length];
    map.absolute().multiply(both, 2, sums);
    double[] constant = new double[off.length];
    map.addConstant(constant, 0);
    double unit = 2 * (map.terms() + 8) * UNIT;
    for (int i = 0; i < off.length; i++) {
      off[i] = sums[i] + unit * (sums[off.length + i] + Math.abs(constant[i]));
    }
  }
}
