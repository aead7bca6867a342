package dev.assay.paper.batchnorm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.measure.LocalPieces;
import dev.assay.measure.LocalPieces.Direction;
import dev.assay.measure.Sparsity;
import dev.assay.paper.batchnorm.Findings.Around;
import dev.assay.paper.batchnorm.Findings.Clusters;
import dev.assay.paper.batchnorm.Findings.Measured;
import dev.assay.paper.batchnorm.Size.Variant;
import dev.assay.reproduction.Judged;
import dev.assay.reproduction.Performance;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.representation.ClassClusters;
import dev.assay.study.representation.Collapse;
import dev.assay.study.representation.Cosines;
import dev.assay.study.representation.FreeClusters;
import dev.assay.study.representation.Grouping;
import dev.assay.study.representation.Halves;
import dev.assay.study.representation.Sparseness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verdicts on networks that are known. */
class ClaimsTest {
  private static final List<Long> SEEDS = List.of(0L, 1L, 2L, 3L);

  /** From seed to seed, around 0. */
  private static final double[] CHANCE = {0.01, -0.02, 0.03, -0.02};

  private static final List<Variant> VARIANTS =
      IntStream.range(0, 6).mapToObj(v -> new Variant(8, 1000 - v, 1)).toList();

  private static final Size SIZE =
      new Size(4, 2000, 32, 10, 0.1, List.of(0.1), VARIANTS, 10, 2, List.of(0.5));

  /** Of a network; chance comes on top. */
  private interface Value {
    double of(Arm arm, int variant);
  }

  private static Value with(double plain, double normalised) {
    return (arm, variant) -> arm == Arm.PLAIN ? plain : normalised;
  }

  private Value first = with(0.5, 0.5);
  private Value last = with(0.5, 0.5);

  /** All indices but Davies and Bouldin's, large for good. */
  private Value quality = with(0.5, 0.5);

  private Value daviesBouldin = with(1, 1);
  private Value random = with(11, 11);
  private Value towards = with(11, 11);
  private Value accuracy = (arm, variant) -> 0.7 + 0.04 * variant;
  private double loss = 0.05;
  private double noise = 1;

  private Claim claim(String id) {
    List<Measured> networks = new ArrayList<>();
    for (int v = 0; v < VARIANTS.size(); v++) {
      for (long seed : SEEDS) {
        for (Arm arm : Arm.values()) {
          // the arms have other chance: twins differ by it
          double chance = noise * CHANCE[(int) (seed + (arm == Arm.PLAIN ? 0 : 1)) % CHANCE.length];
          networks.add(network(seed, arm, v, chance));
        }
      }
    }
    Findings findings =
        new Findings(
            Chain.FOUR, SIZE, SEEDS, Map.of(Arm.PLAIN, 0.1, Arm.NORMALISED, 0.1), networks);
    return Judged.of(
        id,
        Stream.of(
            new Gathering(findings),
            new Sparsities(findings),
            new Pieces(findings),
            new Generalisation(findings)));
  }

  private Measured network(long seed, Arm arm, int variant, double chance) {
    double good = quality.of(arm, variant) + chance;
    List<Sparsity.Found> sparsity =
        IntStream.range(0, 4)
            .mapToObj(layer -> (layer < 2 ? first : last).of(arm, variant) + chance)
            .map(ClaimsTest::sparsity)
            .toList();
    return new Measured(
        seed,
        arm,
        VARIANTS.get(variant),
        new Performance(1, accuracy.of(arm, variant) + chance / 10),
        loss,
        sparsity,
        Collections.nCopies(4, layer(good, daviesBouldin.of(arm, variant) + chance)),
        collapse(1 - good),
        variant > 0
            ? List.of()
            : List.of(
                around(Direction.RANDOM, random.of(arm, 0) + 10 * chance),
                around(Direction.SAMPLE, towards.of(arm, 0) + 10 * chance)));
  }

  private static Around around(Direction direction, double pieces) {
    int hundred = (int) Math.round(100 * pieces);
    int[] found = new int[100];
    for (int i = 0; i < found.length; i++) {
      found[i] = hundred / 100 + (i < hundred % 100 ? 1 : 0);
    }
    return new Around(direction, 0.5, new LocalPieces.Found(found));
  }

  private static Sparsity.Found sparsity(double zeros) {
    Sparseness all =
        new Sparseness(Sparseness.Status.OK, zeros, 0, 0, 0, 0, zeros, zeros, zeros, zeros, zeros);
    return new Sparsity.Found(all, all, all);
  }

  private static Halves<Clusters> layer(double good, double daviesBouldin) {
    double bad = 1 - good;
    ClassClusters classes =
        new ClassClusters(
            ClassClusters.Status.OK, daviesBouldin, good, bad, good, good, good, good);
    Grouping groups = new Grouping(10, 0, good, good, good, good, good);
    FreeClusters free =
        new FreeClusters(
            FreeClusters.Status.OK,
            groups,
            groups,
            groups,
            groups,
            groups,
            new Cosines(good, 0, new int[Cosines.BINS], new int[Cosines.BINS]),
            null);
    Clusters clusters = new Clusters(classes, classes, free);
    return new Halves<>(clusters, clusters, clusters);
  }

