package dev.assay.geometry;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * How much of an output each input accounts for, at one point, by one backward pass (or one for
 * each step) in double precision. Nothing but the point, the baseline and the network goes into it.
 */
public final class Attribution {

  /** How an output is shared out. */
  public enum Rule {
    /**
     * {@code xᵢ ∂z/∂xᵢ}: z is affine around x, so it is {@code Σ xᵢ ∂z/∂xᵢ} and what biases
     * contribute.
     */
    GRADIENT_INPUT,
    /**
     * Integrated gradients {@code (xᵢ − x⁰ᵢ) ∫₀¹ ∂z/∂xᵢ (x⁰ + t (x − x⁰)) dt} (Sundararajan et al.
     * 2017), by Gauss and Legendre's rule with {@value #STEPS} points.
     */
    INTEGRATED_STEPS,
    /** The same exactly: gradients are constant on each linear piece of the segment. */
    INTEGRATED_EXACT,
    /**
     * DeepLIFT's rescale rule (Shrikumar et al. 2017): where a gradient has the slope of a ReLU,
     * {@code Δout / Δin} of its values at x and at x⁰ (the slope where Δin is below 1e-10). Under a
     * maximum, Δout goes to the first largest input of x or of x⁰, whichever is larger.
     */
    DEEP_LIFT,
    /**
     * LRP-ε (Bach et al. 2015): {@code Rᵢ = Σⱼ aᵢ wᵢⱼ Rⱼ / (zⱼ + ε sign zⱼ)} with ε = {@value
     * #EPSILON}, a sign of 0 counting as 1, from the output down. ReLUs pass relevance on, maxima
     * to their first largest input.
     */
    RELEVANCE
  }

  /** Points of {@link Rule#INTEGRATED_STEPS}. */
  public static final int STEPS = 50;

  /** Of {@link Rule#RELEVANCE}. */
  public static final double EPSILON = 0.01;

  private static final double SAME = 1e-10;
  private static final GaussLegendre RULE = GaussLegendre.of(STEPS);

  /**
   * What was found. But for rounding and the error of steps, inputs, biases and epsilon add up to
   * the difference.
   *
   * @param inputs what each input accounts for
   * @param difference what was shared out: {@code z(x) − z(x⁰)} where the rule has a baseline, else
   *     z(x)
   * @param biases what the biases of all layers take; 0 where the rule has a baseline
   * @param epsilon what ε takes; 0 but for {@link Rule#RELEVANCE}
   */
  public record Shares(double[] inputs, double difference, double biases, double epsilon) {

    /** What is missing: the difference less all that was given out. */
    public double missing() {
      return difference - DoubleStream.of(inputs).sum() - biases - epsilon;
    }
  }

  private final PiecewiseLinear network;
  private final Stage[] stages;
  private final double[][] constants;

  /** Of the outputs of a network. */
  public Attribution(PiecewiseLinear network) {
    this.network = network;
    stages = network.stages().toArray(Stage[]::new);
    constants = new double[stages.length][];
    for (int s = 0; s < stages.length; s++) {
      if (stages[s] instanceof AffineMap map) {
        constants[s] = new double[map.out().size()];
        map.addConstant(constants[s], 0);
      }
    }
  }

  /**
   * Shares an output out.
   *
   * @param point n values
   * @param baseline x⁰, n values; it does not matter for the first rule and the last
   * @param output which
   * @throws BadInputException if a value on the way is not finite
   */
  public Shares of(double[] point, double[] baseline, int output, Rule rule) {
    return switch (rule) {
      case GRADIENT_INPUT, RELEVANCE -> homogeneous(point, output, rule == Rule.RELEVANCE);
      case DEEP_LIFT -> rescaled(point, baseline, output);
      case INTEGRATED_STEPS -> integrated(point, baseline, output, RULE.nodes(), RULE.weights());
      case INTEGRATED_EXACT -> exact(point, baseline, output);
    };
  }

  /** Values before each stage, and behind the last. */
  private double[][] values(double[] point) {
    double[][] values = new double[stages.length + 1][];
    values[0] = point;
    for (int s = 0; s < stages.length; s++) {
      values[s + 1] = new double[stages[s].out().size()];
      stages[s].apply(values[s], 1, values[s + 1]);
    }
    for (double value : values[stages.length]) {
      if (!Double.isFinite(value)) {
        throw new BadInputException(
            Text.format("an output is %s; only finite numbers can be attributed to inputs", value));
      }
    }
    return values;
  }

  private double[] unit(int output) {
    double[] unit = new double[stages[stages.length - 1].out().size()];
    unit[output] = 1;
    return unit;
  }

  /** Gradient times input; with ε, each product of a layer is damped by it. */
  private Shares homogeneous(double[] point, int output, boolean damped) {
    double[][] values = values(point);
    double[] factors = unit(output);
    double biases = 0;
    double epsilon = 0;
    for (int s = stages.length - 1; s >= 0; s--) {
      if (stages[s] instanceof AffineMap map) {
        for (int j = 0; j < factors.length && damped; j++) {
          double z = values[s + 1][j];
          double more = z < 0 ? -EPSILON : EPSILON;
          factors[j] *= z / (z + more);
          epsilon += factors[j] * more;
        }
        for (int j = 0; j < factors.length; j++) {
          biases += factors[j] * constants[s][j];
        }
        factors = transposed(map, factors);
      } else {
        factors = slopes(stages[s], values[s], factors);
      }
    }
    return new Shares(times(factors, point), values[stages.length][output], biases, epsilon);
  }

