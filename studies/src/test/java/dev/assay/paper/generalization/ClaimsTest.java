package dev.assay.paper.generalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.io.BadInputException;
import dev.assay.paper.generalization.Findings.Measured;
import dev.assay.paper.generalization.Findings.Value;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.ConvolutionalNetworks;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Family.Member;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.Performance;
import dev.assay.reproduction.Topic;
import dev.assay.score.Ranking;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Progress;
import dev.assay.study.Quantity;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.train.Optimizer;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verdicts on measures that are known. */
class ClaimsTest {
  private static final List<Long> SEEDS = List.of(0L, 1L);
  private static final Dataset DATA = Glyphs.train(10, 1);
  private static final Size QUICK = Size.of(Paper.Scale.QUICK);

  /** What a measure says of a network. */
  private interface Measure {
    double of(Member member, Recipe recipe, double gap);
  }

  private static final Measure GOOD = (member, recipe, gap) -> gap;
  private static final Measure REVERSED = (member, recipe, gap) -> -gap;

  /** The same of all. */
  private static final Measure BLIND = (member, recipe, gap) -> 1;

  private final Map<String, Measure> measures = new LinkedHashMap<>();
  private double loss = 0.05;

  private ClaimsTest with(String name, Measure measure) {
    measures.put(name, measure);
    return this;
  }

  /** Each hyperparameter moves the gap, each by another amount: no two networks have the same. */
  private static double gap(Member member) {
    return 0.16 * (member.setting().integer(ConvolutionalNetworks.FILTERS) / 6)
        + 0.08 * (member.setting().real(ConvolutionalNetworks.DROPOUT) > 0 ? 1 : 0)
        + 0.04 * (member.setting().integer(ConvolutionalNetworks.BLOCKS) / 3)
        + 0.02 * (member.setting().integer(ConvolutionalNetworks.DENSE_LAYERS) / 2)
        + 0.01 * (member.setting().integer(ConvolutionalNetworks.BATCH) / 64);
  }

  private static List<Member> members(long seed) {
    TrainingSpec training =
        new TrainingSpec(
            Laboratory.perceptron(DATA, 8, 1),
            DATA.provenance(),
            DATA.provenance(),
            TrainingConfig.of(Optimizer.adam(1e-3), 1, seed),
            List.of());
    return new Family(QUICK.family().hyperparameters(), setting -> training).members(seed);
  }

  private Findings findings() {
    List<Measured> networks = new ArrayList<>();
    for (long seed : SEEDS) {
      for (Member member : members(seed)) {
        networks.add(measured(member, Recipe.USUAL));
        if (seed == 0 && QUICK.isAudited(member)) {
          networks.add(measured(member, Recipe.FASTER));
          networks.add(measured(member, Recipe.SGD));
        }
      }
    }
    return new Findings(QUICK, SEEDS, networks, new Chance(1_000_000, 0.1));
  }

  private Measured measured(Member member, Recipe recipe) {
    double gap = gap(member);
    Map<String, Value> values = new LinkedHashMap<>();
    measures.forEach(
        (name, measure) -> values.put(name, new Value(measure.of(member, recipe, gap), "")));
    return new Measured(member, recipe, new Performance(1, 1 - gap), 0.5 - gap, loss, values, 0);
  }

