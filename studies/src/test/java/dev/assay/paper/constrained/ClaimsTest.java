package dev.assay.paper.constrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.io.BadInputException;
import dev.assay.paper.constrained.Findings.Measured;
import dev.assay.paper.constrained.Findings.Scaling;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.ConvolutionalNetworks;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Judged;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Perceptrons;
import dev.assay.reproduction.Performance;
import dev.assay.store.Effort;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import dev.assay.train.Optimizer;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verdicts on margins that are known. */
class ClaimsTest {
  private static final List<Long> SEEDS = List.of(0L, 1L, 2L);
  private static final Dataset DATA = Glyphs.train(10, 1);
  private static final List<Integer> COMPONENTS = List.of(1, 2, 5);
  private static final int BLOCK = 2;
  private static final List<Integer> BLOCKS = List.of(0, 4);
  private static final String FIRST = MeanMargins.block(0, BLOCK);
  private static final String LAST = MeanMargins.block(4, BLOCK);

  /** The mean margin of a network. */
  private interface Measure {
    double of(Family.Member member, double gap);
  }

  /** Orders all networks as they should be. */
  private static final Measure GOOD = (member, gap) -> 1 - gap;

  private static final Measure REVERSED = (member, gap) -> gap;

  /** Takes both orders alike often. */
  private static final Measure BLIND = (member, gap) -> 1;

  private static final Perceptrons GRID =
      new Perceptrons(
          10, 10, List.of(16, 64), List.of(1, 2), List.of(0.0, 1e-3), List.of(16, 128), 1);

  /** What is measured in each space; in those not named, nothing tells networks apart. */
  private final Map<String, Measure> measures = new LinkedHashMap<>();

  private final List<Scaling> scalings = new ArrayList<>();

  private Chance chance = new Chance(1_000_000, 0.1);
  private List<Effort> efforts = List.of();

  private ClaimsTest in(String space, Measure measure) {
    measures.put(space, measure);
    return this;
  }

  /** Each hyperparameter moves the gap, each by another amount: no two networks have the same. */
  private static double gap(Family.Member member) {
    return 0.08 * (member.setting().integer(Perceptrons.WIDTH) / 64)
        + 0.04 * (member.setting().integer(Perceptrons.DEPTH) - 1)
        + (member.setting().real(Perceptrons.WEIGHT_DECAY) > 0 ? 0.02 : 0)
        + 0.01 * (member.setting().integer(Perceptrons.BATCH) / 128);
  }

  private static List<Family.Member> members(long seed) {
    TrainingSpec training =
        new TrainingSpec(
            Laboratory.perceptron(DATA, 8, 1),
            DATA.provenance(),
            DATA.provenance(),
            TrainingConfig.of(Optimizer.adam(1e-3), 1, seed),
            List.of());
    return new Family(GRID.axes(), setting -> training).members(seed);
  }

  private Claim claim(String id) {
    Stream.of(
            Stream.of(MeanMargins.INPUT, MeanMargins.KNEE),
            Stream.of(MeanMargins.HIDDEN_FIRST, MeanMargins.HIDDEN_LAST, MeanMargins.RANDOM),
            COMPONENTS.stream().map(MeanMargins::leading))
        .flatMap(spaces -> spaces)
        .forEach(
            space -> {
              measures.putIfAbsent(space, BLIND);
              measures.putIfAbsent(MeanMargins.firstOrder(space), BLIND);
            });
    List<Measured> family = new ArrayList<>();
    for (long seed : SEEDS) {
      for (Family.Member member : members(seed)) {
        double gap = gap(member);
        family.add(
            new Measured(
                member,
                new Performance(1, 0.8 - gap),
                0,
                new MeanMargins(
                    List.copyOf(measures.keySet()),
                    measures.values().stream().map(m -> m.of(member, gap)).toList(),
                    measures.values().stream().map(m -> 100).toList())));
      }
    }
    Size scale = new Size(SEEDS.size(), 100, COMPONENTS, BLOCK, BLOCKS, 1, GRID);
    Findings findings =
        new Findings(scale, SEEDS, family, scalings, Map.of(0L, 3, 1L, 3, 2L, 3), chance, efforts);
    Bootstrap bootstrap = new Bootstrap(400, 0.95, 1);
    return Judged.of(
        id,
        Stream.of(
            new Predictors(findings, bootstrap),
            new Components(findings, bootstrap),
            new Rescalings(findings)));
  }

  private Verdict verdict(String id) {
    return claim(id).verdict();
  }