  private static double[] times(double[] factors, double[] by) {
    double[] products = new double[by.length];
    Arrays.setAll(products, i -> factors[i] * by[i]);
    return products;
  }

  private static double[] transposed(AffineMap map, double[] factors) {
    double[] below = new double[map.in().size()];
    map.multiplyTransposed(factors, 1, below);
    return below;
  }

  /** Of a ReLU or a maximum, as backpropagation takes them. */
  private static double[] slopes(Stage stage, double[] x, double[] factors) {
    double[] below = new double[x.length];
    if (stage instanceof Maximum maximum) {
      int[] winners = maximum.winners(x, null);
      for (int o = 0; o < winners.length; o++) {
        below[winners[o]] += factors[o];
      }
    } else {
      Rectifier rectifier = (Rectifier) stage;
      Arrays.setAll(below, i -> x[i] > 0 || rectifier.passes(i) ? factors[i] : 0);
    }
    return below;
  }

  private double[] gradient(double[] point, int output) {
    double[][] values = values(point);
    double[] factors = unit(output);
    for (int s = stages.length - 1; s >= 0; s--) {
      factors =
          stages[s] instanceof AffineMap map
              ? transposed(map, factors)
              : slopes(stages[s], values[s], factors);
    }
    return factors;
  }

  private Shares rescaled(double[] point, double[] baseline, int output) {
    double[][] x = values(point);
    double[][] r = values(baseline);
    double[] factors = unit(output);
    for (int s = stages.length - 1; s >= 0; s--) {
      if (stages[s] instanceof AffineMap map) {
        factors = transposed(map, factors);
      } else if (stages[s] instanceof Maximum maximum) {
        factors = rescaledMaximum(maximum, x, r, s, factors);
      } else {
        factors = rescaledRectifier((Rectifier) stages[s], x[s], r[s], factors);
      }
    }
    return between(factors, point, baseline, x[stages.length][output] - r[stages.length][output]);
  }

  private static double[] rescaledRectifier(
      Rectifier stage, double[] x, double[] r, double[] factors) {
    double[] below = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double change = x[i] - r[i];
      double slope =
          Math.abs(change) < SAME
              ? (x[i] > 0 ? 1 : 0)
              : (Math.max(x[i], 0) - Math.max(r[i], 0)) / change;
      below[i] = stage.passes(i) ? factors[i] : slope * factors[i];
    }
    return below;
  }

  private static double[] rescaledMaximum(
      Maximum maximum, double[][] x, double[][] r, int s, double[] factors) {
    double[] below = new double[x[s].length];
    int[] ofPoint = maximum.winners(x[s], null);
    int[] ofBaseline = maximum.winners(r[s], null);
    for (int o = 0; o < factors.length; o++) {
      double change = x[s + 1][o] - r[s + 1][o];
      int winner = change >= 0 ? ofPoint[o] : ofBaseline[o];
      double own = x[s][winner] - r[s][winner];
      below[winner] += Math.abs(own) < SAME ? factors[o] : factors[o] * change / own;
    }
    return below;
  }

  private Shares between(double[] factors, double[] point, double[] baseline, double difference) {
    double[] way = new double[point.length];
    Arrays.setAll(way, i -> point[i] - baseline[i]);
    return new Shares(times(factors, way), difference, 0, 0);
  }

  private Shares exact(double[] point, double[] baseline, int output) {
    double[] way = new double[point.length];
    Arrays.setAll(way, i -> point[i] - baseline[i]);
    SegmentWalk walk = new SegmentWalk(network, baseline, way, SegmentWalk.BUDGET);
    walk.walk();
    double[] inner = walk.breaks().distinct();
    double[] middles = new double[inner.length + 1];
    double[] lengths = new double[inner.length + 1];
    for (int p = 0; p <= inner.length; p++) {
      double from = p == 0 ? 0 : inner[p - 1];
      double to = p == inner.length ? 1 : inner[p];
      middles[p] = (from + to) / 2;
      lengths[p] = to - from;
    }
    return integrated(point, baseline, output, middles, lengths);
  }

  private Shares integrated(
      double[] point, double[] baseline, int output, double[] at, double[] weights) {
    double[] sums = new double[point.length];
    double[] there = new double[point.length];
    for (int p = 0; p < at.length; p++) {
      double t = at[p];
      Arrays.setAll(there, i -> baseline[i] + t * (point[i] - baseline[i]));
      double[] gradient = gradient(there, output);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weights[p] * gradient[i];
      }
    }
    int last = stages.length;
    double difference = values(point)[last][output] - values(baseline)[last][output];
    return between(sums, point, baseline, difference);
  }
}
