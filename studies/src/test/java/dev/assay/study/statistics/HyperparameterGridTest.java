package dev.assay.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against values that the competition's program and published score files give. */
class HyperparameterGridTest {
  private static final double[] GAP = {.10, .12, .20, .18, .15, .17, .30, .25};
  private static final double[] MEASURE = {1, 2, 4, 3, 5, 2.5, 6, 7};
  private static final HyperparameterGrid CUBE = cube();

  private static HyperparameterGrid cube() {
    List<List<Integer>> settings = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      settings.add(List.of(i >> 2, i >> 1 & 1, i & 1));
    }
    return new HyperparameterGrid(settings);
  }

  @Test
  void scoreOfTheSpecificationsExample() {
    assertThat(CUBE.score(MEASURE, GAP)).isCloseTo(.57553281989963, within(1e-13));
    assertThat(CUBE.information(MEASURE, GAP, 0, 1)).isCloseTo(.57553282, within(5e-9));
    assertThat(CUBE.information(MEASURE, GAP, 0, 2)).isCloseTo(.61813006, within(5e-9));
    assertThat(CUBE.information(MEASURE, GAP, 1, 2)).isCloseTo(.69184427, within(5e-9));
    assertThat(CUBE.information(MEASURE, GAP, 2, 1))
        .isCloseTo(CUBE.information(MEASURE, GAP, 1, 2), within(1e-15));
  }

  @Test
  void theGapItselfScoresOneAndItsNegativeLittle() {
    double[] negative = Arrays.stream(GAP).map(gap -> -gap).toArray();

    assertThat(CUBE.score(GAP, GAP)).isCloseTo(1.00000000000336, within(1e-13));
    assertThat(CUBE.score(negative, GAP)).isCloseTo(.15106563979038, within(1e-13));
    assertThat(CUBE.score(new double[8], GAP)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "WCV, .277451042877, .545139",
    "VR, .093162888051, .479167",
    "VPM_1, .060700993773, .395833",
    "VPM_80, .056105256539, .409722"
  })
  void publishedPredictionsOfTaskOne(String name, double score, double granulated)
      throws IOException {
    String folder = System.getenv("ASSAY_DATA");
    Path file = Path.of(folder == null ? "" : folder, "pgdl", "task1.csv");
    Assumptions.assumeTrue(
        folder != null && Files.exists(file), "pgdl/task1.csv not found; set ASSAY_DATA");
    List<List<String>> rows =
        Files.readAllLines(file).stream().map(line -> List.of(line.split(","))).toList();
    List<String> names = rows.get(0);
    List<List<String>> networks = rows.subList(1, rows.size());
    int first = names.indexOf("h0");
    HyperparameterGrid grid =
        new HyperparameterGrid(
            networks.stream().map(row -> row.subList(first, first + 6)).toList());
    double[] gap = column(networks, names.indexOf("gen_gap"));
    double[] measure = column(networks, names.indexOf(name));

    assertThat(grid.score(measure, gap)).isCloseTo(score, within(1e-12));
    assertThat(grid.granulatedTau(measure, gap)).isCloseTo(granulated, within(5e-7));
  }

  private static double[] column(List<List<String>> rows, int index) {
    return rows.stream().mapToDouble(row -> Double.parseDouble(row.get(index))).toArray();
  }

  /** Sets that leave least to be learnt from a measure: none, one of a single axis, one of two. */
  @Test
  void thePublishedScoreAsksMoreSets() {
    double[] byNone = {1, 3, 4, 5, 6, 7, 8, 2};
    double[] byOne = {2, 5, 7, 6, 1, 4, 8, 3};

    assertThat(CUBE.publishedScore(byNone, GAP)).isEqualTo(CUBE.information(byNone, GAP));
    assertThat(CUBE.score(byNone, GAP)).isEqualTo(CUBE.information(byNone, GAP, 0, 2));
    assertThat(CUBE.publishedScore(byOne, GAP)).isEqualTo(CUBE.information(byOne, GAP, 1));
    assertThat(CUBE.score(byOne, GAP)).isEqualTo(CUBE.information(byOne, GAP, 1, 2));
    assertThat(CUBE.publishedScore(byNone, GAP)).isCloseTo(0.09896474859778535, within(1e-13));
    assertThat(CUBE.publishedScore(byOne, GAP)).isCloseTo(0.09822323816102699, within(1e-13));
  }

  /** Without conditions and written out: 64 pairs, of which 28 have the larger gap first. */
  @Test
  void informationByItsDefinition() {
    double both = 24 / 64.0; // pairs that both order alike, larger first; of 28, 4 are discordant
    double one = 28 / 64.0;
    double neither = 1 - both - 2 * (one - both);
    double information =
        both * log2(both / (one * one))
            + 2 * (one - both) * log2((one - both) / (one * (1 - one)))
            + neither * log2(neither / ((1 - one) * (1 - one)));
    double entropy = -one * log2(one) - (1 - one) * log2(1 - one);

    assertThat(CUBE.information(MEASURE, GAP)).isCloseTo(information / entropy, within(1e-11));
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  /** What differs along one axis only: 2, 3 and 3 of 4 lines are in order; ±1 each. */
  @Test
  void granulatedTauAveragesAxes() {
    double[] measure = {1, 2, 4, 3, 5, 2.5, 6, 7};
    // along the first: 1-5, 2-2.5, 4-6, 3-7 all rise with the gap; second: 1-4, 2-3, 5-6, 2.5-7
    // too;
    // third: 1-2 and 4-3 with it, 5-2.5 and 6-7 against it
    assertThat(CUBE.granulatedTau(measure, GAP)).isCloseTo((1 + 1 + 0) / 3.0, within(1e-15));
  }

  @Test
  void gridsWithGapsOrRepetitionsAreAnError() {
    assertThatThrownBy(
            () -> new HyperparameterGrid(List.of(List.of(0, 0), List.of(0, 1), List.of(1, 0))))
        .hasMessageContaining("3 networks (3 different) for 4 combinations");
    assertThatThrownBy(
            () ->
                new HyperparameterGrid(
                    List.of(List.of(0, 0), List.of(0, 1), List.of(1, 0), List.of(1, 0))))
        .hasMessageContaining("4 networks (3 different) for 4 combinations");
    assertThatThrownBy(() -> new HyperparameterGrid(List.of(List.of(0), List.of(1))))
        .hasMessageContaining("1 hyperparameters");
    assertThatThrownBy(() -> CUBE.score(new double[7], GAP)).hasMessageContaining("7 values");
    double[] unknown = MEASURE.clone();
    unknown[3] = Double.NaN;
    assertThatThrownBy(() -> CUBE.granulatedTau(unknown, GAP)).hasMessageContaining("value 3");
  }

  private static final List<List<Integer>> WHOLE =
      List.of(
          List.of(1, 1), List.of(1, 2), List.of(1, 3), List.of(2, 1), List.of(2, 2), List.of(2, 3));

  @Test
  void aGridWithGapsSaysWhatIsMissing() {
    HyperparameterGrid gaps = HyperparameterGrid.withGaps(List.of(WHOLE.get(0), WHOLE.get(4)));

    assertThat(gaps.missing()).containsExactly(List.of(1, 2), List.of(2, 1));
    assertThat(HyperparameterGrid.withGaps(WHOLE).missing()).isEmpty();
    assertThatThrownBy(() -> HyperparameterGrid.withGaps(List.of(WHOLE.get(0), WHOLE.get(0))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWholeGridScoresTheSameEitherWay() {
    double[] measure = {3, 1, 2, 5, 4, 6};
    double[] gap = {1, 2, 3, 4, 5, 6};
    HyperparameterGrid strict = new HyperparameterGrid(WHOLE);
    HyperparameterGrid lenient = HyperparameterGrid.withGaps(WHOLE);

    assertThat(lenient.score(measure, gap)).isEqualTo(strict.score(measure, gap));
    assertThat(lenient.publishedScore(measure, gap)).isEqualTo(strict.publishedScore(measure, gap));
    assertThat(lenient.granulatedTau(measure, gap)).isEqualTo(strict.granulatedTau(measure, gap));
  }

  /** The axis from 1 to 3 of one row is whole; along the other only one pair is there. */
  @Test
  void granulatedTauIsTakenOverWhatIsThere() {
    HyperparameterGrid gaps = HyperparameterGrid.withGaps(WHOLE.subList(0, 4));

    assertThat(gaps.granulatedTau(new double[] {1, 3, 2, 0}, new double[] {1, 2, 3, 4}))
        .isCloseTo((1 / 3.0 - 1) / 2, within(1e-12));
  }

  /**
   * The cube without its last corner: given the first two axes, pairs of networks that differ in
   * the third only by what is missing are those of the other seven, by the definition.
   */
  @Test
  void scoresAreTakenOverWhatIsThere() {
    List<List<Integer>> seven = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      seven.add(List.of(i >> 2, i >> 1 & 1, i & 1));
    }
    HyperparameterGrid gaps = HyperparameterGrid.withGaps(seven);
    double[] gap = Arrays.copyOf(GAP, 7);
    double[] measure = Arrays.copyOf(MEASURE, 7);

    assertThat(gaps.missing()).containsExactly(List.of(1, 1, 1));
    assertThat(gaps.score(gap, gap)).isCloseTo(1, within(1e-10));
    assertThat(gaps.score(new double[7], gap)).isZero();
    assertThat(gaps.information(measure, gap, 0, 1))
        .isCloseTo(information(seven, measure, gap, 0, 1), within(1e-10));
    assertThat(gaps.information(measure, gap, 2))
        .isCloseTo(information(seven, measure, gap, 2), within(1e-10));
  }

  /** Copies of a network, each as a network of its own that no other copy is compared with. */
  @Test
  void aResampledGridIsOneOfCopies() {
    int[] items = {0, 0, 0, 1, 3, 3, 4, 7};
    HyperparameterGrid resampled = CUBE.resampled(items);
    List<List<Integer>> settings = new ArrayList<>();
    double[] gap = new double[items.length];
    double[] measure = new double[items.length];
    for (int i = 0; i < items.length; i++) {
      settings.add(List.of(items[i] >> 2, items[i] >> 1 & 1, items[i] & 1));
      gap[i] = GAP[items[i]];
      measure[i] = MEASURE[items[i]];
    }

    for (int[] given : new int[][] {{}, {1}, {0, 1}, {1, 2}}) {
      assertThat(resampled.information(MEASURE, GAP, given))
          .isCloseTo(information(settings, items, measure, gap, given), within(1e-10));
    }
    assertThat(CUBE.resampled(new int[] {0, 1, 2, 3, 4, 5, 6, 7}).score(MEASURE, GAP))
        .isEqualTo(CUBE.score(MEASURE, GAP));
    // along the last axis there is 0-1, three times; along the middle 1-3, twice; first: 0-4, 3-7
    double[] wrong = {2, 1, 0, 3, 4, 0, 0, 2};
    assertThat(resampled.granulatedTau(wrong, new double[] {1, 2, 0, 3, 4, 0, 0, 5}))
        .isCloseTo((-1 + 1 + (3 * 1 - 2 * 1) / 5.0) / 3, within(1e-12));
    assertThat(CUBE.resampled(new int[] {0, 7}).granulatedTau(MEASURE, GAP)).isNaN();
  }

  private static double information(
      List<List<Integer>> settings, double[] measure, double[] gap, int... given) {
    return information(settings, IntStream.range(0, gap.length).toArray(), measure, gap, given);
  }

  /** By the definition: pairs grouped by both networks' values of some axes. */
  private static double information(
      List<List<Integer>> settings, int[] who, double[] measure, double[] gap, int... given) {
    Map<List<Integer>, List<int[]>> groups = new HashMap<>();
    for (int a = 0; a < gap.length; a++) {
      for (int b = 0; b < gap.length; b++) {
        if (a != b && who[a] == who[b]) {
          continue;
        }
        List<Integer> values = new ArrayList<>();
        for (int axis : given) {
          values.add(settings.get(a).get(axis));
          values.add(settings.get(b).get(axis));
        }
        groups
            .computeIfAbsent(values, any -> new ArrayList<>())
            .add(new int[] {gap[a] > gap[b] ? 1 : 0, measure[a] > measure[b] ? 1 : 0});
      }
    }
    double information = 0;
    double entropy = 0;
    for (List<int[]> pairs : groups.values()) {
      double h = entropy(pairs, 1, 0);
      entropy += h;
      information += h + entropy(pairs, 0, 1) - entropy(pairs, 1, 1);
    }
    return information / entropy;
  }

  /** Of the gap's order, the measure's, or both. */
  private static double entropy(List<int[]> pairs, int ofGap, int ofMeasure) {
    return pairs.stream()
        .collect(
            Collectors.groupingBy(p -> ofGap * p[0] + 2 * ofMeasure * p[1], Collectors.counting()))
        .values()
        .stream()
        .mapToDouble(n -> -(double) n / pairs.size() * log2((double) n / pairs.size()))
        .sum();
  }
}
