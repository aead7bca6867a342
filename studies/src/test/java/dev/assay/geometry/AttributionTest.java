package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.geometry.Attribution.Rule;
import dev.assay.geometry.Attribution.Shares;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  private static double[] drawn(long key, int n) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> Streams.normal(key, i));
    return values;
  }

  /** Two inputs, two ReLUs, one output. */
  private static Attribution small() {
    return new Attribution(
        PiecewiseLinear.of(
            Architecture.of(Shape.vector(2), Layers.dense(2), Layers.relu(), Layers.dense(1)),
            Map.of(
                "layers.0.weight", new float[] {1, 2, -1, 1},
                "layers.0.bias", new float[] {-1, 0.5f},
                "layers.2.weight", new float[] {3, -2},
                "layers.2.bias", new float[] {0.25f}),
            0));
  }

  /** At (2, 1): pre-activations 3 and −0.5, output 9.25; at 0: −1 and 0.5, output −0.75. */
  @Test
  void byHand() {
    double[] x = {2, 1};
    double[] zero = {0, 0};

    Shares gradient = small().of(x, zero, 0, Rule.GRADIENT_INPUT);
    assertThat(gradient.inputs()).containsExactly(6, 6);
    assertThat(gradient.difference()).isEqualTo(9.25);
    assertThat(gradient.biases()).isEqualTo(-3 + 0.25);

    // the first unit rises by 3 of 4, the second falls by 0.5 of 1
    Shares lift = small().of(x, zero, 0, Rule.DEEP_LIFT);
    assertThat(lift.difference()).isEqualTo(10);
    assertThat(lift.inputs()[0]).isCloseTo(3 * 0.75 * 2 - 2 * 0.5 * -2, CLOSE);
    assertThat(lift.inputs()[1]).isCloseTo(3 * 0.75 * 2 - 2 * 0.5, CLOSE);

    // the first unit is on from t = 1/4, the second up to t = 1/2
    Shares exact = small().of(x, zero, 0, Rule.INTEGRATED_EXACT);
    assertThat(exact.inputs()[0]).isCloseTo(2 * (3 * 0.75 + 2 * 0.5), CLOSE);
    assertThat(exact.inputs()[1]).isCloseTo(6 * 0.75 - 2 * 0.5, CLOSE);

    double e = Attribution.EPSILON;
    double top = 9.25 / (9.25 + e);
    double unit = 3 * top * 3 / (3 + e);
    Shares relevance = small().of(x, zero, 0, Rule.RELEVANCE);
    assertThat(relevance.inputs()[0]).isCloseTo(2 * unit, CLOSE);
    assertThat(relevance.inputs()[1]).isCloseTo(2 * unit, CLOSE);
    assertThat(relevance.biases()).isCloseTo(0.25 * top - unit, CLOSE);
    assertThat(relevance.missing()).isCloseTo(0, CLOSE);
  }

  /** Whatever the layers: what is given out adds up. */
  @Test
  void nothingIsMissing() {
    int round = 0;
    for (Architecture architecture : Nets.all()) {
      PiecewiseLinear network =
          PiecewiseLinear.of(architecture, Nets.parameters(architecture, ++round), 0);
      Attribution attribution = new Attribution(network);
      int n = architecture.input().intSize();
      for (int sample = 0; sample < 3; sample++) {
        double[] x = drawn(Streams.key(round, sample), n);
        double[] baseline = sample == 0 ? new double[n] : drawn(Streams.key(-round, sample), n);
        double mean = Math.abs(network.logits(x, 1)[1]) + 0.1;
        for (Rule rule : Rule.values()) {
          Shares shares = attribution.of(x, baseline, 1, rule);
          double scale = Math.max(mean, Math.abs(shares.difference()));
          double allowed = rule == Rule.INTEGRATED_STEPS ? 0.25 : 1e-9;
          assertThat(Math.abs(shares.missing()))
              .as("%s of %s", rule, architecture)
              .isLessThan(allowed * scale);
        }
      }
    }
  }

  /** Against differences of values, and against sums of many of those. */
  @Test
  void gradientsAreSlopes() {
    Architecture architecture = Nets.mlp(6, 20, 20, 4);
    PiecewiseLinear network = PiecewiseLinear.of(architecture, Nets.parameters(architecture, 3), 0);
    Attribution attribution = new Attribution(network);
    double[] x = drawn(1, 6);
    double[] baseline = drawn(2, 6);

    double[] found = attribution.of(x, baseline, 2, Rule.GRADIENT_INPUT).inputs();
    double[] integrated = attribution.of(x, baseline, 2, Rule.INTEGRATED_EXACT).inputs();
    for (int i = 0; i < 6; i++) {
      assertThat(found[i]).isCloseTo(x[i] * slope(network, x, i), within(1e-5));
      int steps = 20_000;
      double sum = 0;
      for (int s = 0; s < steps; s++) {
        double t = (s + 0.5) / steps;
        double[] there = new double[6];
        Arrays.setAll(there, k -> baseline[k] + t * (x[k] - baseline[k]));
        sum += slope(network, there, i) / steps;
      }
      assertThat(integrated[i]).isCloseTo((x[i] - baseline[i]) * sum, within(2e-3));
    }
  }

  private static double slope(PiecewiseLinear network, double[] x, int input) {
    double step = 1e-7;
    double[] up = x.clone();
    double[] down = x.clone();
    up[input] += step;
    down[input] -= step;
    return (network.logits(up, 1)[2] - network.logits(down, 1)[2]) / (2 * step);
  }

  /** Exact up to degree 99; weights add up to 1. */
  @Test
  void gaussAndLegendre() {
    GaussLegendre rule = GaussLegendre.of(50);
    assertThat(DoubleStream.of(rule.weights()).sum()).isCloseTo(1, within(1e-13));
    for (int degree : new int[] {1, 7, 50, 99}) {
      double sum = 0;
      for (int i = 0; i < 50; i++) {
        sum += rule.weights()[i] * Math.pow(rule.nodes()[i], degree);
      }
      assertThat(sum).isCloseTo(1.0 / (degree + 1), within(1e-13));
    }
    assertThat(GaussLegendre.of(2).nodes()[0]).isCloseTo(0.5 - Math.sqrt(1 / 12.0), within(1e-15));
  }
}
