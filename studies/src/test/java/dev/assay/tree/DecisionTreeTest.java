package dev.assay.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionTreeTest {
  private static final TreeConfig WHOLE = TreeConfig.standard();

  private static DecisionTree grow(float[][] rows, int[] labels, TreeConfig config) {
    return DecisionTree.grow(
        Drawn.codes(rows), labels, Arrays.stream(labels).max().orElse(0) + 1, config);
  }

  private static double accuracy(DecisionTree tree, Features features, int[] labels) {
    int[] predicted = tree.predict(features);
    return IntStream.range(0, labels.length).filter(i -> predicted[i] == labels[i]).count()
        / (double) labels.length;
  }

  /** A configuration drawn at random, mostly without one limit or the other. */
  private static TreeConfig config(long key) {
    return new TreeConfig(
        1 + Streams.integer(key, 0, 3),
        Streams.integer(key, 1, 2) == 0 ? Integer.MAX_VALUE : Streams.integer(key, 2, 6),
        Streams.integer(key, 3, 2) == 0 ? Integer.MAX_VALUE : 1 + Streams.integer(key, 4, 12),
        0);
  }

  @Test
  void codesGrowAsTheDefinitionSays() {
    for (int round = 0; round < 300; round++) {
      long key = Streams.key(5, round);
      int count = 1 + Streams.integer(key, 0, round % 10 == 0 ? 150 : 40);
      int length = 1 + Streams.integer(key, 1, round % 10 == 0 ? 90 : 9);
      int classes = 1 + Streams.integer(key, 2, 5);
      float[][] rows = Drawn.rows(Streams.key(key, 3), count, length, 2);
      int[] labels = Drawn.labels(Streams.key(key, 4), count, classes);
      TreeConfig config = config(Streams.key(key, 5));

      new TreeOracle(rows, labels, classes, config)
          .check(DecisionTree.grow(Drawn.codes(rows), labels, classes, config));
    }
  }

  @Test
  void numbersGrowAsTheDefinitionSays() {
    for (int round = 0; round < 200; round++) {
      long key = Streams.key(6, round);
      int count = 1 + Streams.integer(key, 0, 40);
      int classes = 1 + Streams.integer(key, 1, 4);
      float[][] rows =
          Drawn.rows(Streams.key(key, 2), count, 1 + round % 5, 2 + Streams.integer(key, 3, 30));
      rows[0][0] = -0f;
      rows[count - 1][0] -= 7.25f;
      int[] labels = Drawn.labels(Streams.key(key, 4), count, classes);
      TreeConfig config = config(Streams.key(key, 5));

      new TreeOracle(rows, labels, classes, config)
          .check(DecisionTree.grow(Drawn.values(rows), labels, classes, config));
    }
  }

  /** 0 and 1 are numbers, too: another way to the same tree, with more samples than one block. */
  @Test
  void codesGrowAsTheSameNumbers() {
    float[][] rows = Drawn.rows(Streams.key(7, "rows"), 3000, 130, 2);
    int[] labels = Drawn.labels(Streams.key(7, "labels"), 3000, 10);

    DecisionTree codes = grow(rows, labels, WHOLE);
    DecisionTree numbers = DecisionTree.grow(Drawn.values(rows), labels, 10, WHOLE);

    assertThat(codes.nodes()).isEqualTo(numbers.nodes());
    for (int node = 0; node < codes.nodes(); node++) {
      assertThat(codes.isLeaf(node)).isEqualTo(numbers.isLeaf(node));
      assertThat(codes.equalSplits(node)).isEqualTo(numbers.equalSplits(node));
      assertThat(codes.samples(node)).isEqualTo(numbers.samples(node));
      if (!codes.isLeaf(node)) {
        assertThat(codes.feature(node)).isEqualTo(numbers.feature(node));
      }
    }
    assertThat(accuracy(codes, Drawn.codes(rows), labels)).isEqualTo(1);
  }

  /** A split that gains nothing by itself is made where the next one parts the classes. */
  @Test
  void exclusiveOr() {
    DecisionTree tree =
        grow(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new int[] {0, 1, 1, 0}, WHOLE);

    assertThat(tree.leaves()).isEqualTo(4);
    assertThat(tree.depth()).isEqualTo(2);
    assertThat(tree.meanPath()).isEqualTo(2);
    assertThat(tree.features()).containsExactly(0, 1);
    assertThat(tree.equalSplits(0)).isEqualTo(2);
    assertThat(tree.tied()).isOne();
    assertThat(tree.gain(0)).isZero();
    assertThat(tree.gain(tree.low(0))).isEqualTo(1);
    assertThat(Pruning.path(tree)).hasSize(2);
  }

  @Test
  void nothingToPartIsALeaf() {
    DecisionTree pure = grow(new float[][] {{0, 1}, {1, 0}}, new int[] {1, 1}, WHOLE);
    assertThat(pure.nodes()).isEqualTo(1);
    assertThat(pure.predicted(0)).isEqualTo(1);
    assertThat(pure.meanPath()).isZero();

    DecisionTree equal = grow(new float[][] {{1, 0}, {1, 0}, {1, 0}}, new int[] {2, 1, 0}, WHOLE);
    assertThat(equal.nodes()).isEqualTo(1);
    assertThat(equal.predicted(0)).as("the lowest of equal ones").isZero();
    assertThat(equal.features()).isEmpty();

    DecisionTree one = grow(new float[][] {{1}}, new int[] {0}, WHOLE);
    assertThat(one.leaves()).isEqualTo(1);
    assertThat(one.depth()).isZero();
  }

  /** A chain, each of whose tests parts one sample: no recursion meets its end. */
  @Test
  void deepTrees() {
    int n = 2500;
    float[] values = new float[n];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
      labels[i] = i % 2;
    }
    Values line = new Values(values, n, 1);
    DecisionTree tree = DecisionTree.grow(line, labels, 2, WHOLE);
    assertThat(accuracy(tree, line, labels)).isEqualTo(1);
    assertThat(tree.depth()).isGreaterThan(1000);

    float[][] oneHot = new float[400][400];
    int[] alternate = new int[400];
    for (int i = 0; i < 400; i++) {
      oneHot[i][i] = 1;
      alternate[i] = i % 2;
    }
    DecisionTree chain = grow(oneHot, alternate, WHOLE);
    assertThat(accuracy(chain, Drawn.codes(oneHot), alternate)).isEqualTo(1);
    assertThat(chain.depth()).isEqualTo(chain.leaves() - 1).isEqualTo(200);
  }

  /** Each prefix of a best-first tree is one. */
  @Test
  void moreLeavesGoOnFromFewer() {
    float[][] rows = Drawn.rows(Streams.key(8, "rows"), 200, 12, 2);
    int[] labels = Drawn.labels(Streams.key(8, "labels"), 200, 3);
    double before = -1;
    for (int leaves = 1; leaves <= 30; leaves++) {
      DecisionTree tree = grow(rows, labels, new TreeConfig(1, Integer.MAX_VALUE, leaves, 0));
      double gains = IntStream.range(0, tree.nodes()).mapToDouble(tree::gain).sum();
      assertThat(tree.leaves()).isEqualTo(leaves);
      assertThat(gains).isGreaterThanOrEqualTo(before);
      before = gains;
    }
  }

  /** The best of all subtrees, tried one by one. */
  @Test
  void prunedTreesAreBest() {
    for (int round = 0; round < 60; round++) {
      long key = Streams.key(9, round);
      float[][] rows = Drawn.rows(Streams.key(key, 0), 24, 5, 2);
      int[] labels = Drawn.labels(Streams.key(key, 1), 24, 1 + round % 4);
      DecisionTree tree = grow(rows, labels, new TreeConfig(1, 9, 9, 0));
      for (double alpha : new double[] {1e-9, 0.003, 0.01, 0.02, 0.05, 0.2}) {
        double best = best(tree, 0, alpha);
        DecisionTree pruned = Pruning.prune(tree, alpha);
        assertThat(cost(pruned, alpha)).isCloseTo(best, within(1e-12));
        assertThat(grow(rows, labels, new TreeConfig(1, 9, 9, alpha)).leaves())
            .isEqualTo(pruned.leaves());
      }
    }
  }

  /** Mean impurity of a sample's leaf plus α for each leaf. */
  private static double cost(DecisionTree tree, double alpha) {
    return IntStream.range(0, tree.nodes())
        .filter(tree::isLeaf)
        .mapToDouble(leaf -> ownCost(tree, leaf, alpha))
        .sum();
  }

  private static double ownCost(DecisionTree tree, int node, double alpha) {
    double n = tree.samples(node);
    double pure =
        IntStream.range(0, tree.classes())
            .mapToDouble(c -> Math.pow(tree.count(node, c) / n, 2))
            .sum();
    return n / tree.samples(0) * (1 - pure) + alpha;
  }

  private static double best(DecisionTree tree, int node, double alpha) {
    double own = ownCost(tree, node, alpha);
    return tree.isLeaf(node)
        ? own
        : Math.min(own, best(tree, tree.low(node), alpha) + best(tree, tree.high(node), alpha));
  }

  @Test
  void pathsOfPruningEndAtTheRootAndPassAllBestTrees() {
    float[][] rows = Drawn.rows(Streams.key(10, "rows"), 300, 14, 2);
    int[] labels = Drawn.labels(Streams.key(10, "labels"), 300, 3);
    DecisionTree tree = grow(rows, labels, WHOLE);

    var path = Pruning.path(tree);

    assertThat(path.get(0).tree().leaves()).isEqualTo(tree.leaves());
    assertThat(path.get(path.size() - 1).tree().leaves()).isEqualTo(1);
    for (int i = 1; i < path.size(); i++) {
      double before = path.get(i - 1).alpha();
      double alpha = path.get(i).alpha();
      assertThat(alpha).isGreaterThanOrEqualTo(before);
      assertThat(path.get(i).tree().leaves()).isLessThan(path.get(i - 1).tree().leaves());
      if (i > 1 && alpha > before) {
        assertThat(Pruning.prune(tree, (before + alpha) / 2).leaves())
            .isEqualTo(path.get(i - 1).tree().leaves());
      }
    }
  }

  @Test
  void limitsThatMakeNoSense() {
    assertThatThrownBy(() -> new TreeConfig(0, 1, 1, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("least samples of a leaf");
    assertThatThrownBy(() -> new TreeConfig(1, -1, 1, 0)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new TreeConfig(1, 1, 0, 0)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new TreeConfig(1, 1, 1, Double.NaN))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> grow(new float[][] {{1}}, new int[] {0, 1}, WHOLE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Values(new float[] {1, Float.NaN}, 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage("value 1 of sample 0 is NaN; a tree needs finite numbers");
  }
}
