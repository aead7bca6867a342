package dev.assay.paper.stride;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.paper.stride.Findings.Closely;
import dev.assay.paper.stride.Findings.Measured;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Judged;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.reproduction.Performance;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Homogeneity;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verdicts on networks that are known. */
class ClaimsTest {
  private static final List<Long> SEEDS = List.of(0L, 1L, 2L, 3L, 4L);

  /** From seed to seed, around 0. */
  private static final double[] CHANCE = {0.004, -0.005, 0.001, -0.002, 0.003};

  private static final Size SIZE = Size.of(Scale.QUICK, Shape.image(1, 28, 28), true);
  private static final Level FIRST = new Level("a", Look.PLAIN);
  private static final Level BESIDE = new Level("b", Look.PLAIN);
  private static final List<Level> LEVELS =
      Stream.concat(SIZE.looks().stream().map(look -> new Level("a", look)), Stream.of(BESIDE))
          .toList();

  /** Of a network; chance comes on top, other for each design. */
  private interface Value {
    double of(Level level, Design design);
  }

  private Size size = SIZE;
  private List<Level> levels = LEVELS;
  private Value mcs = (level, design) -> 0.5;
  private Value changed = (level, design) -> 0.5;
  private Value clean = (level, design) -> 0.9;

  /** Whose first network learned nothing, if any. */
  private Design dead;

  private double rolled;

  private Measured network(Level level, Design design, int seed) {
    double chance =
        CHANCE[(seed + design.kernel() + design.stride() + 2 * number(level) * seed) % 5];
    boolean learned = seed > 0 || !design.equals(dead);
    double[] alike = {learned ? mcs.of(level, design) + chance : 1};
    double[] changes = {changed.of(level, design) + chance};
    double accuracy = learned ? clean.of(level, design) + chance : 0.1;
    double[] right = {accuracy};
    return new Measured(
        level,
        design,
        seed,
        new Performance(1, accuracy),
        new Answered(changes, alike, alike, right, right));
  }

  /** Levels are less and less homogeneous by it. */
  private static int number(Level level) {
    return LEVELS.indexOf(level);
  }

  private Closely closely(Measured network) {
    double[] none = {};
    double[] changes = {network.design().circular() ? rolled : 0.3};
    return new Closely(
        network, new Answered(changes, none, none, none, none), null, List.of(), List.of());
  }

  private List<Measured> networks(Level level, List<Design> designs) {
    return designs.stream()
        .flatMap(
            design ->
                IntStream.range(0, SEEDS.size()).mapToObj(seed -> network(level, design, seed)))
        .toList();
  }

  private static Homogeneity alike(Level level) {
    return new Homogeneity(
        1, List.of(new Homogeneity.Lag(1, 0.9 - 0.1 * number(level), Homogeneity.Status.OK)));
  }

  private Verdict verdict(String id) {
    return claim(id).verdict();
  }

  private Claim claim(String id) {
    Findings findings =
        new Findings(
            size,
            SEEDS,
            levels,
            networks(FIRST, size.designs()).stream().map(this::closely).toList(),
            levels.stream()
                .skip(1)
                .flatMap(level -> networks(level, size.compared()).stream())
                .toList(),
            levels.stream().map(ClaimsTest::alike).toList(),
            levels.stream().map(level -> new Chance(1000, 0.1)).toList());
    return Judged.of(
        id,
        Stream.of(
            new Strides(findings),
            new Homogeneous(findings),
            new Remedies(findings),
            new Rolls(findings)));
  }

