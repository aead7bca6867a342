package dev.assay.paper.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.measure.SegmentFragmentation.Changes;
import dev.assay.paper.fragmentation.Findings.Draw;
import dev.assay.paper.fragmentation.Findings.End;
import dev.assay.reproduction.Performance;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.study.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Verdicts on curves that are known. */
class ByWidthTest {
  private static final int SEGMENTS = 200;
  private static final List<Integer> WIDTHS = List.of(4, 8, 16, 32, 64);
  private static final double[] TRAIN = {0.6, 0.7, 0.8, 0.99, 1};
  private static final double[] PEAK = {0.05, 0.2, 0.5, 0.3, 0.1};
  private static final double[] FALL = {0.5, 0.4, 0.3, 0.2, 0.1};
  private static final double[] FLAT = {0.2, 0.2, 0.2, 0.2, 0.2};

  private static final Dataset DATA = Glyphs.train(40, 1);
  private static final int[] FIRST_OF_CLASS = sameClass();

  private static int[] sameClass() {
    int label = DATA.label(0);
    return IntStream.range(0, DATA.count()).filter(i -> DATA.label(i) == label).limit(2).toArray();
  }

  /** Segments of which a share leaves the class of its ends and comes back. */
  private static Changes lines(double share) {
    int label = DATA.label(0);
    int[] changes = IntStream.range(0, SEGMENTS).map(i -> i < share * SEGMENTS ? 2 : 0).toArray();
    int[] classes =
        Arrays.stream(changes)
            .flatMap(
                c -> IntStream.of(c == 0 ? new int[] {label} : new int[] {label, label + 1, label}))
            .toArray();
    double[] positions = new double[Arrays.stream(changes).sum()];
    Arrays.fill(positions, 0.5);
    return new Changes(changes, positions, classes, SEGMENTS);
  }

  private static Verdict verdict(String id, double[] without, double[]... seeds) {
    List<Draw> draws = new ArrayList<>();
    List<End> ends = new ArrayList<>();
    Tuples pairs =
        new Tuples(
            IntStream.range(0, SEGMENTS).mapToObj(i -> FIRST_OF_CLASS).toArray(int[][]::new));
    for (int s = 0; s < seeds.length; s++) {
      Draw draw = new Draw(s, DATA, DATA, pairs, pairs, pairs);
      draws.add(draw);
      for (int w = 0; w < WIDTHS.size(); w++) {
        Performance accuracy = new Performance(TRAIN[w], 0.5);
        ends.add(new End(draw, true, WIDTHS.get(w), lines(seeds[s][w]), accuracy));
        ends.add(new End(draw, false, WIDTHS.get(w), lines(without[w]), accuracy));
      }
    }
    Size scale =
        new Size(
            seeds.length, 40, 40, WIDTHS, 0.2, 1, 1, SEGMENTS, List.of(), List.of(), 1, 1, 0, null);
    Findings findings =
        new Findings(scale, draws, ends, List.of(), List.of(), List.of(), List.of(), List.of());
    return new ByWidth(findings, Bootstrap.standard(1))
        .claims().stream()
            .filter(claim -> claim.id().equals(id))
            .findFirst()
            .orElseThrow()
            .verdict();
  }

  @Test
  void aPeakNearInterpolationHolds() {
    assertThat(verdict("B1", FLAT, PEAK, PEAK, PEAK)).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void aFallFromTheSmallestWidthDoesNot() {
    assertThat(verdict("B1", FLAT, FALL, FALL, FALL)).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void aRiseToTheLargestWidthIsUndecided() {
    double[] rise = {0.05, 0.1, 0.2, 0.3, 0.4};

    assertThat(verdict("B1", FLAT, rise, rise, rise)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void noDifferenceIsUndecided() {
    assertThat(verdict("B1", FLAT, FLAT, FLAT, FLAT)).isEqualTo(Verdict.UNDECIDED);
  }

  /** However many segments there are: with another three seeds it might be two of three. */
  @Test
  void aSeedThatDisagreesLeavesItUndecided() {
    assertThat(verdict("B1", FLAT, PEAK, PEAK, FALL)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void noiseIsComparedAtEqualWidth() {
    double[] less = {0.02, 0.1, 0.2, 0.1, 0.02};

    assertThat(verdict("B6", less, PEAK, PEAK, PEAK)).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("B6", PEAK, less, less, less)).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(verdict("B6", PEAK, PEAK, PEAK, PEAK)).isEqualTo(Verdict.UNDECIDED);
  }
}
