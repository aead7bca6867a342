package dev.assay.geometry;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.geometry.LocalNetwork.Form;
import dev.assay.nn.Architecture;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalizerTest {

  static List<Architecture> architectures() {
    return Nets.all();
  }

  private static double[] vector(int n, long seed, double factor) {
    float[] drawn = Nets.points(seed, n);
    double[] vector = new double[n];
    Arrays.setAll(vector, i -> factor * drawn[i]);
    return vector;
  }

  private static double value(Form form, double x, double y, double[] remainders) {
    double value = form.plane()[0] + form.plane()[1] * x + form.plane()[2] * y;
    for (int k = 0; k < remainders.length; k++) {
      value += form.remainder(k) * remainders[k];
    }
    return value;
  }

  /** Anywhere on tiles of any size; arguments and remainders lie within their bounds. */
  @ParameterizedTest
  @MethodSource("architectures")
  void computesWhatTheNetworkDoes(Architecture architecture) {
    int[] hinges = hinges(Nets.network(architecture, 7), 9);
    assertThat(Arrays.stream(hinges).sum()).isGreaterThan(10);
    assertThat(hinges[hinges.length - 1]).as("a small tile is almost affine").isLessThan(5);
  }

  /** Windows whose inputs depend on hinges in front of them. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void computesMaximaOfWhatBends(long seed) {
    Architecture architecture =
        Architecture.of(
            Shape.image(1, 4, 4),
            conv(8, kernel(1)),
            relu(),
            conv(2, kernel(1)),
            maxPool(2),
            flatten(),
            dense(2));
    hinges(Nets.network(architecture, seed), 3);
  }

  /** Checks some tiles; returns how many hinges they have, those of the smallest ones last. */
  private static int[] hinges(PiecewiseLinear network, int levels) {
    int n = network.length();
    int[] found = new int[levels];
    double[] corner = vector(n, 1, 1);
    double[] right = vector(n, 2, 1);
    double[] up = vector(n, 3, 1);
    Localizer localizer = new Localizer(network, corner, right, up);
    for (int trial = 0; trial < 60; trial++) {
      int level = trial % levels;
      double size = Math.scalb(1.0, -level);
      double s = size * Streams.integer(trial, 0, 1 << level);
      double t = size * Streams.integer(trial, 1, 1 << level);
      LocalNetwork local = localizer.at(s, t, size, 10_000);
      found[level] = Math.max(found[level], local.hinges());
      for (int p = 0; p < 30; p++) {
        double x = Streams.uniform(trial, 2 * p + 10);
        double y = Streams.uniform(trial, 2 * p + 11);
        double[] remainders = new double[local.hinges()];
        for (int k = 0; k < remainders.length; k++) {
          double argument = value(local.hinge(k), x, y, Arrays.copyOf(remainders, k));
          remainders[k] = Math.max(argument, 0) - local.slope(k) * argument;
          assertThat(remainders[k]).isBetween(-1e-9, local.gap(k) + 1e-9);
        }
        double[] point = new double[n];
        Arrays.setAll(point, i -> corner[i] + (s + size * x) * right[i] + (t + size * y) * up[i]);
        double[] expected = network.logits(point, 1);
        for (int c = 0; c < expected.length; c++) {
          assertThat(value(local.logits()[c], x, y, remainders))
              .isCloseTo(expected[c], within(1e-9 * (1 + Math.abs(expected[c]))));
        }
      }
    }
    return found;
  }

  @Test
  void givesUpWhereThereAreTooManyHinges() {
    PiecewiseLinear network = Nets.network(Nets.mlp(3, 30, 30, 3), 1);
    Localizer localizer = new Localizer(network, vector(3, 1, 1), vector(3, 2, 2), vector(3, 3, 2));
    int hinges = localizer.at(0, 0, 1, 10_000).hinges();
    assertThat(hinges).isGreaterThan(10);
    assertThat(localizer.at(0, 0, 1, hinges)).isNotNull();
    assertThat(localizer.at(0, 0, 1, hinges - 1)).isNull();
    assertThat(localizer.at(0, 0, 1, 3)).isNull();
  }
}
