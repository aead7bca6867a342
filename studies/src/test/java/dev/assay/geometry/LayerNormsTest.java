package dev.assay.geometry;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.leakyRelu;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static dev.assay.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerNormsTest {
  private static final LinearAlgebra JAVA = LinearAlgebra.java();

  private static LayerNorms norms(Architecture architecture, Map<String, float[]> weights) {
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, architecture, 1);
        Network before = new Network(backend, architecture, 2)) {
      network.parameters().set(weights);
      return LayerNorms.of(network, before);
    }
  }

  /** Two products by hand, from 0. */
  @Test
  void ofMatricesByHand() {
    Architecture architecture = Architecture.of(Shape.vector(2), dense(2), relu(), dense(2));
    Map<String, float[]> weights =
        Map.of(
            "layers.0.weight", new float[] {3, 0, 0, -4},
            "layers.0.bias", new float[] {9, 9},
            "layers.2.weight", new float[] {1, 1, 1, -1},
            "layers.2.bias", new float[] {7, 7});

    LayerNorms norms = norms(architecture, weights);

    assertThat(norms.depth()).isEqualTo(2);
    assertThat(norms.weights()).isEqualTo(8);
    assertThat(norms.squares()).containsExactly(25, 4);
    assertThat(norms.spectral()).containsExactly(new double[] {4, Math.sqrt(2)}, within(1e-5));
    // 9 and 16 behind the first product, their sum behind both outputs of the second
    assertThat(norms.path()).isEqualTo(50);
  }

  @Test
  void activationsDoNotMatter() {
    Map<String, float[]> weights =
        Map.of(
            "layers.0.weight", new float[] {3, 1, 2, -4},
            "layers.0.bias", new float[] {9, 9},
            "layers.2.weight", new float[] {1, 1, 1, -1},
            "layers.2.bias", new float[] {7, 7});

    LayerNorms bent = norms(Architecture.of(Shape.vector(2), dense(2), tanh(), dense(2)), weights);
    LayerNorms leaky =
        norms(Architecture.of(Shape.vector(2), dense(2), leakyRelu(), dense(2)), weights);

    // 9 + 1 and 4 + 16 behind the first product
    assertThat(bent.path()).isEqualTo(60);
    assertThat(bent).usingRecursiveComparison().isEqualTo(leaky);
  }

  /** The largest singular value of the whole operator, and weights that are counted once each. */
  @Test
  void ofConvolutionsAsMatrices() {
    Architecture architecture =
        Architecture.of(
            Shape.image(2, 6, 5),
            conv(3, kernel(3).padding(1)),
            batchNorm(),
            relu(),
            maxPool(2),
            conv(4, kernel(3).padding(1)),
            relu(),
            flatten(),
            dense(3));
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, architecture, 3);
        Network before = new Network(backend, architecture, 4)) {
      LayerNorms norms = LayerNorms.of(network, before);

      assertThat(norms.weights()).isEqualTo(3 * 2 * 9 + 4 * 3 * 9 + 3 * 4 * 3 * 2);
      int product = 0;
      for (AffineMap map : PiecewiseLinear.products(architecture, network.parameters().values())) {
        assertThat(norms.spectral()[product]).isCloseTo(singular(map), within(1e-5));
        assertThat(norms.spectral()[product]).isLessThanOrEqualTo(map.norm());
        product++;
      }
      float[] first = network.parameters().values().get("layers.4.weight");
      float[] second = before.parameters().values().get("layers.4.weight");
      double moved = 0;
      for (int i = 0; i < first.length; i++) {
        moved += Math.pow((double) first[i] - second[i], 2);
      }
      assertThat(norms.moved()[1]).isCloseTo(moved, within(1e-9));
      assertThat(LayerNorms.of(network, network).movedSpectral()).containsOnly(0);
    }
  }

  /** Strides, paddings and kernels that the transpose takes in several ways; and no gap. */
  @ParameterizedTest
  @CsvSource({"3,1,1", "3,2,1", "5,2,0", "1,1,0", "2,2,0", "1,1,2", "4,3,2"})
  void ofConvolutionsWithStrides(int size, int stride, int padding) {
    Architecture architecture =
        Architecture.of(
            Shape.image(3, 9, 8),
            conv(5, kernel(size).stride(stride).padding(padding)),
            flatten(),
            dense(2));
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, architecture, 5)) {
      for (AffineMap map : PiecewiseLinear.products(architecture, network.parameters().values())) {
        double exact = singular(map);
        assertThat(Bidiagonal.largest(map)).isCloseTo(exact, withinPercentage(1e-3));
      }
    }
  }

  private static double singular(AffineMap map) {
    int n = map.in().size();
    int m = map.out().size();
    double[] unit = new double[n * n];
    for (int i = 0; i < n; i++) {
      unit[i * n + i] = 1;
    }
    double[] columns = new double[n * m];
    map.multiply(unit, n, columns);
    double[] gram = new double[m * m];
    JAVA.addOuterProducts(columns, n, m, gram);
    return Math.sqrt(DoubleStream.of(JAVA.symmetricEigen(gram, m).values()).max().orElseThrow());
  }
}