  @Test
  void strideHelpsByBothNumbers() {
    mcs = (level, design) -> design.stride() > 1 ? 0.8 : 0.5;
    assertThat(verdict("D-1a")).isEqualTo(Verdict.UNDECIDED);
    changed = (level, design) -> design.stride() > 1 ? 0.2 : 0.5;
    assertThat(verdict("D-1a")).isEqualTo(Verdict.HOLDS);
    mcs = (level, design) -> design.stride() > 1 ? 0.2 : 0.5;
    assertThat(verdict("D-1a")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** One answer for everything is as invariant as can be. */
  @Test
  void networksThatLearnedNothingDoNotCount() {
    mcs = (level, design) -> design.stride() > 1 ? 0.8 : 0.5;
    changed = (level, design) -> design.stride() > 1 ? 0.2 : 0.5;
    dead = Design.plain(Design.DENSE, Size.LARGE);
    assertThat(verdict("D-1a")).isEqualTo(Verdict.HOLDS);
    mcs = (level, design) -> design.stride() > 1 ? 0.5 + 0.05 * design.kernel() : 0.5;
    assertThat(verdict("D-1b")).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void strideAddsMoreWithTheLargeKernel() {
    mcs = (level, design) -> design.stride() > 1 ? 0.5 + 0.05 * design.kernel() : 0.5;
    assertThat(verdict("D-1b")).isEqualTo(Verdict.HOLDS);
    mcs = (level, design) -> design.stride() > 1 ? 0.9 - 0.05 * design.kernel() : 0.5;
    assertThat(verdict("D-1b")).isEqualTo(Verdict.DOES_NOT_HOLD);
    mcs = (level, design) -> design.stride() > 1 ? 0.8 : 0.5;
    assertThat(verdict("D-1b")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void largeKernelsCostAccuracy() {
    mcs = (level, design) -> 0.1 * design.kernel();
    clean = (level, design) -> 0.95 - 0.02 * design.kernel();
    assertThat(verdict("D-2")).isEqualTo(Verdict.HOLDS);
    clean = (level, design) -> 0.8 + 0.02 * design.kernel();
    assertThat(verdict("D-2")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** Levels are less and less homogeneous; 0.5 is reached at 2, 2.5, 3 … or back. */
  @Test
  void neededKernelsFallWithHomogeneity() {
    mcs = (level, design) -> 0.5 + 0.1 * (design.kernel() - 2 - 0.5 * number(level));
    assertThat(verdict("D-3a")).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("D-3b")).isEqualTo(Verdict.HOLDS);
    mcs = (level, design) -> 0.5 + 0.1 * (design.kernel() - 5 + 0.5 * number(level));
    assertThat(verdict("D-3a")).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(verdict("D-3b")).isEqualTo(Verdict.DOES_NOT_HOLD);
    mcs = (level, design) -> 0.5 + 0.1 * (design.kernel() - 3);
    assertThat(verdict("D-3a")).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict("D-3b")).isEqualTo(Verdict.UNDECIDED);
  }

  /** Where a larger kernel does not help, none is enough, and nothing can be said of slopes. */
  @Test
  void withoutGainsNoKernelIsNeeded() {
    mcs = (level, design) -> 0.5 - 0.1 * design.kernel();
    assertThat(verdict("D-3a")).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict("D-3b")).isEqualTo(Verdict.UNDECIDED);
  }

  /** Where a larger kernel does not help, but the smallest does already, none is needed. */
  @Test
  void noKernelIsNeededWhereAllAreInvariant() {
    mcs =
        (level, design) ->
            level.equals(BESIDE) ? 0.9 - 0.01 * design.kernel() : 0.1 * design.kernel();
    assertThat(verdict("D-3a")).isEqualTo(Verdict.NOT_TESTED);
    assertThat(claim("D-3b").numbers()).noneMatch(number -> Double.isNaN(number.value()));
  }

  @Test
  void dataSetsAreComparedWhereBothWereLearned() {
    clean = (level, design) -> level.equals(BESIDE) ? 0.1 : 0.9;
    assertThat(verdict("D-3a")).isEqualTo(Verdict.NOT_TESTED);
    levels = LEVELS.subList(0, LEVELS.size() - 1);
    assertThat(verdict("D-3a")).isEqualTo(Verdict.NOT_TESTED);
    assertThat(claim("D-3b").numbers()).hasSize(levels.size() + 3);
  }

  /** What is cut off at a kernel of 1 is not set beside what was measured. */
  @Test
  void dataSetsAreNotComparedWhereNoPoolingIsNeeded() {
    mcs =
        (level, design) ->
            (level.equals(BESIDE) ? 0.9 : 0.5) + 0.1 * (design.kernel() - 2 - 0.5 * number(level));
    assertThat(verdict("D-3a")).isEqualTo(Verdict.NOT_TESTED);
  }

  /** Of what is no better than chance nothing is said. */
  @Test
  void levelsThatTeachNothingAreLeftOut() {
    mcs =
        (level, design) ->
            level.look() == Look.PERMUTED ? 5 : 0.5 + 0.1 * (design.kernel() - 2 - number(level));
    clean = (level, design) -> level.look() == Look.PERMUTED ? 0.1 : 0.9;
    assertThat(verdict("D-3b")).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void filtersHelpMostWhereNeighboursAreLeastAlike() {
    assertThat(verdict("D-4d")).isEqualTo(Verdict.NOT_TESTED);
    size = Size.of(Scale.FULL, Shape.image(1, 28, 28), false);
    levels = LEVELS.subList(0, LEVELS.size() - 1);
    mcs = (level, design) -> design.equals(Size.FILTERED) ? 0.5 + 0.1 * number(level) : 0.4;
    assertThat(verdict("D-4d")).isEqualTo(Verdict.HOLDS);
    mcs = (level, design) -> design.equals(Size.FILTERED) ? 0.9 - 0.1 * number(level) : 0.4;
    assertThat(verdict("D-4d")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void remedies() {
    mcs =
        (level, design) ->
            design.moved() || design.circular() ? 0.9 : design.equals(Design.base()) ? 0.3 : 0.6;
    assertThat(verdict("D-4a")).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("D-4b")).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("D-4c")).isEqualTo(Verdict.HOLDS);
    mcs = (level, design) -> design.head() == Head.MEAN ? 0.9 : design.moved() ? 0.6 : 0.7;
    assertThat(verdict("D-4a")).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict("D-4b")).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict("D-4c")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void oneAnswerThatARollChangesIsTooMany() {
    assertThat(verdict("D-5")).isEqualTo(Verdict.HOLDS);
    rolled = 0.001;
    assertThat(verdict("D-5")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }
}
