package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Workers;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.nn.Architecture;
import java.util.List;
import java.util.Map;
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
