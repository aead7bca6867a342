package dev.assay.tree;

import dev.assay.io.Text;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A binary tree of tests. Nodes are numbered from the root, 0, in preorder: behind a node comes
 * what is below its low branch, then what is below its high one, so each subtree is a range of
 * numbers.
 */
public final class DecisionTree {
  private static final int LEAF = -1;

  private final int classes;
  private final int[] feature;
  private final double[] threshold;
  private final int[] high;
  private final int[] end;
  private final int[] equal;
  private final double[] gain;
  private final int[][] counts;

  private DecisionTree(Builder of) {
    int nodes = of.size;
    classes = of.classes;
    feature = Arrays.copyOf(of.feature, nodes);
    threshold = Arrays.copyOf(of.threshold, nodes);
    equal = Arrays.copyOf(of.equal, nodes);
    gain = Arrays.copyOf(of.gain, nodes);
    counts = Arrays.copyOf(of.counts, nodes);
    high = new int[nodes];
    end = new int[nodes];
    for (int node = nodes - 1; node >= 0; node--) {
      if (isLeaf(node)) {
        high[node] = LEAF;
        end[node] = node + 1;
      } else {
        high[node] = end[node + 1];
        end[node] = end[high[node]];
      }
    }
  }

  /**
   * Grows a tree by CART with Gini impurity (Breiman et al. 1984): each test is the one after which
   * the sum over samples of their node's impurity {@code 1 − Σ p_c²} is least. Gains are compared
   * in integers; of equal ones the lowest feature wins, then the lowest threshold.
   *
   * @param labels the class of each sample, 0 to classes − 1
   * @throws IllegalArgumentException if there is no sample, if there are more than {@link
   *     Features#MOST_SAMPLES}, or if labels do not fit
   */
  public static DecisionTree grow(Features features, int[] labels, int classes, TreeConfig config) {
    if (labels.length != features.count()
        || labels.length < 1
        || labels.length > Features.MOST_SAMPLES
        || IntStream.of(labels).anyMatch(label -> label < 0 || label >= classes)) {
      throw new IllegalArgumentException(
          Text.format(
              "a tree needs 1 to %,d samples, each with one of %d classes: got %,d samples with %,d"
                  + " labels",
              Features.MOST_SAMPLES, classes, features.count(), labels.length));
    }
    return Grower.grow(features, labels, classes, config);
  }

  public int nodes() {
    return feature.length;
  }

  public int classes() {
    return classes;
  }

  public boolean isLeaf(int node) {
    return feature[node] == LEAF;
  }

  /** What a node tests. */
  public int feature(int node) {
    return feature[node];
  }

  /** Samples whose feature is larger go the high way; 0.5 for bits. */
  public double threshold(int node) {
    return threshold[node];
  }

  /** The node below the low branch of one that is no leaf. */
  public int low(int node) {
    return node + 1;
  }

  /** The node below the high branch of one that is no leaf. */
  public int high(int node) {
    return high[node];
  }

  /** The first node behind all that are below a node. */
  public int end(int node) {
    return end[node];
  }

  /** How many splits of a node gained as much as its own, itself among them; 0 for a leaf. */
  public int equalSplits(int node) {
    return equal[node];
  }

  /** Nodes of which another split would have gained as much. */
  public int tied() {
    return (int) IntStream.of(equal).filter(splits -> splits > 1).count();
  }

  /**
   * By how much the split lowers the sum over training samples of their node's Gini impurity; 0 for
   * a leaf.
   */
  public double gain(int node) {
    return gain[node];
  }

  /** How many training samples of a class reached a node. */
  public int count(int node, int ofClass) {
    return counts[node][ofClass];
  }

  /** How many training samples reached a node. */
  public int samples(int node) {
    return IntStream.of(counts[node]).sum();
  }

  /** The class of most of a node's training samples, the lowest of equal ones. */
  public int predicted(int node) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (counts[node][c] > counts[node][best]) {
        best = c;
      }
    }
    return best;
  }

  /** The leaf that a sample comes to. */
  public int leaf(Features features, int sample) {
    int node = 0;
    while (!isLeaf(node)) {
      node = features.above(sample, feature[node], threshold[node]) ? high(node) : low(node);
    }
    return node;
  }

  /** The class that the tree gives each sample. */
  public int[] predict(Features features) {
    return IntStream.range(0, features.count())
        .map(sample -> predicted(leaf(features, sample)))
        .toArray();
  }

  /** Number of leaves. */
  public int leaves() {
    return (nodes() + 1) / 2;
  }

  /** Number of tests before each node. */
  int[] depths() {
    int[] depths = new int[nodes()];
    for (int node = 0; node < depths.length; node++) {
      if (!isLeaf(node)) {
        depths[low(node)] = depths[node] + 1;
        depths[high(node)] = depths[node] + 1;
      }
    }
    return depths;
  }

  /** Most tests on the way to a leaf. */
  public int depth() {
    return IntStream.of(depths()).max().orElseThrow();
  }

  /** Tests of a training sample on its way, on average. */
  public double meanPath() {
    long tests =
        IntStream.range(0, nodes()).filter(node -> !isLeaf(node)).mapToLong(this::samples).sum();
    return (double) tests / samples(0);
  }

  /** The features that are tested anywhere, in order. */
  public int[] features() {
    return IntStream.of(feature).filter(f -> f != LEAF).sorted().distinct().toArray();
  }

  /** A tree, node by node in preorder. */
  static final class Builder {
    private final int classes;
    private final int[] feature;
    private final double[] threshold;
    private final int[] equal;
    private final double[] gain;
    private final int[][] counts;
    private int size;

    /**
     * @param most nodes, at most
     */
    Builder(int most, int classes) {
      this.classes = classes;
      feature = new int[most];
      threshold = new double[most];
      equal = new int[most];
      gain = new double[most];
      counts = new int[most][];
    }

    void leaf(int[] ofClasses) {
      feature[size] = LEAF;
      counts[size++] = ofClasses;
    }

    void split(int[] ofClasses, int ofFeature, double ofThreshold, int equalSplits, double ofGain) {
      feature[size] = ofFeature;
      threshold[size] = ofThreshold;
      equal[size] = equalSplits;
      gain[size] = ofGain;
      counts[size++] = ofClasses;
    }

    DecisionTree build() {
      return new DecisionTree(this);
    }
  }

  /** The same tree, whose nodes of some kind are leaves. */
  DecisionTree cut(IntPredicate where) {
    Builder builder = new Builder(nodes(), classes);
    int node = 0;
    while (node < nodes()) {
      if (isLeaf(node) || where.test(node)) {
        builder.leaf(counts[node]);
        node = end[node];
      } else {
        builder.split(counts[node], feature[node], threshold[node], equal[node], gain[node]);
        node++;
      }
    }
    return builder.build();
  }
}
