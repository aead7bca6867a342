package dev.assay.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Minimal cost-complexity pruning (Breiman et al. 1984, ch. 3). The cost of a tree is the mean Gini
 * impurity of a training sample's leaf, plus α for each leaf. What a subtree saves is the sum of
 * the gains of its splits, and it has as many splits as it adds leaves, so it is worth its leaves
 * where they gain more than α on average.
 */
public final class Pruning {

  /**
   * One of the trees that are best for some α.
   *
   * @param alpha from which on it is
   */
  public record Step(double alpha, DecisionTree tree) {}

  private Pruning() {}

  /**
   * The smallest subtree that is best for α.
   *
   * @param alpha in mean impurity of a sample for each leaf
   */
  public static DecisionTree prune(DecisionTree tree, double alpha) {
    double[] worth = new double[tree.nodes()];
    double cost = alpha * tree.samples(0);
    for (int node = tree.nodes() - 1; node >= 0; node--) {
      if (!tree.isLeaf(node)) {
        double all = tree.gain(node) + worth[tree.low(node)] + worth[tree.high(node)];
        worth[node] = Math.max(0, all - cost);
      }
    }
    return tree.cut(node -> worth[node] == 0);
  }

  /**
   * All trees that are best for some α, from the whole one to the root alone, smaller with each
   * step: the subtrees whose splits gain least on average are taken back together.
   */
  public static List<Step> path(DecisionTree tree) {
    List<Step> steps = new ArrayList<>(List.of(new Step(0, tree)));
    double alpha = 0;
    DecisionTree current = tree;
    while (!current.isLeaf(0)) {
      double[] average = average(current);
      double least = Double.POSITIVE_INFINITY;
      for (int node = 0; node < average.length; node++) {
        if (!current.isLeaf(node)) {
          least = Math.min(least, average[node]);
        }
      }
      double weakest = least;
      current = current.cut(node -> average[node] <= weakest);
      alpha = Math.max(alpha, weakest / tree.samples(0));
      steps.add(new Step(alpha, current));
    }
    return steps;
  }

  /** What the splits from each node on gain on average. */
  private static double[] average(DecisionTree tree) {
    double[] gains = new double[tree.nodes()];
    for (int node = tree.nodes() - 1; node >= 0; node--) {
      if (!tree.isLeaf(node)) {
        gains[node] = tree.gain(node) + gains[tree.low(node)] + gains[tree.high(node)];
      }
    }
    double[] average = new double[gains.length];
    for (int node = 0; node < gains.length; node++) {
      // a subtree of s splits has 2 s + 1 nodes
      average[node] = gains[node] / ((tree.end(node) - node) / 2);
    }
    return average;
  }
}
