package dev.assay.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A tree as it is defined, grown by trying every split of every leaf on lists of samples, with
 * impurities as fractions of any size. It shares no code with what it holds.
 */
final class TreeOracle {
  private final float[][] rows;
  private final int[] labels;
  private final int classes;
  private final TreeConfig config;

  /** A number as numerator and positive denominator. */
  private record Fraction(BigInteger top, BigInteger bottom) implements Comparable<Fraction> {
    static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);

    static Fraction of(long top, long bottom) {
      return new Fraction(BigInteger.valueOf(top), BigInteger.valueOf(bottom));
    }

    Fraction minus(Fraction other) {
      return new Fraction(
          top.multiply(other.bottom).subtract(other.top.multiply(bottom)),
          bottom.multiply(other.bottom));
    }

    @Override
    public int compareTo(Fraction other) {
      return top.multiply(other.bottom).compareTo(other.top.multiply(bottom));
    }

    double value() {
      return top.doubleValue() / bottom.doubleValue();
    }
  }

  private record Test(int feature, double threshold, Fraction gain, int equal) {}

  static final class Node {
    final List<Integer> samples;
    final int depth;
    int feature = -1;
    double threshold;
    int equal;
    double gain;
    Node low;
    Node high;

    Node(List<Integer> samples, int depth) {
      this.samples = samples;
      this.depth = depth;
    }

    int size() {
      return low == null ? 1 : 1 + low.size() + high.size();
    }
  }

  TreeOracle(float[][] rows, int[] labels, int classes, TreeConfig config) {
    this.rows = rows;
    this.labels = labels;
    this.classes = classes;
    this.config = config;
  }

  Node grow() {
    Node root = new Node(IntStream.range(0, rows.length).boxed().toList(), 0);
    List<Node> leaves = new ArrayList<>(List.of(root));
    while (leaves.size() < config.maxLeaves()) {
      Node chosen = null;
      Test test = null;
      for (Node leaf : leaves) {
        Test best = best(leaf);
        if (best != null && (test == null || best.gain.compareTo(test.gain) > 0)) {
          chosen = leaf;
          test = best;
        }
      }
      if (chosen == null) {
        break;
      }
      Test made = test;
      chosen.feature = made.feature;
      chosen.threshold = made.threshold;
      chosen.equal = made.equal;
      chosen.gain = made.gain.value();
      chosen.low = new Node(side(chosen, made, false), chosen.depth + 1);
      chosen.high = new Node(side(chosen, made, true), chosen.depth + 1);
      leaves.remove(chosen);
      // those that were made earlier come first
      leaves.add(chosen.low);
      leaves.add(chosen.high);
    }
    return root;
  }

  private List<Integer> side(Node node, Test test, boolean high) {
    return node.samples.stream()
        .filter(i -> rows[i][test.feature] > test.threshold == high)
        .toList();
  }

  private Test best(Node node) {
    if (node.samples.stream().map(i -> labels[i]).distinct().count() < 2
        || node.depth >= config.maxDepth()) {
      return null;
    }
    List<Test> tests = new ArrayList<>();
    for (int f = 0; f < rows[0].length; f++) {
      int feature = f;
      List<Float> values =
          new ArrayList<>(
              new TreeSet<>(node.samples.stream().map(i -> rows[i][feature] + 0f).toList()));
      for (int v = 1; v < values.size(); v++) {
        double threshold = (values.get(v - 1).doubleValue() + values.get(v)) / 2;
        Test test = new Test(f, threshold, null, 0);
        List<Integer> low = side(node, test, false);
        List<Integer> high = side(node, test, true);
        if (low.size() >= config.minLeaf() && high.size() >= config.minLeaf()) {
          Fraction gain = impurity(node.samples).minus(impurity(low)).minus(impurity(high));
          tests.add(new Test(f, threshold, gain, 0));
        }
      }
    }
    Fraction most = tests.stream().map(Test::gain).max(Comparator.naturalOrder()).orElse(null);
    List<Test> equal = tests.stream().filter(t -> t.gain.compareTo(most) == 0).toList();
    return equal.isEmpty()
        ? null
        : new Test(equal.get(0).feature, equal.get(0).threshold, most, equal.size());
  }

  /** Number of samples times 1 − Σ p². */
  private Fraction impurity(List<Integer> samples) {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    samples.forEach(i -> counts.merge(labels[i], 1, Integer::sum));
    Fraction sum = Fraction.of(samples.size(), 1);
    for (int count : counts.values()) {
      sum = sum.minus(Fraction.of((long) count * count, samples.size()));
    }
    return sum;
  }

  /** Holds a tree against this one, node by node. */
  void check(DecisionTree tree) {
    Node root = grow();
    assertThat(tree.nodes()).isEqualTo(root.size());
    check(tree, 0, root);
  }

  private void check(DecisionTree tree, int node, Node expected) {
    for (int c = 0; c < classes; c++) {
      int k = c;
      assertThat(tree.count(node, c))
          .isEqualTo((int) expected.samples.stream().filter(i -> labels[i] == k).count());
    }
    assertThat(tree.isLeaf(node)).isEqualTo(expected.low == null);
    assertThat(tree.equalSplits(node)).isEqualTo(expected.equal);
    assertThat(Math.abs(tree.gain(node) - expected.gain)).isLessThanOrEqualTo(1e-12 * rows.length);
    if (expected.low != null) {
      assertThat(tree.feature(node)).isEqualTo(expected.feature);
      assertThat(tree.threshold(node)).isEqualTo(expected.threshold);
      check(tree, tree.low(node), expected.low);
      check(tree, tree.high(node), expected.high);
    }
  }
}
