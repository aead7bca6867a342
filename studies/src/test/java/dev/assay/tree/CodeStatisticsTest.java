package dev.assay.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CodeStatisticsTest {
  private static final Offset<Double> CLOSE = within(1e-12);

  private static ClassCounts unit(int... ofClasses) {
    int[] labels =
        IntStream.range(0, ofClasses.length)
            .flatMap(c -> IntStream.range(0, ofClasses[c]).map(i -> c))
            .toArray();
    float[] on = new float[labels.length];
    Arrays.fill(on, 1);
    return ClassCounts.of(Codes.of(on, on.length, 1), labels, ofClasses.length);
  }

  /** 10, 30 and 60 samples: as NumPy gives it. */
  /** Of units that are active for one class, two and three alike, and one that is dead. */
  @Test
  void medianPerplexity() {
    float[] on = {1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0};
    int[] labels = {0, 1, 2};

    assertThat(ClassCounts.of(Codes.of(on, 3, 4), labels, 3).medianPerplexity())
        .isCloseTo(2, CLOSE);
    assertThat(ClassCounts.of(Codes.of(new float[] {1, 1, 0, 1}, 2, 2), new int[] {0, 1}, 2))
        .satisfies(two -> assertThat(two.medianPerplexity()).isCloseTo(1.5, CLOSE));
    assertThat(ClassCounts.of(Codes.of(new float[3], 3, 1), labels, 3).medianPerplexity()).isNaN();
  }

  @Test
  void perplexity() {
    assertThat(unit(10, 30, 60).perplexity(0)).isCloseTo(2.454556, within(5e-7));
    assertThat(unit(7, 0, 0).perplexity(0)).isEqualTo(1);
    assertThat(unit(4, 4, 4, 4).perplexity(0)).isCloseTo(4, CLOSE);
    assertThat(ClassCounts.of(Codes.of(new float[2], 2, 1), new int[2], 1).perplexity(0)).isNaN();
  }

  /** Pair by pair. */
  @Test
  void areWhatTheirDefinitionsSay() {
    for (int round = 0; round < 40; round++) {
      long key = Streams.key(11, round);
      int count = 1 + Streams.integer(key, 0, 30);
      int length = round % 4 == 0 ? 70 : 1 + Streams.integer(key, 1, 5);
      int classes = 1 + Streams.integer(key, 2, 4);
      float[][] rows = Drawn.rows(Streams.key(key, 3), count, length, 2);
      int[] labels = Drawn.labels(Streams.key(key, 4), count, classes);

      CodeStatistics found = CodeStatistics.of(Drawn.codes(rows), labels, classes);

      List<String> texts = Arrays.stream(rows).map(Arrays::toString).toList();
      assertThat(found.unique()).isEqualTo((int) texts.stream().distinct().count());
      double[] sums = new double[2];
      int[] pairs = new int[2];
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < i; j++) {
          int kind = labels[i] == labels[j] ? 0 : 1;
          pairs[kind]++;
          for (int u = 0; u < length; u++) {
            sums[kind] += rows[i][u] == rows[j][u] ? 0 : 1;
          }
        }
      }
      same(found.within(), sums[0] / pairs[0] / length);
      same(found.between(), sums[1] / pairs[1] / length);
      int units = length;
      int[] active =
          IntStream.range(0, units)
              .map(u -> (int) Arrays.stream(rows).filter(row -> row[u] > 0).count())
              .toArray();
      assertThat(found.dead()).isEqualTo((int) IntStream.of(active).filter(n -> n == 0).count());
      assertThat(found.constant())
          .isEqualTo((int) IntStream.of(active).filter(n -> n == 0 || n == count).count());
      assertThat(found.active())
          .isCloseTo(IntStream.of(active).sum() / (double) count / length, CLOSE);
    }
  }

  private static void same(double found, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(found).isNaN();
    } else {
      assertThat(found).isCloseTo(expected, CLOSE);
    }
  }

  /** A tree without limits is right as often as any can be. */
  @Test
  void noTreeIsPurerThanCodes() {
    for (int round = 0; round < 30; round++) {
      long key = Streams.key(12, round);
      float[][] rows = Drawn.rows(Streams.key(key, 0), 60, 1 + round % 7, 2);
      int[] labels = Drawn.labels(Streams.key(key, 1), 60, 3);
      Codes codes = Drawn.codes(rows);
      int[] predicted = DecisionTree.grow(codes, labels, 3, TreeConfig.standard()).predict(codes);
      double right = IntStream.range(0, 60).filter(i -> predicted[i] == labels[i]).count();

      assertThat(CodeStatistics.of(codes, labels, 3).purity()).isEqualTo(right / 60);
    }
  }

  @Test
  void codesThatChange() {
    Codes before = Codes.of(new float[] {1, 0, 0, 1, 1, 1}, 3, 2);
    Codes after = Codes.of(new float[] {2, 0, 3, 1, 1, 0}, 3, 2);

    assertThat(CodeStatistics.changed(before, after)).isEqualTo(2 / 3.0);
    assertThat(CodeStatistics.changed(before, before)).isZero();
    assertThatThrownBy(() -> CodeStatistics.changed(before, Codes.of(new float[2], 1, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Probabilities multiplied, one by one. */
  @Test
  void naiveBayes() {
    int classes = 4;
    float[][] rows = Drawn.rows(Streams.key(13, "rows"), 80, 6, 2);
    int[] labels = Drawn.labels(Streams.key(13, "labels"), 80, classes - 1);
    Codes codes = Drawn.codes(rows);

    int[] found = NaiveBayes.of(ClassCounts.of(codes, labels, classes)).predict(codes);

    for (int i = 0; i < rows.length; i++) {
      double[] joint = new double[classes];
      for (int c = 0; c < classes; c++) {
        int k = c;
        int[] own = IntStream.range(0, 80).filter(n -> labels[n] == k).toArray();
        joint[c] = own.length / 80.0;
        for (int u = 0; u < 6; u++) {
          int unit = u;
          double on =
              (IntStream.of(own).filter(n -> rows[n][unit] > 0).count() + 1) / (own.length + 2.0);
          joint[c] *= rows[i][u] > 0 ? on : 1 - on;
        }
      }
      double most = Arrays.stream(joint).max().orElseThrow();
      assertThat(joint[found[i]]).isCloseTo(most, CLOSE);
      assertThat(found[i]).isLessThan(3);
    }
  }

  /** Each sample meets the tests of its leaf's rule and of no other. */
  @Test
  void rulesPartSamples() {
    float[][] rows = Drawn.rows(Streams.key(14, "rows"), 90, 8, 2);
    int[] labels = Drawn.labels(Streams.key(14, "labels"), 90, 3);
    Codes codes = Drawn.codes(rows);
    DecisionTree tree = DecisionTree.grow(codes, labels, 3, new TreeConfig(4, 5, 20, 0));

    List<Rule> rules = Rule.largest(tree, Integer.MAX_VALUE);

    assertThat(rules).hasSize(tree.leaves());
    assertThat(rules.stream().mapToInt(Rule::support).sum()).isEqualTo(90);
    assertThat(rules).isSortedAccordingTo((a, b) -> b.support() - a.support());
    for (Rule rule : rules) {
      int[] own =
          IntStream.range(0, 90)
              .filter(
                  i -> rule.tests().stream().allMatch(t -> codes.on(i, t.feature()) == t.above()))
              .toArray();
      assertThat(own).hasSize(rule.support());
      assertThat(rule.confidence())
          .isEqualTo(
              IntStream.of(own).filter(i -> labels[i] == rule.predicted()).count()
                  / (double) own.length);
    }
    assertThat(Rule.largest(tree, 2)).isEqualTo(rules.subList(0, 2));
  }
}
