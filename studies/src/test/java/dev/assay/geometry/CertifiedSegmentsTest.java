package dev.assay.geometry;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Workers;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CertifiedSegmentsTest {
  private static final int SEGMENTS = 16;

  static List<Architecture> architectures() {
    return Nets.all();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void agreesWithTheVisitOfEveryPiece(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 1);
    int n = network.length();
    float[] a = Nets.points(1, SEGMENTS * n);
    float[] b = Nets.points(2, SEGMENTS * n);
    try (Workers workers = new Workers(2)) {
      List<SegmentClasses> exact = SegmentMethod.exact(network, workers).classes(a, b, SEGMENTS);
      List<SegmentClasses> certified =
          SegmentMethod.certified(network, workers).classes(a, b, SEGMENTS);
      for (int s = 0; s < SEGMENTS; s++) {
        assertThat(certified.get(s).status()).isEqualTo(Status.OK);
        assertThat(certified.get(s).method()).isEqualTo(Method.CERTIFIED);
        assertThat(certified.get(s).classes()).isEqualTo(exact.get(s).classes());
        assertThat(certified.get(s).at()).containsExactly(exact.get(s).at(), within(1e-9));
      }
    }
  }

  /** Whatever is visited, and what is bounded. */
  @ParameterizedTest
  @MethodSource("architectures")
  void agreesWhereverBoundsBegin(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 2);
    int n = network.length();
    int count = 6;
    float[] a = Nets.points(7, count * n);
    float[] b = Nets.points(8, count * n);
    int fewer = 0;
    try (Workers workers = new Workers(2)) {
      List<SegmentClasses> exact = SegmentMethod.exact(network, workers).classes(a, b, count);
      for (int cut = 1; cut < network.pooledFirst().size(); cut++) {
        List<SegmentClasses> certified =
            new CertifiedSegments(network, workers, cut).classes(a, b, count);
        for (int s = 0; s < count; s++) {
          assertThat(certified.get(s).status()).isEqualTo(Status.OK);
          assertThat(certified.get(s).known()).isEqualTo(1);
          assertThat(certified.get(s).classes()).isEqualTo(exact.get(s).classes());
          assertThat(certified.get(s).at()).containsExactly(exact.get(s).at(), within(1e-9));
          fewer += certified.get(s).breakpoints() < exact.get(s).breakpoints() ? 1 : 0;
        }
      }
    }
    assertThat(fewer).as("bounds decide somewhere").isGreaterThan(2);
  }

  /** Eight convolutions: norms multiply to far more than bounds of all stages could use. */
  @Test
  void deepNetworksAreVisitedInTheirBeginning() {
    List<Layer> layers = new ArrayList<>();
    for (int block = 0; block < 8; block++) {
      layers.add(conv(6, kernel(3).padding(1)));
      layers.add(batchNorm());
      layers.add(relu());
      if (block % 3 == 2) {
        layers.add(maxPool(2));
      }
    }
    layers.add(flatten());
    layers.add(dense(4));
    Architecture architecture =
        Architecture.of(Shape.image(2, 12, 12), layers.toArray(Layer[]::new));
    PiecewiseLinear network = Nets.network(architecture, 1);
    float[] a = Nets.points(1, 8 * network.length());
    float[] b = Nets.points(2, 8 * network.length());
    int changes = 0;
    try (Workers workers = new Workers(2)) {
      List<SegmentClasses> exact = SegmentMethod.exact(network, workers).classes(a, b, 8);
      List<SegmentClasses> certified = SegmentMethod.certified(network, workers).classes(a, b, 8);
      for (int s = 0; s < 8; s++) {
        assertThat(certified.get(s).classes()).isEqualTo(exact.get(s).classes());
        assertThat(certified.get(s).at()).containsExactly(exact.get(s).at(), within(1e-9));
        assertThat(certified.get(s).breakpoints()).isLessThan(exact.get(s).breakpoints());
        changes += exact.get(s).changes();
      }
    }
    assertThat(changes).isGreaterThan(2);
  }

  /** Without what comes behind it. */
  @ParameterizedTest
  @MethodSource("architectures")
  void theFirstChangeIsThatOfTheVisit(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 1);
    ChordBounds bounds = new ChordBounds(network);
    int n = network.length();
    int segments = 4 * SEGMENTS;
    int none = 0;
    for (int s = 0; s < segments; s++) {
      // short ones and long ones
      double reach = Math.pow(4, s % 6 - 2);
      float[] from = Nets.points(3 + s, n);
      float[] towards = Nets.points(50 + s, n);
      double[] start = new double[n];
      double[] direction = new double[n];
      Arrays.setAll(start, i -> from[i]);
      Arrays.setAll(direction, i -> reach * towards[i]);
      SegmentWalk visit = again(network, start, direction);
      visit.walk(0, 1);
      OptionalDouble expected = visit.result().first();
      OptionalDouble first =
          endOfLead(bounds, network, start, direction, visit.result().classes()[0]);
      assertThat(first.isPresent()).isEqualTo(expected.isPresent());
      int other = visit.result().classes()[0] == 0 ? 1 : 0;
      assertThat(endOfLead(bounds, network, start, direction, other)).hasValue(0);
      if (first.isPresent()) {
        assertThat(first.getAsDouble()).isEqualTo(expected.getAsDouble(), within(1e-9));
      } else {
        none++;
      }
    }
    assertThat(none).isBetween(1, segments - 1);
  }

  private static OptionalDouble endOfLead(
      ChordBounds bounds, PiecewiseLinear network, double[] start, double[] direction, int winner) {
    Lead lead = new Lead(winner);
    SegmentWalk walk =
        new SegmentWalk(network, start, direction, SegmentWalk.BUDGET, lead, Effort.unlimited());
    new CertifiedWalk(bounds, walk).follow(lead);
    return lead.end();
  }

  private static SegmentWalk again(PiecewiseLinear network, double[] start, double[] direction) {
    return new SegmentWalk(network, start, direction, SegmentWalk.BUDGET);
  }

  /** A class that wins on a stretch of {@code 1 / steepness} around {@code centre} alone. */
  private static PiecewiseLinear spike(double centre, double steepness) {
    Architecture architecture = Nets.mlp(1, 3, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    float s = (float) steepness;
    float c = (float) (-steepness * centre);
    System.arraycopy(new float[] {s, s, s}, 0, parameters.get("layers.0.weight"), 0, 3);
    System.arraycopy(new float[] {c + 1, c, c - 1}, 0, parameters.get("layers.0.bias"), 0, 3);
    System.arraycopy(new float[] {0, 0, 0, 1, -2, 1}, 0, parameters.get("layers.2.weight"), 0, 6);
    System.arraycopy(new float[] {0.5f, 0}, 0, parameters.get("layers.2.bias"), 0, 2);
    return PiecewiseLinear.of(architecture, parameters, 0);
  }

  @Test
  void aNarrowClassBetweenAllPointsIsFound() {
    float[] a = {0};
    float[] b = {1};
    try (Workers workers = new Workers(1)) {
      for (double steepness : new double[] {10, 1e3, 1e5, 1e6}) {
        for (double centre : new double[] {0.3, 0.5, 0.7123}) {
          SegmentClasses found =
              SegmentMethod.certified(spike(centre, steepness), workers).classes(a, b, 1).get(0);
          assertThat(found.classes()).containsExactly(0, 1, 0);
          assertThat(found.at()[0]).isEqualTo(centre - 0.5 / steepness, within(1e-6));
          assertThat(found.at()[1]).isEqualTo(centre + 0.5 / steepness, within(1e-6));
        }
      }
    }
  }

  /** Weights of whole numbers: units that are zero for a while, breakpoints at one place, ties. */
  @ParameterizedTest
  @MethodSource("architectures")
  void tiesAndZerosAreDecidedAsByTheVisit(Architecture architecture) {
    for (long seed = 0; seed < 3; seed++) {
      Map<String, float[]> parameters = Nets.parameters(architecture, seed);
      parameters.forEach(
          (name, values) -> {
            for (int i = 0; i < values.length && !name.contains("variance"); i++) {
              values[i] = Math.round(2 * values[i]);
            }
          });
      PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
      int n = network.length();
      float[] a = Nets.points(seed, 6 * n);
      float[] b = Nets.points(seed + 10, 6 * n);
      for (int i = 0; i < a.length; i++) {
        a[i] = Math.round(a[i]);
        // a part of the input stays as it is
        b[i] = i % 3 == 0 ? a[i] : Math.round(b[i]);
      }
      try (Workers workers = new Workers(1)) {
        List<SegmentClasses> exact = SegmentMethod.exact(network, workers).classes(a, b, 6);
        List<SegmentClasses> certified = SegmentMethod.certified(network, workers).classes(a, b, 6);
        for (int s = 0; s < 6; s++) {
          assertThat(certified.get(s).classes()).isEqualTo(exact.get(s).classes());
          assertThat(certified.get(s).at()).containsExactly(exact.get(s).at(), within(1e-9));
        }
      }
    }
  }

  @Test
  void classesThatAreAlwaysEqualAreVisited() {
    Architecture architecture = Nets.mlp(3, 8, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, 2);
    float[] weights = parameters.get("layers.2.weight");
    System.arraycopy(weights, 0, weights, 8, 8);
    float[] bias = parameters.get("layers.2.bias");
    bias[0] = 9;
    bias[1] = 9;
    try (Workers workers = new Workers(1)) {
      SegmentClasses found =
          SegmentMethod.certified(PiecewiseLinear.of(architecture, parameters, 0), workers)
              .classes(Nets.points(1, 3), Nets.points(2, 3), 1)
              .get(0);
      assertThat(found.classes()[0]).isZero();
      assertThat(found.classes()).doesNotContain(1);
    }
  }

  /** What the exact method does not know either has the same status. */
  @Test
  void overflowInTheMiddleIsNoAnswer() {
    Architecture architecture = Nets.mlp(2, 6, 6, 3);
    for (float factor : new float[] {1e10f, 1e15f, 1e19f, 3e19f, 1e25f}) {
      Map<String, float[]> parameters = Nets.parameters(architecture, 7);
      for (String layer : List.of("layers.0.weight", "layers.2.weight")) {
        float[] weights = parameters.get(layer);
        for (int i = 0; i < weights.length; i++) {
          weights[i] *= factor;
        }
      }
      PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
      try (Workers workers = new Workers(1)) {
        float[] a = Nets.points(3, 2);
        float[] b = Nets.points(4, 2);
        SegmentClasses exact = SegmentMethod.exact(network, workers).classes(a, b, 1).get(0);
        SegmentClasses certified =
            SegmentMethod.certified(network, workers).classes(a, b, 1).get(0);
        assertThat(certified.status()).isEqualTo(exact.status());
        assertThat(certified.classes()).isEqualTo(exact.classes());
      }
    }
  }

  @Test
  void whatFloatCannotHoldHasAStatus() {
    Architecture architecture = Nets.mlp(2, 4, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, 6);
    float[] weights = parameters.get("layers.2.weight");
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= 1e6f;
    }
    PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
    try (Workers workers = new Workers(1)) {
      List<SegmentClasses> results =
          SegmentMethod.certified(network, workers)
              .classes(new float[] {1, 2, 1e38f, 0}, new float[] {1, 2, -1e38f, 0}, 2);
      assertThat(results.get(0).status()).isEqualTo(Status.ZERO_LENGTH);
      assertThat(results.get(1).status()).isEqualTo(Status.NON_FINITE);
    }
  }
}
