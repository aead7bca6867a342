package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.Quantity.Interval;
import dev.assay.study.Quantity.Spread;
import dev.assay.study.statistics.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against tables of Student's distribution, and against experiments that are repeated. */
class SampleSizeTest {

  @ParameterizedTest
  @CsvSource({
    "1, 12.70620, 0.95",
    "2, 4.30265, 0.95",
    "3, 3.18245, 0.95",
    "4, 2.77645, 0.95",
    "9, 2.26216, 0.95",
    "10, 2.22814, 0.95",
    "5, 4.03214, 0.99",
    "30, 1.69726, 0.90",
    "999, 1.96234, 0.95"
  })
  void studentsDistributionIsThatOfTheTables(int freedom, double quantile, double level) {
    assertThat(StudentT.within(quantile, freedom)).isCloseTo(level, within(1e-6));
    assertThat(StudentT.within(0, freedom)).isZero();
    assertThat(StudentT.within(Double.POSITIVE_INFINITY, freedom)).isEqualTo(1);
  }

  /** t / √N: 8.985 for 2, 2.484 for 3, 1.049 for 6, 0.925 for 7, 0.1001 for 386, 0.0999 for 387. */
  @ParameterizedTest
  @CsvSource({"9, 1, 2", "-9, 1, 2", "8.9, 1, 3", "2.4, 1, 4", "1, 1, 7", "2, 20, 387", "1, 0, 2"})
  void theSmallestNumberWhoseIntervalExcludesZero(double effect, double deviation, int seeds) {
    assertThat(SampleSize.seeds(effect, deviation, 0.95)).isEqualTo(seeds);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 0", "0.06, 1", "NaN, 1", "1, NaN", "0, NaN"})
  void noNumberWithinReason(double effect, double deviation) {
    assertThat(SampleSize.seeds(effect, deviation, 0.95)).isInfinite();
  }

  /** With the effect that is there, half of the experiments of this size decide. */
  @Test
  void suchExperimentsDecideEverySecondTime() {
    double effect = 0.8;
    assertThat(SampleSize.seeds(effect, 1, 0.95)).isEqualTo(9);
    assertThat(decided(effect, 9, 2.30600)).isBetween(0.45, 0.65);
    assertThat(decided(effect, 4, 3.18245)).isLessThan(0.3);
    assertThat(decided(effect, 30, 2.04523)).isGreaterThan(0.95);
  }

  /** Share of experiments whose t interval excludes 0. */
  private static double decided(double effect, int seeds, double quantile) {
    Random random = new Random(seeds);
    int decided = 0;
    for (int i = 0; i < 4000; i++) {
      double[] x =
          IntStream.range(0, seeds).mapToDouble(s -> effect + random.nextGaussian()).toArray();
      double mean = Arrays.stream(x).average().orElseThrow();
      double squares = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
      decided += Math.abs(mean) > quantile * Math.sqrt(squares / (seeds - 1) / seeds) ? 1 : 0;
    }
    return decided / 4000.0;
  }

  private static String words(double bound, double[]... seeds) {
    return Verdicts.open(
            bound, List.of(Bootstrap.standard(1).meanOfMeans(List.of(seeds)).as("effect")))
        .stream()
        .map(Quantity::remark)
        .findFirst()
        .orElse("decided");
  }

  /** Mean 1, deviation 2: 18 seeds, as t is 2.110 then and 2.110 · 2 / √18 = 0.995. */
  @Test
  void seedsThatDiffer() {
    double[][] seeds = {{-1}, {1}, {3}};

    assertThat(words(0, seeds))
        .isEqualTo("at this effect and spread it takes about 18 seeds (now: 3)");
    assertThat(words(2, seeds)).contains("about 18 seeds");
    assertThat(words(1, seeds)).contains("more than 1,000 seeds (now: 3)");
    assertThat(words(1.01, seeds)).contains("more than 1,000 seeds");
    assertThat(words(-1.5, seeds)).isEqualTo("decided");
  }

  /** Where seeds agree, what varies within them keeps it open: the interval must shrink. */
  @Test
  void seedsThatAgree() {
    double[] values = {-9, 1, 2, 10};
    Quantity open =
        Verdicts.open(
                0,
                List.of(
                    Bootstrap.standard(1).meanOfMeans(List.of(values, values)).as("effect", "%")))
            .get(0);
    double reach = 1 - open.interval().low();

    assertThat(open.interval().spread()).isEqualTo(new Spread(2, 0));
    assertThat(open.remark())
        .contains("about " + (int) Math.ceil(2 * reach * reach) + " seeds (now: 2)");
    assertThat(words(0, new double[] {0}, new double[] {0})).contains("more than 1,000");
  }

  /** The interval of a hair's breadth is one more seed away, never none. */
  @Test
  void whatIsNearlyDecidedTakesOneMore() {
    Quantity nearly =
        Quantity.of("effect", 1).within(new Interval(-0.001, 2, 0.95, new Spread(40, 0.1)));

    assertThat(SampleSize.words(nearly, 0)).contains("about 41 seeds (now: 40)");
  }

  @Test
  void oneSeedTellsOfItsOwnObservationsAlone() {
    Quantity one =
        Quantity.of("effect", 1).within(new Interval(-2, 4, 0.95, new Spread(1, Double.NaN)));

    assertThat(SampleSize.words(one, 0)).contains("no spread between seeds", "9.0 times as many");
    assertThat(SampleSize.words(one, 1)).contains("next to no effect");
    assertThat(words(0, new double[] {-1, 1})).contains("next to no effect");
  }

  @Test
  void whereNothingIsKnownNothingIsSaid() {
    assertThat(words(0, new double[] {1}, new double[0])).isEmpty();
    assertThat(SampleSize.words(Quantity.of("a count", 3), 0)).isEmpty();
    assertThat(SampleSize.words(Quantity.of("fitted", 3).within(-1, 4, 0.95), 0)).isEmpty();
  }

  @Test
  void anOpenClaimSaysIt() {
    List<Quantity> numbers =
        List.of(
            Bootstrap.standard(1)
                .meanOfMeans(List.of(new double[] {-1}, new double[] {1}, new double[] {3}))
                .times(100)
                .as("effect", "%"));
    Claim claim =
        new Claim("X1", "It is so.", Verdict.UNDECIDED, "Seen.", numbers, List.of(1L, 2L, 3L))
            .openFor(Verdicts.open(0, numbers));

    assertThat(claim.open().get(0).remark()).contains("about 18 seeds");
    assertThat(claim.numbers().get(0).remark()).isEmpty();
  }
}
