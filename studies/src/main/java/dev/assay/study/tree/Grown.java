package dev.assay.study.tree;

import dev.assay.tree.DecisionTree;
import dev.assay.tree.Features;
import java.util.Arrays;

/**
 * A tree, and how often it is right.
 *
 * @param layer name of the cut; {@link #INPUT} for the inputs themselves
 * @param on what it tests
 * @param units how many of these a sample has
 * @param training right answers among the samples that it grew on
 * @param measured among the measured samples
 */
record Grown(String layer, On on, int units, DecisionTree tree, Right training, Right measured) {
  static final String INPUT = "input";

  /**
   * How often answers are right.
   *
   * @param accuracy share that is as labelled
   * @param fidelity share that is as the network answers
   */
  record Right(Share accuracy, Share fidelity) {
    static Right of(int[] answers, Side truth) {
      return new Right(Share.same(answers, truth.labels()), Share.same(answers, truth.predicted()));
    }
  }

  static Grown of(
      String layer,
      On on,
      DecisionTree tree,
      Features training,
      Side trainingTruth,
      Features measured,
      Side measuredTruth) {
    return new Grown(
        layer,
        on,
        training.length(),
        tree,
        Right.of(tree.predict(training), trainingTruth),
        Right.of(tree.predict(measured), measuredTruth));
  }

  /** For each unit, how many nodes test it. */
  int[] tests() {
    int[] tests = new int[units];
    for (int node = 0; node < tree.nodes(); node++) {
      if (!tree.isLeaf(node)) {
        tests[tree.feature(node)]++;
      }
    }
    return tests;
  }

  /** For each unit, its share of all that the tree gains; 0 where that is nothing. */
  double[] gains() {
    double[] gains = new double[units];
    double all = 0;
    for (int node = 0; node < tree.nodes(); node++) {
      if (!tree.isLeaf(node)) {
        gains[tree.feature(node)] += tree.gain(node);
        all += tree.gain(node);
      }
    }
    double sum = all;
    Arrays.setAll(gains, u -> sum == 0 ? 0 : gains[u] / sum);
    return gains;
  }
}
