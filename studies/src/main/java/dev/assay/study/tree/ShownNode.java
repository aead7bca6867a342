package dev.assay.study.tree;

import dev.assay.geometry.Attribution.Rule;
import dev.assay.study.Cut;
import dev.assay.study.Samples;
import dev.assay.study.tree.NodeAttributions.Found;
import dev.assay.tree.Codes;
import dev.assay.tree.DecisionTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A node of a tree on codes as it is drawn. Nodes come in preorder, the root first.
 *
 * @param unit that it tests; −1 for a leaf
 * @param off number of the node to which samples go whose unit is off; −1 for a leaf
 * @param on number of the node to which the others go
 * @param counts of its samples, by class
 * @param inputs what each input accounts for in the unit, mean over samples for which it is on;
 *     empty where that is not known
 */
public record ShownNode(int unit, int off, int on, List<Integer> counts, float[] inputs) {
  private static final float[] UNKNOWN = {};

  public ShownNode {
    counts = List.copyOf(counts);
  }

  /**
   * All nodes of a tree, those of the first levels with what their units look at.
   *
   * @param cut whose units are tested
   * @param samples that the tree grew on
   * @param attributed samples on each side of a test, the first that come
   * @throws dev.assay.io.BadInputException if what is below the cut is not piecewise linear
   */
  public static List<ShownNode> of(
      DecisionTree tree, Cut cut, Samples samples, Codes codes, int levels, int attributed) {
    return of(
        tree,
        new NodeAttributions(cut.below(), cut.workers(), samples)
            .of("", tree, codes, levels, attributed, Rule.INTEGRATED_EXACT));
  }

  static List<ShownNode> of(DecisionTree tree, List<Found> attributions) {
    Map<Integer, Found> on =
        attributions.stream()
            .filter(found -> found.rule() == Rule.INTEGRATED_EXACT && found.on())
            .collect(Collectors.toMap(Found::node, Function.identity()));
    List<ShownNode> nodes = new ArrayList<>();
    for (int node = 0; node < tree.nodes(); node++) {
      int of = node;
      boolean leaf = tree.isLeaf(node);
      nodes.add(
          new ShownNode(
              leaf ? -1 : tree.feature(node),
              leaf ? -1 : tree.low(node),
              leaf ? -1 : tree.high(node),
              IntStream.range(0, tree.classes()).mapToObj(c -> tree.count(of, c)).toList(),
              on.containsKey(node) ? floats(on.get(node).inputs()) : UNKNOWN));
    }
    return nodes;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  boolean isLeaf() {
    return unit < 0;
  }

  int samples() {
    return counts.stream().mapToInt(count -> count).sum();
  }

  /** The class of most of its samples, the lowest of equal ones. */
  int predicted() {
    int best = 0;
    for (int c = 1; c < counts.size(); c++) {
      if (counts.get(c) > counts.get(best)) {
        best = c;
      }
    }
    return best;
  }
}
