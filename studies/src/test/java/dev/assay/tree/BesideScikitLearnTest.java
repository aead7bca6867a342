package dev.assay.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Trees of {@code DecisionTreeClassifier} of scikit-learn 1.2.1 (Debian's python3-sklearn), fitted
 * in an offline script to the bits that {@link #bits} makes, which need not be stored. Only those
 * settings are here in which 25 values of {@code random_state} gave trees of one size, so that no
 * choice between equal splits matters.
 */
class BesideScikitLearnTest {
  private static final int ALL = Integer.MAX_VALUE;

  /** Of 32 bits, as unsigned numbers. */
  private static long mix(long number) {
    long a = number * 2654435761L & 0xFFFFFFFFL;
    a ^= a >> 15;
    a = a * 2246822519L & 0xFFFFFFFFL;
    return a ^ a >> 13;
  }

  private static int[] labels(int count, int classes, long seed) {
    return IntStream.range(0, count).map(i -> (int) (mix(seed * 1000003 + i) % classes)).toArray();
  }

  /** Each bit is on with a probability of its own in each class. */
  private static Codes bits(int count, int length, int[] labels, long seed) {
    float[][] rows = new float[count][length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        long percent = mix(seed * 7919 + 31 * j + labels[i]) % 100;
        rows[i][j] = mix(seed * 104729 + (long) i * length + j) % 100 < percent ? 1 : 0;
      }
    }
    return Drawn.codes(rows);
  }

  /**
   * @param risk mean impurity of a sample's leaf
   */
  private static void check(
      Codes codes,
      int[] labels,
      TreeConfig config,
      int leaves,
      int depth,
      double risk,
      double accuracy) {
    int classes = IntStream.of(labels).max().orElseThrow() + 1;
    DecisionTree tree = DecisionTree.grow(codes, labels, classes, config);
    int[] predicted = tree.predict(codes);
    double right = IntStream.range(0, labels.length).filter(i -> predicted[i] == labels[i]).count();

    assertThat(tree.leaves()).isEqualTo(leaves);
    assertThat(tree.depth()).isEqualTo(depth);
    assertThat(risk(tree)).isCloseTo(risk, within(1e-8));
    assertThat(right / labels.length).isCloseTo(accuracy, within(1e-6));
  }

  private static double risk(DecisionTree tree) {
    double sum = 0;
    for (int node = 0; node < tree.nodes(); node++) {
      if (tree.isLeaf(node)) {
        double n = tree.samples(node);
        sum += n;
        for (int c = 0; c < tree.classes(); c++) {
          sum -= tree.count(node, c) * tree.count(node, c) / n;
        }
      }
    }
    return sum / tree.samples(0);
  }

  @Test
  void threeClasses() {
    int[] labels = labels(400, 3, 1);
    Codes codes = bits(400, 20, labels, 1);

    check(codes, labels, TreeConfig.standard(), 67, 9, 0, 1);
    check(codes, labels, new TreeConfig(10, ALL, ALL, 0), 21, 6, 0.183230138, 0.8675);
    check(codes, labels, new TreeConfig(1, 4, ALL, 0), 16, 4, 0.180127817, 0.875);
    check(codes, labels, new TreeConfig(1, ALL, 12, 0), 12, 6, 0.188075859, 0.885);
    check(codes, labels, new TreeConfig(20, ALL, 8, 0), 8, 4, 0.243620963, 0.83);
    check(codes, labels, new TreeConfig(1, ALL, ALL, 0.002), 52, 8, 0.023580051, 0.9875);
  }

  @Test
  void twoClassesThatCollide() {
    int[] labels = labels(600, 2, 4);
    Codes codes = bits(600, 9, labels, 4);

    check(codes, labels, TreeConfig.standard(), 123, 9, 0.136093915, 0.89);
    check(codes, labels, new TreeConfig(1, 4, ALL, 0), 15, 4, 0.255605203, 0.813333);
    check(codes, labels, new TreeConfig(1, ALL, 12, 0), 12, 5, 0.25074954, 0.82);
    check(codes, labels, new TreeConfig(20, ALL, 8, 0), 8, 5, 0.266105516, 0.82);
    check(codes, labels, new TreeConfig(1, ALL, ALL, 0.002), 22, 8, 0.223535598, 0.843333);
  }

  @Test
  void tenClasses() {
    int[] ten = labels(1000, 10, 3);
    check(bits(1000, 25, ten, 3), ten, new TreeConfig(10, ALL, ALL, 0), 62, 10, 0.343230554, 0.744);
  }

  /** The last steps of {@code cost_complexity_pruning_path}. */
  @Test
  void pathOfPruning() {
    int[] labels = labels(400, 3, 1);
    DecisionTree tree =
        DecisionTree.grow(bits(400, 20, labels, 1), labels, 3, new TreeConfig(10, ALL, ALL, 0));
    double[] alphas = {0.02250595, 0.02375175, 0.02951061, 0.0603355, 0.11955466, 0.15747863};
    double[] risks = {0.27483135, 0.2985831, 0.32809371, 0.38842921, 0.50798387, 0.6654625};

    List<Pruning.Step> path = Pruning.path(tree);

    for (int i = 0; i < alphas.length; i++) {
      Pruning.Step step = path.get(path.size() - alphas.length + i);
      assertThat(step.alpha()).isCloseTo(alphas[i], within(1e-8));
      assertThat(risk(step.tree())).isCloseTo(risks[i], within(1e-8));
    }
  }
}
