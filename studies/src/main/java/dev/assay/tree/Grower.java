package dev.assay.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Grows a tree: the leaf whose split gains most is split first, of equal ones the older. */
final class Grower {
  private final Splitter splitter;
  private final TreeConfig config;
  private final List<Growing> nodes = new ArrayList<>();
  private final PriorityQueue<Growing> open =
      new PriorityQueue<>(
          (a, b) -> {
            int order = b.split.compareTo(a.split);
            return order != 0 ? order : Integer.compare(a.age, b.age);
          });

  /** A node, of the samples {@code from} to {@code to}. */
  private static final class Growing {
    final int age;
    final int from;
    final int to;
    final int depth;
    final int[] counts;
    Split split;
    Growing low;
    Growing high;

    Growing(int age, int from, int to, int depth, int[] counts) {
      this.age = age;
      this.from = from;
      this.to = to;
      this.depth = depth;
      this.counts = counts;
    }
  }

  private Grower(Splitter splitter, TreeConfig config) {
    this.splitter = splitter;
    this.config = config;
  }

  static DecisionTree grow(Features features, int[] labels, int classes, TreeConfig config) {
    int count = features.count();
    int minLeaf = config.minLeaf();
    Splitter splitter =
        features instanceof Codes codes
            ? new CodeSplitter(codes, labels, classes, minLeaf, byClass(labels, classes))
            : new ValueSplitter((Values) features, labels, classes, minLeaf);
    Grower grower = new Grower(splitter, config);
    Growing root = grower.add(0, count, 0);
    for (int leaves = 1; leaves < config.maxLeaves() && !grower.open.isEmpty(); leaves++) {
      grower.split(grower.open.poll());
    }
    DecisionTree tree = preorder(root, grower.nodes.size(), classes);
    return config.alpha() > 0 ? Pruning.prune(tree, config.alpha()) : tree;
  }

  /** Samples in order of their classes, those of a class in theirs. */
  private static int[] byClass(int[] labels, int classes) {
    int[] next = new int[classes + 1];
    for (int label : labels) {
      next[label + 1]++;
    }
    for (int c = 0; c < classes; c++) {
      next[c + 1] += next[c];
    }
    int[] order = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      order[next[labels[i]]++] = i;
    }
    return order;
  }

  private Growing add(int from, int to, int depth) {
    int[] counts = splitter.counts(from, to);
    Growing node = new Growing(nodes.size(), from, to, depth, counts);
    nodes.add(node);
    boolean pure = Squares.of(counts) == (long) (to - from) * (to - from);
    if (!pure && depth < config.maxDepth()) {
      node.split = splitter.best(from, to);
      if (node.split != null) {
        open.add(node);
      }
    }
    return node;
  }

  private void split(Growing node) {
    int middle = splitter.part(node.from, node.to, node.split);
    node.low = add(node.from, middle, node.depth + 1);
    node.high = add(middle, node.to, node.depth + 1);
  }

  private static DecisionTree preorder(Growing root, int nodes, int classes) {
    DecisionTree.Builder builder = new DecisionTree.Builder(nodes, classes);
    List<Growing> path = new ArrayList<>(List.of(root));
    while (!path.isEmpty()) {
      Growing node = path.remove(path.size() - 1);
      if (node.low == null) {
        builder.leaf(node.counts);
      } else {
        Split split = node.split;
        builder.split(node.counts, split.feature(), split.threshold(), split.equal(), split.gain());
        path.add(node.high);
        path.add(node.low);
      }
    }
    return builder.build();
  }
}
