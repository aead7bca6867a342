package dev.assay.paper.stride;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.paper.stride.Findings.Measured;
import dev.assay.reproduction.Judged;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.reproduction.Performance;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Homogeneity;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verdicts on networks that are known. */
class ClaimsTest {
  private static final List<Long> SEEDS = List.of(0L, 1L, 2L, 3L, 4L);

  /** From seed to seed, around 0. */
  private static final double[] CHANCE = {0.004, -0.005, 0.001, -0.002, 0.003};

  private static final Size SIZE = Size.of(Scale.QUICK, Shape.image(1, 28, 28));

  /** Of a network; chance comes on top, other for each design. */
  private interface Value {
    double of(Look look, Design design);
  }

  private Value mcs = (look, design) -> 0.5;
  private Value changed = (look, design) -> 0.5;
  private Value clean = (look, design) -> 0.9;
  private double rolled;

  private Measured network(Look look, Design design, int seed) {
    double chance =
        CHANCE[(seed + design.kernel() + design.stride() + 2 * look.ordinal() * seed) % 5];
    double[] alike = {mcs.of(look, design) + chance};
    double[] changes = {changed.of(look, design) + chance};
    double accuracy = clean.of(look, design) + chance;
    double[] right = {accuracy};
    return new Measured(
        look,
        design,
        seed,
        new Performance(1, accuracy),
        new Answered(changes, alike, alike, right, right),
        new Answered(new double[] {design.circular() ? rolled : 0.3}, alike, alike, right, right),
        List.of(),
        List.of());
  }

  private Verdict verdict(String id) {
    List<Measured> networks = new ArrayList<>();
    List<Homogeneity> images = new ArrayList<>();
    for (Look look : SIZE.looks()) {
      images.add(
          new Homogeneity(
              1,
              List.of(new Homogeneity.Lag(1, 0.9 - 0.1 * look.ordinal(), Homogeneity.Status.OK))));
      for (Design design :
          look == Look.PLAIN
              ? SIZE.designs()
              : List.of(Design.plain(Design.STRIDED, 2), Design.plain(Design.STRIDED, 5))) {
        for (int seed = 0; seed < SEEDS.size(); seed++) {
          networks.add(network(look, design, seed));
        }
      }
    }
    Findings findings = new Findings(SIZE, SEEDS, networks, images);
    return Judged.of(
            id,
            Stream.of(
                new Strides(findings),
                new Homogeneous(findings),
                new Remedies(findings),
                new Rolls(findings)))
        .verdict();
  }

  @Test
  void strideHelpsByBothNumbers() {
    mcs = (look, design) -> design.stride() > 1 ? 0.8 : 0.5;
    assertThat(verdict("D-1a")).isEqualTo(Verdict.UNDECIDED);
    changed = (look, design) -> design.stride() > 1 ? 0.2 : 0.5;
    assertThat(verdict("D-1a")).isEqualTo(Verdict.HOLDS);
    mcs = (look, design) -> design.stride() > 1 ? 0.2 : 0.5;
    assertThat(verdict("D-1a")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void strideAddsMoreWithTheLargeKernel() {
    mcs = (look, design) -> design.stride() > 1 ? 0.5 + 0.05 * design.kernel() : 0.5;
    assertThat(verdict("D-1b")).isEqualTo(Verdict.HOLDS);
    mcs = (look, design) -> design.stride() > 1 ? 0.9 - 0.05 * design.kernel() : 0.5;
    assertThat(verdict("D-1b")).isEqualTo(Verdict.DOES_NOT_HOLD);
    mcs = (look, design) -> design.stride() > 1 ? 0.8 : 0.5;
    assertThat(verdict("D-1b")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void largeKernelsCostAccuracy() {
    mcs = (look, design) -> 0.1 * design.kernel();
    clean = (look, design) -> 0.95 - 0.02 * design.kernel();
    assertThat(verdict("D-2")).isEqualTo(Verdict.HOLDS);
    clean = (look, design) -> 0.8 + 0.02 * design.kernel();
    assertThat(verdict("D-2")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** Looks are less and less homogeneous by their number; 0.5 is reached at 2, 2.5, 3 … or back. */
  @Test
  void neededKernelsFallWithHomogeneity() {
    mcs = (look, design) -> 0.5 + 0.1 * (design.kernel() - 2 - 0.5 * look.ordinal());
    assertThat(verdict("D-3")).isEqualTo(Verdict.HOLDS);
    mcs = (look, design) -> 0.5 + 0.1 * (design.kernel() - 5 + 0.5 * look.ordinal());
    assertThat(verdict("D-3")).isEqualTo(Verdict.DOES_NOT_HOLD);
    mcs = (look, design) -> 0.5 + 0.1 * (design.kernel() - 3);
    assertThat(verdict("D-3")).isEqualTo(Verdict.UNDECIDED);
  }

  /** Where a larger kernel does not help, none is enough, and nothing can be said of slopes. */
  @Test
  void withoutGainsNoKernelIsNeeded() {
    mcs = (look, design) -> 0.5 - 0.1 * design.kernel();
    assertThat(verdict("D-3")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void remedies() {
    mcs = (look, design) -> design.moved() ? 0.9 : design.equals(Design.base()) ? 0.3 : 0.6;
    assertThat(verdict("D-4a")).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("D-4b")).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("D-4c")).isEqualTo(Verdict.HOLDS);
    mcs = (look, design) -> design.head() == Head.MEAN ? 0.9 : design.moved() ? 0.6 : 0.7;
    assertThat(verdict("D-4a")).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict("D-4b")).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("D-4c")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void oneAnswerThatARollChangesIsTooMany() {
    assertThat(verdict("D-5")).isEqualTo(Verdict.HOLDS);
    rolled = 0.001;
    assertThat(verdict("D-5")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }
}
