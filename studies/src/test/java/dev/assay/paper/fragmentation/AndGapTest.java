package dev.assay.paper.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.measure.SegmentFragmentation.Changes;
import dev.assay.paper.fragmentation.Findings.Draw;
import dev.assay.paper.fragmentation.Findings.Ordered;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Family.Member;
import dev.assay.reproduction.Family.Setting;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Perceptrons;
import dev.assay.reproduction.Performance;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Plot;
import dev.assay.study.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Families whose order is known. */
class AndGapTest {
  private static final Dataset DATA = Glyphs.train(40, 1);
  private static final Chance TENTH = new Chance(900, 0.1);

  private static final Perceptrons FAMILY =
      new Perceptrons(40, 900, List.of(2, 3, 4), List.of(1, 2), List.of(0.0), List.of(20), 1);

  private static Claim claim(double... tests) {
    return family(1, tests).claims().get(0);
  }

  /**
   * Networks with more class changes the larger they are, by width first.
   *
   * @param train accuracy of the first one; the others fit all samples
   */
  private static AndGap family(double train, double... tests) {
    List<Draw> draws = new ArrayList<>();
    List<Ordered> family = new ArrayList<>();
    for (long seed = 0; seed < 3; seed++) {
      draws.add(new Draw(seed, DATA, DATA, null, null, null));
      for (int i = 0; i < tests.length; i++) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(Perceptrons.WIDTH, FAMILY.widths().get(i / 2));
        values.put(Perceptrons.DEPTH, FAMILY.depths().get(i % 2));
        Setting setting = new Setting(values, seed);
        Changes lines = new Changes(new int[] {i}, new boolean[1], new long[0], 1);
        family.add(
            new Ordered(
                new Member(setting, null),
                new Performance(i == 0 ? train : 1, tests[i]),
                0,
                lines));
      }
    }
    Size scale =
        new Size(3, 40, 900, List.of(1), 0.2, 1, 1, 1, List.of(), List.of(), 1, 1, 0, FAMILY);
    Findings findings =
        new Findings(
            scale,
            NetworkKind.MLP,
            draws,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            family,
            TENTH,
            List.of());
    return new AndGap(findings, Bootstrap.standard(1));
  }

  @Test
  void theGapDecides() {
    assertThat(claim(0.9, 0.8, 0.7, 0.6, 0.5, 0.4).verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(claim(0.4, 0.5, 0.6, 0.7, 0.8, 0.9).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** However well its order fits. */
  @Test
  void ofAFamilyInWhichNothingGeneralisesNothingIsSaid() {
    Claim claim = claim(0.12, 0.115, 0.11, 0.105, 0.10, 0.09);

    assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim.evidence()).contains("nothing generalises", "right for 10 %");
    assertThat(claim.open()).singleElement().satisfies(q -> assertThat(q.value()).isEqualTo(12));
  }

  @Test
  void networksThatMissTheCriterionAreNamed() {
    double[] tests = {0.2, 0.8, 0.7, 0.6, 0.5, 0.4};

    assertThat(family(1, tests).training())
        .isEqualTo("All 18 networks were trained until the training accuracy reached 1.0.");
    assertThat(family(0.9, tests).training())
        .startsWith("3 of 18 networks were not trained until the training accuracy reached 1.0")
        .contains("{width=2, depth=1} (3)")
        .endsWith("Without them tau is 1.00.");
  }

  @Test
  void aPointNamesItsNetwork() {
    Plot.Scatter plot =
        (Plot.Scatter) family(1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4).figures().get(0).plot();
    assertThat(plot.points().get(2).tag(5).label()).isEqualTo("width 4, depth 2, seed 2");
  }
}