  private static Halves<Collapse> collapse(double bad) {
    Collapse all = new Collapse(Collapse.Status.OK, bad, bad, bad, bad, bad, bad, bad);
    return new Halves<>(all, all, all);
  }

  private Verdict verdict(String id) {
    return claim(id).verdict();
  }

  @Test
  void sparsityThatDiffersInMostLayers() {
    first = with(0.3, 0.5);
    assertThat(verdict("A-1a")).isEqualTo(Verdict.UNDECIDED);
    last = with(0.6, 0.5);
    assertThat(verdict("A-1a")).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("A-3")).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void sparsityThatDoesNotDifferIsAlikeOnlyWhereSeedsAgree() {
    assertThat(claim("A-1a").open()).isNotEmpty();
    noise = 0.1;
    assertThat(verdict("A-1a")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void profileThatIsNotFlattened() {
    first = with(0.5, 0.3);
    assertThat(verdict("A-3")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void profileOfWhichOneEndIsOpen() {
    first = with(0.3, 0.5);
    Claim claim = claim("A-3");

    assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim.open()).hasSize(1);
    assertThat(claim.open().get(0).label()).contains("convolution 4");
    assertThat(claim.open().get(0).remark()).contains("seeds (now: 4)");
  }

  /** Zeros do not change with accuracy, but by chance. */
  @Test
  void sparsityThatDoesNotMatter() {
    Claim claim = claim("A-1b");

    assertThat(claim.verdict()).isIn(Verdict.HOLDS, Verdict.UNDECIDED);
    assertThat(claim.evidence()).contains("among 24 networks", "24 with it");
    assertThat(claim.numbers().get(0).value()).isBetween(-0.3, 0.3);
    assertThat(claim.open().isEmpty()).isEqualTo(claim.verdict() == Verdict.HOLDS);
  }

  @Test
  void sparsityThatGoesWithAccuracyInOneArm() {
    first = (arm, variant) -> 0.5 - (arm == Arm.PLAIN ? 0 : 0.05 * variant);
    assertThat(verdict("A-1b")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void accuraciesThatHardlyDifferDecideNothing() {
    accuracy = with(0.9, 0.9);
    Claim claim = claim("A-1b");

    assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim.open()).hasSize(2);
    assertThat(claim.open().get(0).remark()).isEqualTo("accuracies hardly differ");
  }

  @Test
  void networksThatDidNotReachTheLossDecideNothing() {
    loss = 0.2;
    Claim claim = claim("A-1b");

    assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim.open().get(0).remark()).isEqualTo("0 networks reached the loss");
  }

  @Test
  void betterByAllIndices() {
    quality = with(0.3, 0.6);
    daviesBouldin = with(2, 1);
    assertThat(verdict("A-2")).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("A-4")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void betterByAllIndicesButOne() {
    quality = with(0.3, 0.6);
    daviesBouldin = with(1, 2);
    assertThat(claim("A-2").evidence())
        .contains("Reverses by: Davies–Bouldin; Davies–Bouldin, scaled. Undecided by: none.")
        .endsWith("(Bonferroni): Davies–Bouldin; Davies–Bouldin, scaled.");
    assertThat(verdict("A-2")).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(verdict("A-4")).isEqualTo(Verdict.HOLDS);
  }

  /** With twins' differences of ±0.05 at most, 0.08 excludes 0, but not among 23 indices. */
  @Test
  void worseByOneIndexAloneButNotSurely() {
    quality = with(0.3, 0.6);
    daviesBouldin = with(1, 1.08);
    Claim claim = claim("A-2");

    assertThat(claim.evidence()).contains("Reverses by: Davies–Bouldin;").endsWith(": none.");
    assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim.open().get(0).remark()).isEqualTo("reverses alone, not surely among 23");
    assertThat(verdict("A-4")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void betterByAllIndicesButOneThatIsOpen() {
    quality = with(0.3, 0.6);
    Claim depends = claim("A-4");

    assertThat(verdict("A-2")).isEqualTo(Verdict.UNDECIDED);
    assertThat(depends.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(depends.open()).hasSize(2);
    assertThat(depends.open().get(0).label()).startsWith("Davies–Bouldin");
  }

  @Test
  void piecesThatAreMoreOrFewer() {
    assertThat(verdict("A-5")).isEqualTo(Verdict.UNDECIDED);
    random = with(11, 21);
    assertThat(claim("A-5").open()).hasSize(1);
    towards = with(11, 16);
    assertThat(verdict("A-5")).isEqualTo(Verdict.HOLDS);
    assertThat(claim("A-5").evidence()).contains("2.00 times (random, 0.5)");
    random = with(21, 11);
    assertThat(verdict("A-5")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }
}
