package dev.assay.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import dev.assay.study.Quantity.Spread;
import dev.assay.study.statistics.Bootstrap.Pairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final double[] GAP = {.10, .12, .20, .18, .15, .17, .30, .25};
  private static final double[] PREDICTION = {1, 2, 4, 3, 5, 2.5, 6, 7};

  @Test
  void kendallOfTheSpecificationsExample() {
    assertThat(RankCorrelation.kendall(PREDICTION, GAP)).isCloseTo(0.714285714, within(1e-9));
  }

  /** Published predictions of four measures for the 96 networks of task 1 of PGDL. */
  @Test
  void kendallOfPublishedPredictions() throws IOException {
    String folder = System.getenv("ASSAY_DATA");
    Path file = Path.of(folder == null ? "" : folder, "pgdl", "task1.csv");
    Assumptions.assumeTrue(
        folder != null && Files.exists(file), "pgdl/task1.csv not found; set ASSAY_DATA");
    List<String[]> rows = Files.readAllLines(file).stream().map(line -> line.split(",")).toList();
    List<String> names = List.of(rows.get(0));
    double[] gap = column(rows, names.indexOf("gen_gap"));
    Map<String, Double> taus =
        Map.of("WCV", .785526, "VR", .544298, "VPM_1", .500439, "VPM_80", .503509);
    assertThat(gap).hasSize(96);
    taus.forEach(
        (name, tau) ->
            assertThat(RankCorrelation.kendall(column(rows, names.indexOf(name)), gap))
                .isCloseTo(tau, within(5e-7)));
  }

  private static double[] column(List<String[]> rows, int index) {
    return rows.stream().skip(1).mapToDouble(row -> Double.parseDouble(row[index])).toArray();
  }

  /** A statistic that repetition makes larger by 5. */
  @Test
  void aCentredIntervalLiesWhereTheValueIs() {
    double[] values = IntStream.range(0, 60).mapToDouble(i -> Streams.normal(7, i)).toArray();
    Bootstrap bootstrap = Bootstrap.standard(3);
    Bootstrap.Statistic larger =
        (group, items) ->
            Arrays.stream(items[0]).mapToDouble(i -> values[i]).average().orElseThrow()
                + (Arrays.stream(items[0]).distinct().count() < 60 ? 5 : 0);
    Estimate plain = bootstrap.mean(values);
    Estimate centred = bootstrap.centred(new int[][] {{60}}, larger);

    assertThat(bootstrap.of(new int[][] {{60}}, larger).low()).isGreaterThan(4);
    assertThat(centred.value()).isCloseTo(plain.value(), within(1e-12));
    assertThat(centred.low()).isCloseTo(plain.low(), within(0.01));
    assertThat(centred.high()).isCloseTo(plain.high(), within(0.01));
  }

  @Test
  void kendallCountsTiesAgainst() {
    assertThat(RankCorrelation.kendall(new double[] {1, 1, 2}, new double[] {1, 2, 3}))
        .isCloseTo(2.0 / 3, within(1e-15));
    assertThat(RankCorrelation.kendall(new double[] {1}, new double[] {1})).isNaN();
  }

  @Test
  void kendallByItsDefinition() {
    double[] x = normal(1, 40);
    double[] y = normal(2, 40);
    Arrays.setAll(y, i -> Math.rint(3 * (y[i] + x[i])));
    double sum = 0;
    for (int a = 0; a < 40; a++) {
      for (int b = 0; b < 40; b++) {
        sum += a == b ? 0 : Math.signum(x[a] - x[b]) * Math.signum(y[a] - y[b]);
      }
    }
    assertThat(RankCorrelation.kendall(x, y)).isCloseTo(sum / (40 * 39), within(1e-14));
  }

  @Test
  void spearmanSharesRanksOfTies() {
    // ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: 4.5 / sqrt(4.5 · 5)
    assertThat(RankCorrelation.spearman(new double[] {1, 2, 2, 9}, new double[] {0, 1, 2, 3}))
        .isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-14));
    assertThat(RankCorrelation.spearman(new double[] {1, 2, 3}, new double[] {9, 4, 1}))
        .isCloseTo(-1, within(1e-14));
  }

  /** Against a library that sorts the sample, and takes −0 for less than 0. */
  @Test
  void ranksOfASampleAreThoseOfSorting() {
    double[] values = normal(8, 60);
    Arrays.setAll(values, i -> i == 7 ? -0.0 : Math.rint(4 * values[i]));
    Ranks ranks = new Ranks(values);
    for (int r = 0; r < 20; r++) {
      long key = Streams.key(r, "items");
      int[] items = IntStream.range(0, 45).map(i -> Streams.integer(key, i, 60)).toArray();

      assertThat(ranks.of(items))
          .containsExactly(
              new NaturalRanking()
                  .rank(Arrays.stream(items).mapToDouble(i -> values[i] + 0.0).toArray()));
    }
  }

  @Test
  void theIntervalOfSpearmanIsThatOfResampledRanks() {
    double[] x = normal(9, 40);
    double[] y = normal(10, 40);
    Arrays.setAll(y, i -> y[i] + x[i]);
    Estimate rho = Bootstrap.standard(1).spearman(List.of(new Pairs(x, y)));
    Estimate sorted =
        Bootstrap.standard(1)
            .of(
                new int[][] {{40}},
                (group, items) ->
                    RankCorrelation.spearman(
                        IntStream.of(items[0]).mapToDouble(i -> x[i]).toArray(),
                        IntStream.of(items[0]).mapToDouble(i -> y[i]).toArray()));

    assertThat(rho).isEqualTo(sorted);
  }

  @Test
  void valuesThatAreNoNumbersAreAnError() {
    assertThatThrownBy(
            () -> RankCorrelation.kendall(new double[] {1, Double.NaN}, new double[] {1, 2}))
        .hasMessageContaining("value 1");
  }

  /** The mean of n standard normal numbers has the standard deviation 1/√n. */
  @Test
  void theIntervalOfAMeanIsThatOfTheory() {
    double[] values = normal(3, 400);
    Estimate mean = Bootstrap.standard(1).mean(values);
    double deviation = 0;
    for (double value : values) {
      deviation += (value - mean.value()) * (value - mean.value()) / values.length;
    }
    double half = 1.96 * Math.sqrt(deviation / values.length);

    assertThat(mean.value())
        .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-14));
    assertThat(mean.low()).isCloseTo(mean.value() - half, within(0.1 * half));
    assertThat(mean.high()).isCloseTo(mean.value() + half, within(0.1 * half));
  }

  @Test
  void intervalsCoverTheTruthAboutAsOftenAsTheySay() {
    int covered = 0;
    for (int r = 0; r < 400; r++) {
      Estimate mean = new Bootstrap(400, 0.9, r).mean(normal(100 + r, 50));
      covered += mean.low() <= 0 && 0 <= mean.high() ? 1 : 0;
    }
    // 360 expected; the percentile interval is a little narrow for 50 values
    assertThat(covered).isBetween(335, 378);
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    double[] values = normal(4, 30);
    Estimate estimate = Bootstrap.standard(5).mean(values);

    assertThat(Bootstrap.standard(5).mean(values)).isEqualTo(estimate);
    assertThat(Bootstrap.standard(6).mean(values)).isNotEqualTo(estimate);
  }

  @Test
  void groupsCountEquallyAndAreResampledThemselves() {
    double[] constant = {3, 3, 3};
    double[] other = {1};
    Estimate mean = Bootstrap.standard(1).meanOfMeans(List.of(constant, other));

    // both drawn are the same with probability 1/2: more than the 5 % outside
    assertThat(mean).isEqualTo(new Estimate(2, 1, 3, 0.95, new Spread(2, Math.sqrt(2))));
    assertThat(mean.within(1.5, 2.5)).returns(1.5, Estimate::low).returns(2.5, Estimate::high);
    assertThat(mean.within(0, 4)).isEqualTo(mean);
    assertThat(Bootstrap.standard(1).difference(List.of(constant, other), List.of(other, other)))
        .isEqualTo(new Estimate(1, 0, 2, 0.95, new Spread(2, Math.sqrt(2))));
  }

  /** Seeds that differ matter, however many samples each has. */
  @Test
  void theIntervalOfManyGroupsIsThatOfTheirMeans() {
    List<double[]> groups = new ArrayList<>();
    double[] level = normal(7, 40);
    for (int g = 0; g < 40; g++) {
      double own = level[g];
      groups.add(Arrays.stream(normal(200 + g, 50)).map(v -> own + v).toArray());
    }
    Estimate estimate = Bootstrap.standard(1).meanOfMeans(groups);
    // of one group's mean: 1 between groups, 1/50 within, which two stages count twice
    double half = 1.96 * Math.sqrt((1 + 2.0 / 50) / 40);

    assertThat(estimate.high() - estimate.low()).isCloseTo(2 * half, within(0.25 * half));
  }

  @Test
  void strataAreResampledApartAndCountEqually() {
    Estimate mean =
        Bootstrap.standard(1).meanOfStrata(List.of(List.of(new double[] {1}, new double[] {5, 5})));

    assertThat(mean).isEqualTo(new Estimate(3, 3, 3, 0.95, new Spread(1, Double.NaN)));
  }

  @Test
  void aGroupWithoutValuesLeavesTheMeanUnknown() {
    Estimate mean = Bootstrap.standard(1).meanOfMeans(List.of(new double[] {1}, new double[0]));

    assertThat(mean.value()).isNaN();
    assertThat(mean.above(-1e9) || mean.below(1e9)).isFalse();
  }

  /** An item paired with itself would be a tie, and pull tau of perfect order below 1. */
  @Test
  void repetitionIsNotATie() {
    double[] x = {1, 2, 3, 4, 5, 6};
    Estimate tau = Bootstrap.standard(1).kendall(List.of(new Pairs(x, x)));

    assertThat(tau).isEqualTo(new Estimate(1, 1, 1, 0.95, new Spread(1, Double.NaN)));
  }

  @Test
  void contrastsResampleBothMeasuresTogether() {
    double[] x = {1, 2, 3, 4, 5, 6};
    double[] y = {2, 1, 3, 4, 6, 5};
    List<Pairs> pairs = List.of(new Pairs(x, y));

    assertThat(Bootstrap.standard(1).kendallDifference(pairs, pairs))
        .isEqualTo(new Estimate(0, 0, 0, 0.95, new Spread(1, Double.NaN)));
  }

  private static double[] normal(long seed, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> Streams.normal(Streams.key(seed, "test"), i));
    return values;
  }

  @Test
  void tauHasTheIntervalOfTheJackknife() {
    double[] x = new double[25];
    double[] y = new double[25];
    for (int i = 0; i < x.length; i++) {
      x[i] = Streams.normal(7, i);
      y[i] = Math.round(2 * (x[i] + Streams.normal(8, i)));
    }
    double tau = RankCorrelation.kendall(x, y);
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      int left = i;
      double[] xs = IntStream.range(0, 25).filter(j -> j != left).mapToDouble(j -> x[j]).toArray();
      double[] ys = IntStream.range(0, 25).filter(j -> j != left).mapToDouble(j -> y[j]).toArray();
      squares += Math.pow(RankCorrelation.kendall(xs, ys) - tau, 2);
    }
    double reach = 1.959964 * Math.sqrt(24 / 25.0 * squares);

    Estimate found = RankCorrelation.tau(x, y);

    assertThat(found.value()).isEqualTo(tau);
    assertThat(found.low()).isCloseTo(tau - reach, within(1e-12));
    assertThat(found.high()).isCloseTo(tau + reach, within(1e-12));
    assertThat(RankCorrelation.tau(new double[] {1, 2}, new double[] {1, 2}).low()).isNaN();
  }
}
