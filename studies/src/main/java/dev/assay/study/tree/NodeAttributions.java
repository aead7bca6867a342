package dev.assay.study.tree;

import dev.assay.backend.Workers;
import dev.assay.geometry.Attribution;
import dev.assay.geometry.Attribution.Rule;
import dev.assay.geometry.Attribution.Shares;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.study.Samples;
import dev.assay.tree.Codes;
import dev.assay.tree.DecisionTree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the units that a tree tests first look at: their pre-activations are shared out among the
 * inputs, for some training samples on each side of the test. Each sample is looked at alone.
 */
final class NodeAttributions {

  /**
   * Of one node, on one side of its test, by one rule.
   *
   * @param on whether the unit is active for the samples
   * @param samples how many
   * @param inputs what each input accounts for, mean over them
   * @param difference what was shared out, mean over them
   * @param biases what biases take, mean over them
   * @param epsilon what ε takes, mean over them
   * @param missing the largest missing part of a sample, in its difference or the node's mean
   *     absolute one, whichever is larger; 0 where both are 0
   */
  record Found(
      String layer,
      int node,
      int unit,
      boolean on,
      Rule rule,
      int samples,
      double[] inputs,
      double difference,
      double biases,
      double epsilon,
      double missing) {}

  private final Attribution attribution;
  private final Workers workers;
  private final Samples samples;
  private final double[] baseline;

  /**
   * @param below the pre-activations of a layer
   * @param samples those that the tree grew on
   */
  NodeAttributions(PiecewiseLinear below, Workers workers, Samples samples) {
    this.attribution = new Attribution(below);
    this.workers = workers;
    this.samples = samples;
    this.baseline = new double[samples.length()];
  }

  /**
   * Of the nodes of the first levels.
   *
   * @param rules by which they are shared out
   * @param most samples on each side of a test, the first that come
   */
  List<Found> of(
      String layer, DecisionTree tree, Codes codes, int levels, int most, Rule... rules) {
    List<Found> found = new ArrayList<>();
    for (int node : tested(tree, levels)) {
      int unit = tree.feature(node);
      int[] off = reaching(tree, codes, tree.low(node), most);
      int[] on = reaching(tree, codes, tree.high(node), most);
      for (Rule rule : rules) {
        Shares[] offShares = shares(off, unit, rule);
        Shares[] onShares = shares(on, unit, rule);
        double mean =
            DoubleStream.concat(differences(offShares), differences(onShares))
                .map(Math::abs)
                .average()
                .orElse(0);
        found.add(found(layer, node, unit, false, rule, offShares, mean));
        found.add(found(layer, node, unit, true, rule, onShares, mean));
      }
    }
    return found;
  }

  /** The nodes that test something within some levels, by level. */
  private static List<Integer> tested(DecisionTree tree, int levels) {
    List<Integer> all = new ArrayList<>();
    List<Integer> level = List.of(0);
    for (int l = 1; l < levels; l++) {
      List<Integer> next = new ArrayList<>();
      for (int node : level) {
        if (!tree.isLeaf(node)) {
          all.add(node);
          next.add(tree.low(node));
          next.add(tree.high(node));
        }
      }
      level = next;
    }
    return all;
  }

  private static int[] reaching(DecisionTree tree, Codes codes, int node, int most) {
    return IntStream.range(0, codes.count())
        .filter(
            sample -> {
              int leaf = tree.leaf(codes, sample);
              return leaf >= node && leaf < tree.end(node);
            })
        .limit(most)
        .toArray();
  }

  private Shares[] shares(int[] positions, int unit, Rule rule) {
    Shares[] shares = new Shares[positions.length];
    workers.run(
        positions.length,
        (index, worker) ->
            shares[index] = attribution.of(point(positions[index]), baseline, unit, rule));
    return shares;
  }

  private double[] point(int position) {
    int length = samples.length();
    double[] point = new double[length];
    for (int i = 0; i < length; i++) {
      point[i] = samples.points()[position * length + i];
    }
    return point;
  }

  private static DoubleStream differences(Shares[] shares) {
    return IntStream.range(0, shares.length).mapToDouble(i -> shares[i].difference());
  }

  private Found found(
      String layer, int node, int unit, boolean on, Rule rule, Shares[] shares, double mean) {
    int count = shares.length;
    double[] inputs = new double[samples.length()];
    double difference = 0;
    double biases = 0;
    double epsilon = 0;
    double missing = 0;
    for (Shares one : shares) {
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] += one.inputs()[i] / count;
      }
      difference += one.difference() / count;
      biases += one.biases() / count;
      epsilon += one.epsilon() / count;
      double scale = Math.max(mean, Math.abs(one.difference()));
      missing = Math.max(missing, scale == 0 ? 0 : Math.abs(one.missing()) / scale);
    }
    return new Found(
        layer, node, unit, on, rule, count, inputs, difference, biases, epsilon, missing);
  }
}
