package dev.assay.study.tree;

import dev.assay.geometry.ExactTree.Leaf;
import dev.assay.geometry.ExactTree.Node;
import dev.assay.geometry.ExactTree.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A node of an exact tree with the samples that come to it. Nodes come in preorder, the root first.
 *
 * @param off number of the node below the answer no; −1 for a leaf
 * @param on number of the node below the answer yes
 * @param counts of its samples, by the class that the network gives them there
 */
record ExactNode(Node node, int off, int on, int[] counts) {

  /**
   * All nodes.
   *
   * @param points coordinates of samples
   */
  static List<ExactNode> of(Node root, double[][] points) {
    List<ExactNode> nodes = new ArrayList<>();
    add(root, points, nodes);
    return nodes;
  }

  private static int[] add(Node node, double[][] points, List<ExactNode> nodes) {
    if (node instanceof Leaf leaf) {
      int[] counts = new int[leaf.constants().length];
      for (double[] point : points) {
        counts[winner(leaf, point)]++;
      }
      nodes.add(new ExactNode(node, -1, -1, counts));
      return counts;
    }
    Question question = (Question) node;
    int number = nodes.size();
    nodes.add(null);
    List<double[]> off = new ArrayList<>();
    List<double[]> on = new ArrayList<>();
    for (double[] point : points) {
      (question.holds(point) ? on : off).add(point);
    }
    int[] below = add(question.off(), off.toArray(double[][]::new), nodes);
    int first = nodes.size();
    int[] above = add(question.on(), on.toArray(double[][]::new), nodes);
    int[] counts = IntStream.range(0, below.length).map(c -> below[c] + above[c]).toArray();
    nodes.set(number, new ExactNode(node, number + 1, first, counts));
    return counts;
  }

  /** The class of the largest logit, the first of equal ones. */
  static int winner(Leaf leaf, double[] point) {
    double[] logits = leaf.logits(point);
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      if (logits[c] > logits[best]) {
        best = c;
      }
    }
    return best;
  }

  int samples() {
    return IntStream.of(counts).sum();
  }

  /** The class of most of its samples, of a leaf without any that of a point inside; else −1. */
  int predicted() {
    if (samples() == 0) {
      return node instanceof Leaf leaf ? winner(leaf, leaf.inside()) : -1;
    }
    int best = 0;
    for (int c = 1; c < counts.length; c++) {
      if (counts[c] > counts[best]) {
        best = c;
      }
    }
    return best;
  }
}
