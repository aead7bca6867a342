package dev.assay.geometry;

import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.relu;
import static dev.assay.nn.Layers.residual;
import static dev.assay.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Workers;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PiecewiseLinearTest {
  private static final int COUNT = 9;

  static List<Architecture> architectures() {
    return Nets.all();
  }

  static Stream<Class<?>> kinds() {
    return kinds(Layer.class);
  }

  private static Stream<Class<?>> kinds(Class<?> kind) {
    return kind.isSealed()
        ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(PiecewiseLinearTest::kinds)
        : Stream.of(kind);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyLayerIsAmongTheNetworksOfThePackage(Class<?> kind) {
    Stream<Architecture> nets =
        Stream.concat(Nets.all().stream(), Stream.of(Nets.choosing(), Nets.bent()));
    assertThat(nets.flatMap(net -> net.layers().stream())).anyMatch(kind::isInstance);
  }

  @Test
  void whatIsNotPiecewiseLinearIsRefusedByName() {
    for (Architecture other : List.of(Nets.choosing(), Nets.bent())) {
      Map<String, float[]> parameters = Nets.parameters(other, 1);
      assertThatThrownBy(() -> PiecewiseLinear.of(other, parameters, 0))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("layer 1 (" + other.layers().get(1).kind() + ") is not");
    }
    Architecture inBranch = Architecture.of(Shape.vector(3), residual(dense(3), relu(), tanh()));
    Map<String, float[]> parameters = Nets.parameters(inBranch, 1);
    assertThatThrownBy(() -> PiecewiseLinear.of(inBranch, parameters, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("layer 0.0.2 (tanh) is not");
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void isTheNetworkAboveEveryCut(Architecture architecture) {
    try (Backend backend = new ReferenceBackend(1);
        Network network = new Network(backend, architecture, 1)) {
      network.parameters().set(Nets.parameters(architecture, 1));
      float[] inputs = Nets.points(1, COUNT * architecture.input().intSize());
      float[] logits = network.logits(inputs, COUNT);
      for (int cut = 0; cut <= architecture.depth(); cut++) {
        PiecewiseLinear above = PiecewiseLinear.of(network, cut);
        assertThat(above.input()).isEqualTo(architecture.shape(cut));
        float[] activations = network.activations(inputs, COUNT, cut);
        double[] points = new double[activations.length];
        Arrays.setAll(points, i -> activations[i]);
        double[] values = above.logits(points, COUNT);
        for (int i = 0; i < values.length; i++) {
          assertThat(values[i]).isCloseTo(logits[i], within(2e-5 * (1 + Math.abs(logits[i]))));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void linearOperatorsAndTheirTransposesAgree(Architecture architecture) {
    for (Stage stage : Nets.network(architecture, 2).stages()) {
      if (stage instanceof AffineMap map) {
        double[] x = doubles(Nets.points(3, map.in().size()));
        double[] y = doubles(Nets.points(4, map.out().size()));
        double[] forward = new double[y.length];
        double[] back = new double[x.length];
        map.multiply(x, 1, forward);
        map.multiplyTransposed(y, 1, back);
        double product = JavaAlgebra.dot(x.length, x, 0, back, 0);
        assertThat(JavaAlgebra.dot(y.length, y, 0, forward, 0))
            .isCloseTo(product, within(1e-10 * (1 + Math.abs(product))));
      }
    }
  }

  @Test
  void parametersThatAreNotFiniteAreBadInput() {
    Architecture architecture = Nets.mlp(2, 3, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    parameters.get("layers.2.weight")[4] = Float.NaN;
    assertThatThrownBy(() -> PiecewiseLinear.of(architecture, parameters, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("layer 2 (dense): value 4 of its weight is NaN");
  }

  @Test
  void javaAndBlasGiveTheSamePieces() {
    Architecture architecture = Nets.all().get(2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 5);
    int n = architecture.input().intSize();
    float[] a = Nets.points(1, n);
    float[] b = Nets.points(2, n);
    try (Workers workers = new Workers(1)) {
      SegmentClasses best =
          SegmentMethod.exact(PiecewiseLinear.of(architecture, parameters, 0), workers)
              .classes(a, b, 1)
              .get(0);
      SegmentClasses plain =
          SegmentMethod.exact(
                  PiecewiseLinear.of(architecture, parameters, 0, LinearAlgebra.java()), workers)
              .classes(a, b, 1)
              .get(0);
      assertThat(plain.pieces()).isEqualTo(best.pieces());
      assertThat(plain.classes()).isEqualTo(best.classes());
    }
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
