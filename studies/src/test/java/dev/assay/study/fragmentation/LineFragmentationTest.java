package dev.assay.study.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.geometry.SegmentClasses;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Cut;
import dev.assay.train.Evaluation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineFragmentationTest {
  private Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("reference", 1);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static List<SegmentClasses> lines(
      Network network, int cut, float[] inputs, Tuples pairs, LineMethod method, int points) {
    return LineFragmentation.of(
        Cut.of(network, cut),
        Networks.data(network, inputs),
        pairs,
        method,
        points,
        Double.POSITIVE_INFINITY,
        done -> {});
  }

  @ParameterizedTest
  @EnumSource(LineMethod.class)
  void countsTheChangesOfAKnownFunction(LineMethod method) {
    float[] inputs = {0, 1.5f, 2.5f, 4};
    Tuples pairs = new Tuples(new int[][] {{0, 3}, {0, 1}, {1, 2}, {3, 2}, {1, 1}});
    try (Network network = Networks.bumps(backend)) {
      List<SegmentClasses> found = lines(network, 0, inputs, pairs, method, 1000);

      assertThat(LineFragmentation.changes(found)).containsExactly(3, 1, 1, 1);
      assertThat(found.get(4).status()).isEqualTo(SegmentClasses.Status.ZERO_LENGTH);
      assertThat(found.get(0).classes()).containsExactly(0, 1, 2, 0);
    }
  }

  /** The definition, point by point. */
  @ParameterizedTest
  @ValueSource(ints = {2, 7, 100})
  void samplingIsTheDefinition(int points) {
    int count = 40;
    try (Network network = Networks.random(backend, 3, 3, 16, 16, 4)) {
      float[] inputs = Networks.gaussian(Streams.key(1, "inputs"), 3 * count, 4);
      Tuples pairs =
          Tuples.draw(new int[count], IntStream.range(0, count).toArray(), false, 2, 30, 5);
      List<SegmentClasses> sampled = lines(network, 0, inputs, pairs, LineMethod.SAMPLED, points);
      int total = 0;
      for (int p = 0; p < pairs.count(); p++) {
        int changes = 0;
        int before = -1;
        for (int t = 0; t < points; t++) {
          double l = (double) t / (points - 1);
          float[] x = new float[3];
          for (int i = 0; i < 3; i++) {
            double a = inputs[3 * pairs.tuples()[p][0] + i];
            double b = inputs[3 * pairs.tuples()[p][1] + i];
            x[i] = (float) (a + l * (b - a));
          }
          int now = Evaluation.argmax(network.logits(x, 1), 0, 4);
          changes += before >= 0 && now != before ? 1 : 0;
          before = now;
        }
        assertThat(sampled.get(p).changes()).isEqualTo(changes);
        total += changes;
      }
      assertThat(total).isPositive();
    }
  }

  /** What exact positions say that n points would see is what n points see. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 57})
  void whatSamplingMissesFollowsFromTheExactPositions(int points) {
    int count = 40;
    try (Network network = Networks.random(backend, 4, 3, 24, 24, 5)) {
      float[] inputs = Networks.gaussian(Streams.key(2, "inputs"), 3 * count, 4);
      Tuples pairs =
          Tuples.draw(new int[count], IntStream.range(0, count).toArray(), false, 2, 60, 6);
      List<SegmentClasses> exact = lines(network, 0, inputs, pairs, LineMethod.EXACT, 2);
      List<SegmentClasses> sampled = lines(network, 0, inputs, pairs, LineMethod.SAMPLED, points);
      int missed = 0;
      for (int p = 0; p < pairs.count(); p++) {
        int seen = LineFragmentation.seenBy(exact.get(p).at(), exact.get(p).classes(), points);
        assertThat(seen).isEqualTo(sampled.get(p).changes());
        missed += exact.get(p).changes() - seen;
      }
      assertThat(missed > 0).isEqualTo(points <= 10);
    }
  }

  /** Decision regions of a linear layer are convex (specification, 4.3). */
  @Test
  void inFrontOfTheLastLayerEqualEndsNeverChange() {
    int count = 30;
    try (Network network = Networks.random(backend, 5, 3, 16, 6)) {
      float[] inputs = Networks.gaussian(Streams.key(3, "inputs"), 3 * count, 4);
      Tuples pairs =
          Tuples.draw(new int[count], IntStream.range(0, count).toArray(), false, 2, 100, 7);
      int equal = 0;
      for (SegmentClasses line : lines(network, 2, inputs, pairs, LineMethod.EXACT, 2)) {
        int[] classes = line.classes();
        if (classes[0] == classes[classes.length - 1]) {
          assertThat(line.changes()).isZero();
          equal++;
        }
        assertThat(line.changes()).isLessThan(6);
      }
      assertThat(equal).isBetween(10, 99);
    }
  }
}
