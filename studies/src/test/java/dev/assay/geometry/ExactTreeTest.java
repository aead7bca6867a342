package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.geometry.ExactTree.Node;
import dev.assay.geometry.ExactTree.Question;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.LeakyRelu;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExactTreeTest {
  private static final double ALL = Double.POSITIVE_INFINITY;
  private static final Offset<Double> CLOSE = within(1e-6);

  private static ExactTree on(PiecewiseLinear network, double low, double high) {
    double[] lows = new double[network.length()];
    double[] highs = new double[network.length()];
    Arrays.fill(lows, low);
    Arrays.fill(highs, high);
    return ExactTree.of(network, lows, highs, 10_000);
  }

  private static List<Double> thresholds(Node node) {
    List<Double> found = new ArrayList<>();
    if (node instanceof Question question) {
      found.addAll(thresholds(question.off()));
      found.add(question.threshold());
      found.addAll(thresholds(question.on()));
    }
    return found;
  }

  /** One input, two layers of two units, slope 0.3 below zero. */
  private static PiecewiseLinear line() {
    return PiecewiseLinear.of(
        Architecture.of(
            Shape.vector(1),
            Layers.dense(2),
            new LeakyRelu(0.3f),
            Layers.dense(2),
            new LeakyRelu(0.3f),
            Layers.dense(1)),
        Map.of(
            "layers.0.weight", new float[] {1, -1},
            "layers.0.bias", new float[] {-0.5f, -0.5f},
            "layers.2.weight", new float[] {2, 1, 1, 2},
            "layers.2.bias", new float[] {-0.5f, -1},
            "layers.4.weight", new float[] {1, -1},
            "layers.4.bias", new float[] {0}),
        0);
  }

  /** Worked out by hand. */
  @Test
  void thresholdsInClosedForm() {
    ExactTree tree = on(line(), -2.5, 2.5);

    assertThat(tree.leaves()).hasSize(5);
    double[] expected = {-1.264706, -0.5, 0.5, 0.970588};
    double[] found = thresholds(tree.root()).stream().mapToDouble(t -> t).sorted().toArray();
    assertThat(found).hasSize(4);
    IntStream.range(0, 4).forEach(i -> assertThat(found[i]).isCloseTo(expected[i], CLOSE));
  }

  @Test
  void onTheWholeLine() {
    ExactTree tree = on(line(), -ALL, ALL);

    assertThat(tree.leaves()).hasSize(7);
    assertThat(thresholds(tree.root()).stream().mapToDouble(t -> t).sorted().toArray())
        .satisfies(
            found -> {
              assertThat(found[0]).isCloseTo(-3.25, CLOSE);
              assertThat(found[5]).isCloseTo(4.5, CLOSE);
            });
    assertThat(on(line(), 1, ALL).leaves()).hasSize(2);
    assertThat(on(line(), -0.4, 0.4).leaves()).hasSize(1);
  }

  /** The tree is the network, at any point of the domain, also at thresholds. */
  @Test
  void answersAsTheNetwork() {
    int round = 0;
    for (int[] widths : new int[][] {{1, 6, 5, 2}, {2, 5, 4, 3}, {3, 4, 3, 2}, {4, 3, 3}}) {
      Architecture architecture = Nets.mlp(widths);
      PiecewiseLinear network = Nets.network(architecture, ++round);
      ExactTree tree = on(network, -2, 2);
      int n = widths[0];
      for (int p = 0; p < 500; p++) {
        double[] x = new double[n];
        long key = Streams.key(round, p);
        Arrays.setAll(x, i -> 4 * Streams.uniform53(key, i) - 2);
        double[] expected = network.logits(x, 1);
        double[] found = tree.leaf(x).logits(x);
        for (int k = 0; k < expected.length; k++) {
          assertThat(found[k]).isCloseTo(expected[k], within(1e-9));
        }
      }
      for (ExactTree.Leaf leaf : tree.leaves()) {
        assertThat(tree.leaf(leaf.inside())).isSameAs(leaf);
        assertThat(Arrays.stream(leaf.inside()).allMatch(x -> Math.abs(x) < 2)).isTrue();
      }
      for (double threshold : n == 1 ? thresholds(tree.root()) : List.<Double>of()) {
        double[] x = {threshold};
        assertThat(tree.leaf(x).logits(x)[0]).isCloseTo(network.logits(x, 1)[0], within(1e-9));
      }
    }
  }

  /** Leaves are the activation patterns that a fine grid of points shows, and those of insides. */
  @Test
  void leavesAreThePatternsThereAre() {
    for (long seed = 1; seed <= 12; seed++) {
      Architecture architecture = Nets.mlp(2, 4, 3, 2);
      Map<String, float[]> parameters = Nets.parameters(architecture, seed);
      PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
      ExactTree tree = on(network, -1, 1);
      Set<String> fromGrid = new TreeSet<>();
      int side = 300;
      for (int i = 0; i < side * side; i++) {
        double[] x = {(i % side + 0.5) * 2 / side - 1, (i / side + 0.5) * 2 / side - 1};
        fromGrid.add(pattern(parameters, x));
      }
      List<String> ofLeaves =
          tree.leaves().stream().map(leaf -> pattern(parameters, leaf.inside())).toList();

      assertThat(ofLeaves).doesNotHaveDuplicates();
      assertThat(ofLeaves).containsAll(fromGrid);
    }
  }

  /** Loops over weights. */
  private static String pattern(Map<String, float[]> parameters, double[] x) {
    StringBuilder pattern = new StringBuilder();
    double[] values = x;
    for (int layer = 0; layer < 4; layer += 2) {
      float[] weight = parameters.get("layers." + layer + ".weight");
      float[] bias = parameters.get("layers." + layer + ".bias");
      double[] next = new double[bias.length];
      for (int u = 0; u < bias.length; u++) {
        double z = bias[u];
        for (int i = 0; i < values.length; i++) {
          z += (double) weight[u * values.length + i] * values[i];
        }
        pattern.append(z > 0 ? '1' : '0');
        next[u] = Math.max(0, z);
      }
      values = next;
    }
    return pattern.toString();
  }

  /** Thousands of units have one answer each, one after the other. */
  @Test
  void aWideLayerIsNoDeepTree() {
    int units = 20_000;
    float[] weights = new float[units];
    float[] biases = new float[units];
    for (int i = 0; i < units; i++) {
      weights[i] = 1;
      biases[i] = i % 2 == 0 ? i + 1 : -i - 1;
    }
    biases[7] = -0.5f;
    PiecewiseLinear network =
        PiecewiseLinear.of(
            Architecture.of(Shape.vector(1), Layers.dense(units), Layers.relu(), Layers.dense(2)),
            Map.of(
                "layers.0.weight",
                weights,
                "layers.0.bias",
                biases,
                "layers.2.weight",
                new float[2 * units],
                "layers.2.bias",
                new float[2]),
            0);
    ExactTree tree = on(network, 0, 1);
    assertThat(thresholds(tree.root())).hasSize(1).first().isEqualTo(0.5);
    assertThat(((Question) tree.root()).value()).isEqualTo(7);
  }

  @Test
  void whatItCannotDoIsOneClearError() {
    PiecewiseLinear pooled =
        PiecewiseLinear.of(
            Architecture.of(Shape.image(1, 2, 2), Layers.maxPool(2), Layers.flatten()),
            Map.of(),
            0);
    assertThatThrownBy(() -> on(pooled, -1, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("max pooling");
    assertThatThrownBy(() -> on(line(), 1, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("domain of input 0");
    assertThatThrownBy(() -> ExactTree.of(line(), new double[] {-9}, new double[] {9}, 6))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("more than 6 leaves");
  }

  @Test
  void linearPrograms() {
    double[][] rows = {{1, 0}, {0, 1}, {1, 1}, {-1, 0}, {0, -1}};
    double[] found = Simplex.maximize(new double[] {2, 3}, rows, new double[] {4, 3, 5, 1, 1});
    assertThat(found[0]).isCloseTo(2, CLOSE);
    assertThat(found[1]).isCloseTo(3, CLOSE);
    // of any sign
    found = Simplex.maximize(new double[] {-1, -1}, rows, new double[] {4, 3, 5, 1, 2});
    assertThat(found[0]).isCloseTo(-1, CLOSE);
    assertThat(found[1]).isCloseTo(-2, CLOSE);
    assertThatThrownBy(
            () -> Simplex.maximize(new double[] {1}, new double[][] {{-1}}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