  private Claim claim(String id) {
    Findings findings = findings().checked("some data");
    Ranking ranking = Ranking.of(findings.table(0), 1, Progress.NONE);
    Bootstrap bootstrap = new Bootstrap(300, 0.95, 1);
    Stream<Topic> topics =
        Stream.of(
            new Ranked(findings, ranking, "some data"),
            new Repeated(findings, ranking, bootstrap),
            new Recipes(findings, Ranking.of(findings.audit(), 1, Progress.NONE)),
            new Hidden(findings, bootstrap),
            new Fragmented(findings, ranking, bootstrap));
    return topics
        .flatMap(topic -> topic.claims().stream())
        .filter(claim -> claim.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Verdict verdict(String id) {
    return claim(id).verdict();
  }

  /** Noise: an order that has nothing to do with the gap, another for each name. */
  private static Measure noise(int name) {
    return (member, recipe, gap) ->
        Math.sin(1000 * name + 7919 * gap + 31 * member.seed() + recipe.ordinal());
  }

  private ClaimsTest noise() {
    IntStream.range(0, 10).forEach(i -> with("noise " + i, noise(i)));
    return this;
  }

  @Test
  void theBestOfManyByChanceIsNoFind() {
    assertThat(noise().verdict("G1")).isEqualTo(Verdict.UNDECIDED);
    assertThat(with("good", GOOD).verdict("G1")).isEqualTo(Verdict.HOLDS);
    measures.clear();
    with("reversed", REVERSED).with("blind", BLIND);
    assertThat(verdict("G1")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void whatIsBestIsMeasuredAgainOnAnotherSeed() {
    noise().with("good", GOOD);
    assertThat(verdict("G2")).isEqualTo(Verdict.HOLDS);

    with("good", (member, recipe, gap) -> member.seed() == 0 ? gap : -gap);
    Claim claim = claim("G2");
    assertThat(claim.verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(claim.evidence()).startsWith("good is best of 11 measures");
    assertThat(claim.numbers()).extracting(Quantity::value).containsExactly(-1.0, 1.0, 11.0);
  }

  @Test
  void rankingsThatRepeat() {
    with("good", GOOD)
        .with("some of it", (member, recipe, gap) -> gap % 0.08)
        .with("less of it", (member, recipe, gap) -> gap % 0.04)
        .with("blind", BLIND)
        .with("reversed", REVERSED);
    assertThat(verdict("G3")).isEqualTo(Verdict.HOLDS);

    measures.replaceAll(
        (name, measure) ->
            (member, recipe, gap) ->
                (member.seed() == 0 ? 1 : -1) * measure.of(member, recipe, gap));
    assertThat(verdict("G3")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void signsThatRecipesChange() {
    with("good", GOOD).with("reversed", REVERSED);
    assertThat(verdict("F1")).isEqualTo(Verdict.DOES_NOT_HOLD);

    with("fragile", (member, recipe, gap) -> recipe == Recipe.SGD ? -gap : gap);
    assertThat(verdict("F1")).isEqualTo(Verdict.HOLDS);

    measures.clear();
    assertThat(with("good", GOOD).with("blind", BLIND).verdict("F1")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void hiddenMarginsThatOrder() {
    Hidden.MARGINS.forEach(name -> with(name, GOOD));
    assertThat(verdict("H1")).isEqualTo(Verdict.DOES_NOT_HOLD);

    with(Hidden.MARGINS.get(0), BLIND);
    assertThat(verdict("H1")).isEqualTo(Verdict.DOES_NOT_HOLD);

    // orders all networks, but those that differ in batch size the wrong way
    with(
        Hidden.MARGINS.get(1),
        (member, recipe, gap) ->
            gap - 0.015 * (member.setting().integer(ConvolutionalNetworks.BATCH) / 64));
    assertThat(verdict("H1")).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void fragmentation() {
    assertThat(with("fragmentation", GOOD).verdict("B5")).isEqualTo(Verdict.HOLDS);
    assertThat(with("fragmentation", REVERSED).verdict("B5")).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(with("fragmentation", noise(1)).verdict("B5")).isEqualTo(Verdict.UNDECIDED);
    with("good", GOOD).with("fragmentation", (member, recipe, gap) -> Double.NaN);
    assertThat(verdict("B5")).isEqualTo(Verdict.NOT_TESTED);
  }

  @Test
  void aMeasureThatIsNotDefinedOfSomeIsNotRanked() {
    with("good", GOOD).with("hollow", (member, recipe, gap) -> gap < 0.02 ? Double.NaN : gap);

    assertThat(findings().measures()).containsExactly("good");
    assertThat(findings().undefined())
        .containsExactly(new Findings.Undefined("hollow", 8, "has no finite value"));
  }

  @Test
  void networksThatMissTheCriterionAreNotJudged() {
    with("good", GOOD);
    loss = 0.11;

    assertThat(findings().family(0)).isEmpty();
    assertThat(findings().untrained(Recipe.SGD).members()).hasSize(16);
    assertThatThrownBy(() -> findings().checked("some data"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("some data: of 32 networks of seed 0 only 0 were trained");
  }

  @Test
  void twinsDifferInTheirRecipeAlone() {
    TrainingSpec usual = members(0).get(0).training();
    TrainingSpec faster = Recipe.FASTER.of(usual, 0.02);
    TrainingSpec sgd = Recipe.SGD.of(usual, 0.02);

    assertThat(faster.training().optimizer().rate()).isEqualTo(2e-3f);
    assertThat(sgd.training().optimizer()).isEqualTo(new Optimizer.Sgd(0.02f, 0.9f, 0, false));
    assertThat(sgd.training().seed()).isEqualTo(usual.training().seed());
    assertThat(sgd.train()).isEqualTo(usual.train());
    assertThat(Recipe.RESEEDED.of(usual, 0.02)).isEqualTo(usual);
  }
}
