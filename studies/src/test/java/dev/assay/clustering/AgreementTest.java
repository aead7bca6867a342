package dev.assay.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected numbers are scikit-learn's (1.2.1). */
class AgreementTest {
  private static final Offset<Double> SHOWN = within(1e-9);
  private static final int[] LABELS = {0, 0, 0, 1, 1, 2, 2};

  private static Agreement of(int[] clusters, int... labels) {
    return Agreement.of(Partition.numbered(clusters), labels);
  }

  private static void assertNumbers(Agreement found, double... expected) {
    assertThat(
            new double[] {
              found.information(), found.adjustedInformation(), found.adjustedRand(), found.purity()
            })
        .containsExactly(expected, SHOWN);
  }

  @Test
  void knownPartitions() {
    assertNumbers(
        of(new int[] {0, 0, 1, 1, 2, 2, 2}, LABELS), 0.563635553, 0.258151141, 0.2125, 0.714285714);
    int[] labels = IntStream.range(0, 200).map(i -> (i * i + 3 * i) % 7 % 4).toArray();
    int[] clusters =
        IntStream.range(0, 200)
            .map(i -> (labels[i] + (i % 5 == 0 ? 1 : 0) + (i % 3 == 0 ? 2 : 0)) % 6)
            .toArray();
    assertNumbers(of(clusters, labels), 0.348216201, 0.333939803, 0.273861796, 0.745);
  }

  @Test
  void conventions() {
    assertNumbers(of(new int[7], LABELS), 0, 0, 0, 0.428571429);
    assertNumbers(of(IntStream.range(0, 7).toArray(), LABELS), 0.713406306, 0, 0, 1);
    assertNumbers(of(new int[] {0, 1, 1, 2}, 3, 3, 3, 3), 0, 0, 0, 1);
    assertNumbers(of(new int[] {5, 5, 5, 1, 1, 0, 0}, LABELS), 1, 1, 1, 1);
    assertNumbers(of(new int[4], 2, 2, 2, 2), 1, 1, 1, 1);
    assertNumbers(of(new int[] {0, 1, 2}, 4, 2, 0), 1, 1, 1, 1);
    assertNumbers(of(new int[1], 1), 1, 1, 1, 1);
  }

  /** As the third cluster. */
  @Test
  void noiseIsACluster() {
    assertNumbers(
        of(new int[] {0, 0, 1, 1, -1, -1, -1}, LABELS),
        0.563635553,
        0.258151141,
        0.2125,
        0.714285714);
  }

  @Test
  void ofChanceNothingIsLeftAfterAdjustment() {
    int[] labels = IntStream.range(0, 2000).map(i -> Streams.integer(1, i, 5)).toArray();
    int[] clusters = IntStream.range(0, 2000).map(i -> Streams.integer(2, i, 300)).toArray();
    Agreement found = of(clusters, labels);

    assertThat(found.information()).isGreaterThan(0.05);
    assertThat(found.adjustedInformation()).isBetween(-0.02, 0.02);
    assertThat(found.adjustedRand()).isBetween(-0.02, 0.02);
  }
}