  @Test
  void constrainedMarginsThatOrderBetter() {
    assertThat(in(MeanMargins.KNEE, GOOD).verdict("A1")).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void inputMarginsThatOrderBetter() {
    assertThat(in(MeanMargins.INPUT, GOOD).verdict("A1")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void marginsThatOrderAlike() {
    in(MeanMargins.KNEE, GOOD).in(MeanMargins.INPUT, GOOD);

    assertThat(verdict("A1")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void scoresStandBesideTau() {
    List<Quantity> numbers = in(MeanMargins.KNEE, GOOD).claim("A1").numbers();

    assertThat(numbers).extracting(Quantity::label).contains("score of PGDL, constrained");
    assertThat(numbers.get(0).value()).isEqualTo(1);
    assertThat(numbers.get(3).value()).isBetween(0.999, 1.001);
    assertThat(numbers.get(4).value()).isZero();
  }

  /** A network without a margin is in no order, and a grid with a hole has no score. */
  @Test
  void aNetworkWithoutMarginIsLeftOut() {
    in(MeanMargins.KNEE, (member, gap) -> gap == 0 ? Double.NaN : 1 - gap);
    Claim claim = claim("A1");

    assertThat(claim.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(claim.numbers()).extracting(Quantity::label).noneMatch(l -> l.contains("score"));
  }

  @Test
  void hiddenMarginsMustBeWorseToo() {
    in(MeanMargins.KNEE, GOOD);
    assertThat(verdict("A2")).isEqualTo(Verdict.HOLDS);

    in(MeanMargins.HIDDEN_LAST, GOOD);
    assertThat(verdict("A2")).isEqualTo(Verdict.UNDECIDED);

    in(MeanMargins.KNEE, BLIND);
    assertThat(verdict("A2")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void inputMarginsThatDoNotPredict() {
    assertThat(in(MeanMargins.INPUT, BLIND).verdict("A3")).isEqualTo(Verdict.HOLDS);
    assertThat(in(MeanMargins.INPUT, REVERSED).verdict("A3")).isEqualTo(Verdict.HOLDS);
    assertThat(in(MeanMargins.INPUT, GOOD).verdict("A3")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** They order all networks, but follow batch size where that moves nothing, or the wrong way. */
  @Test
  void inputMarginsMustPredictAlongEachHyperparameter() {
    in(
        MeanMargins.INPUT,
        (member, gap) -> 1 - gap + 0.02 * (member.setting().integer(Perceptrons.BATCH) / 128));
    assertThat(verdict("A3")).isEqualTo(Verdict.HOLDS);

    in(
        MeanMargins.INPUT,
        (member, gap) -> 1 - gap + 0.01 * (member.setting().integer(Perceptrons.BATCH) / 128));
    assertThat(verdict("A3")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void fewComponentsThatPredictBetterThanAll() {
    in(MeanMargins.leading(2), GOOD);
    assertThat(verdict("A4")).isEqualTo(Verdict.HOLDS);

    in(MeanMargins.INPUT, GOOD);
    assertThat(verdict("A4")).isEqualTo(Verdict.UNDECIDED);

    in(MeanMargins.leading(2), BLIND);
    assertThat(verdict("A4")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** Each number of components is right on one seed and wrong on the others. */
  @Test
  void theNumberOfComponentsIsChosenOnOtherSeeds() {
    for (int i = 0; i < COMPONENTS.size(); i++) {
      long lucky = SEEDS.get(i);
      in(
          MeanMargins.leading(COMPONENTS.get(i)),
          (member, gap) -> member.seed() == lucky ? 1 - gap : gap);
    }

    assertThat(verdict("A4")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void blocksOfLowVariance() {
    in(FIRST, GOOD).in(LAST, (member, gap) -> 0.5);
    assertThat(verdict("A5")).isEqualTo(Verdict.HOLDS);

    in(LAST, (member, gap) -> 0.5 - 0.5 * gap);
    assertThat(verdict("A5")).isEqualTo(Verdict.UNDECIDED);

    in(LAST, (member, gap) -> 2);
    assertThat(verdict("A5")).isEqualTo(Verdict.DOES_NOT_HOLD);

    in(FIRST, BLIND).in(LAST, (member, gap) -> 0.5 - 0.5 * gap);
    assertThat(verdict("A5")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void oneBlockDecidesNothing() {
    Claim claim = in(FIRST, GOOD).in(MeanMargins.firstOrder(FIRST), GOOD).claim("A5");

    assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim.evidence()).contains("fewer than two blocks");
  }

  private Verdict rescaled(double input, double hidden) {
    List<String> spaces = List.of(MeanMargins.INPUT, MeanMargins.HIDDEN_LAST);
    List<Integer> counts = List.of(100, 100);
    scalings.clear();
    scalings.add(
        new Scaling(
            new MeanMargins(spaces, List.of(2.0, 1.0), counts),
            new MeanMargins(spaces, List.of(2 * input, hidden), counts),
            1,
            4));
    Claim claim = claim("A6");
    assertThat(claim.numbers().get(1).value()).isEqualTo(4);
    return claim.verdict();
  }

  @Test
  void scaledWeights() {
    assertThat(rescaled(1, 4)).isEqualTo(Verdict.HOLDS);
    assertThat(rescaled(1.00001, 1)).isEqualTo(Verdict.UNDECIDED);
    assertThat(rescaled(1.01, 1)).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(rescaled(0.99, 1)).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void timesAreHeldAgainstTheLimitOfPgdl() {
    efforts = List.of(new Effort(301, 9), new Effort(300, 9), new Effort(2.5, 9000));

    assertThat(verdict("A7")).isEqualTo(Verdict.NOT_TESTED);
    assertThat(claim("A7").numbers()).extracting(Quantity::value).containsExactly(3.0, 2.0);
  }

  @Test
  void timesThatAreNotKnownAreNotJudged() {
    assertThat(verdict("A7")).isEqualTo(Verdict.NOT_TESTED);
    assertThat(claim("A7").evidence()).contains("not known");
  }

  /** Margins that order nothing hold A3, unless nothing could be ordered. */
  @Test
  void whereGapsAreNoiseNothingIsSaidOfInputMargins() {
    assertThat(verdict("A3")).isEqualTo(Verdict.HOLDS);

    chance = new Chance(20, 0.1);
    Claim claim = claim("A3");
    assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim.open()).extracting(Quantity::label).containsExactly("tau that is reachable");
  }

  /** Tau and score are larger, but along each hyperparameter the order is wrong. */
  @Test
  void aScoreThatSaysTheOppositeLeavesItOpen() {
    Claim good = in(MeanMargins.KNEE, GOOD).in(MeanMargins.INPUT, REVERSED).claim("A1");
    assertThat(good.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(good.evidence())
        .contains("constrained − input: by Kendall's tau larger, by granulated tau larger, by");

    Comparison opposed =
        new Comparison(
            "a − b",
            new Estimate(0.3, 0.1, 0.5, 0.95, null),
            new Estimate(-0.3, -0.5, -0.1, 0.95, null),
            new Estimate(0.1, -0.1, 0.3, 0.95, null));
    assertThat(opposed.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(opposed.open()).extracting(Quantity::label).containsExactly("a − b, granulated tau");
    assertThat(opposed.told())
        .isEqualTo(
            "a − b: by Kendall's tau larger, by granulated tau smaller, by PGDL's score open.");
  }

  private Findings checked(ToDoubleFunction<Family.Member> test) {
    List<Measured> family =
        members(0).stream()
            .map(
                m ->
                    new Measured(
                        m,
                        new Performance(1, test.applyAsDouble(m)),
                        0.3,
                        new MeanMargins(List.of("input"), List.of(1.0), List.of(10))))
            .toList();
    return new Findings(
            new Size(1, 100, COMPONENTS, BLOCK, BLOCKS, 1, GRID),
            List.of(0L),
            family,
            List.of(),
            Map.of(0L, 3),
            new Chance(1000, 0.1),
            List.of())
        .checked("some data");
  }

  @Test
  void whereNothingGeneralisesThereIsNothingToOrder() {
    // the limit is 12.8 %: gaps of 0, 1 and 2 points are below
    assertThat(checked(m -> 0.1 + gap(m)).atChance()).isEqualTo(3);
    assertThatThrownBy(() -> checked(m -> 0.1 + gap(m) / 10))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("some data: 16 perceptrons")
        .hasMessageContaining("none generalises")
        .hasMessageContaining("at most 11.5 %");
    assertThatThrownBy(() -> checked(m -> 0.6))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("seed 0 have the same generalisation gap, 40.00 points");
  }

  @Test
  void networksThatWereNotTrainedToTheCriterionAreFound() {
    assertThat(checked(m -> 0.1 + gap(m)).untrained().none()).isTrue();
    ConvolutionalNetworks family = ConvolutionalNetworks.quick();
    assertThat(GRID.isTrained(0.02, 0.99)).isFalse();
    assertThat(GRID.isTrained(0.02, 1)).isTrue();
    assertThat(family.isTrained(0.11, 1)).isFalse();
    assertThat(family.isTrained(0.1, 0.99)).isTrue();
  }

  /** A single seed is judged on the half of its networks that did not choose. */
  @Test
  void theHalvesOfASingleSeedAreBalanced() {
    List<List<Measured>> halves = checked(m -> 0.1 + gap(m)).parts();

    assertThat(halves).hasSize(2);
    for (List<Measured> half : halves) {
      assertThat(half).hasSize(8);
      for (Family.Hyperparameter axis : GRID.axes()) {
        assertThat(
                half.stream()
                    .filter(m -> m.member().setting().of(axis.name()).equals(axis.values().get(0))))
            .hasSize(4);
      }
    }
  }
}
