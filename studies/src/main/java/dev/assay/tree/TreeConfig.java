package dev.assay.tree;

import dev.assay.io.BadInputException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a tree grows. Without limits, until no leaf holds samples of several classes that a test
 * could part; a test need not gain anything by itself (of two bits whose exclusive or is the class,
 * neither does).
 *
 * @param minLeaf least samples of a leaf
 * @param maxDepth most tests on the way to a leaf
 * @param maxLeaves most leaves, where the splits of largest gain are made first
 * @param alpha what a split must gain, on average over those that go with it, in the mean Gini
 *     impurity of a training sample's leaf, else it is taken back (minimal cost-complexity pruning,
 *     Breiman et al. 1984, ch. 3, with Gini impurity for the cost); 0 takes none back
 */
public record TreeConfig(int minLeaf, int maxDepth, int maxLeaves, double alpha) {

  public TreeConfig {
    require(minLeaf >= 1, "least samples of a leaf: expected at least 1, got " + minLeaf);
    require(maxDepth >= 0, "depth of a tree: expected at least 0, got " + maxDepth);
    require(maxLeaves >= 1, "leaves of a tree: expected at least 1, got " + maxLeaves);
    require(
        alpha >= 0 && alpha < Double.POSITIVE_INFINITY,
        "cost of a leaf: expected a finite number, at least 0, got " + alpha);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new BadInputException(otherwise);
    }
  }

  /** No limits. */
  public static TreeConfig standard() {
    return new TreeConfig(1, Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
  }

  /** As plain values, for provenance. */
  public Map<String, Object> plain() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("minLeaf", minLeaf);
    values.put("maxDepth", maxDepth);
    values.put("maxLeaves", maxLeaves);
    values.put("alpha", alpha);
    return values;
  }
}
