package dev.assay.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A leaf in words: what all samples have in common that come to it.
 *
 * @param tests in the order in which they are made
 * @param predicted the class that the leaf gives
 * @param support training samples that came to it
 * @param confidence share of them that are of that class
 */
public record Rule(List<Test> tests, int predicted, int support, double confidence) {

  /**
   * A test and how it ends.
   *
   * @param node that makes it
   * @param above whether the feature is larger than the threshold; of a bit, whether it is on
   */
  public record Test(int node, int feature, double threshold, boolean above) {}

  public Rule {
    tests = List.copyOf(tests);
  }

  /** The rule of a leaf. */
  public static Rule of(DecisionTree tree, int leaf) {
    int predicted = tree.predicted(leaf);
    int support = tree.samples(leaf);
    return new Rule(
        tests(tree, leaf), predicted, support, (double) tree.count(leaf, predicted) / support);
  }

  /** The rules of the leaves with the most training samples, of equal ones the first. */
  public static List<Rule> largest(DecisionTree tree, int most) {
    return IntStream.range(0, tree.nodes())
        .filter(tree::isLeaf)
        .boxed()
        .sorted(Comparator.comparingInt(leaf -> -tree.samples(leaf)))
        .limit(most)
        .map(leaf -> of(tree, leaf))
        .toList();
  }

  private static List<Test> tests(DecisionTree tree, int leaf) {
    List<Test> tests = new ArrayList<>();
    int node = 0;
    while (node != leaf) {
      boolean above = leaf >= tree.high(node);
      tests.add(new Test(node, tree.feature(node), tree.threshold(node), above));
      node = above ? tree.high(node) : tree.low(node);
    }
    return tests;
  }
}
