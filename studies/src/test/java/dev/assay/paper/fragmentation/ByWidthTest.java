package dev.assay.paper.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.io.BadInputException;
import dev.assay.measure.SegmentFragmentation.Changes;
import dev.assay.paper.fragmentation.Findings.Draw;
import dev.assay.paper.fragmentation.Findings.End;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Performance;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.fragmentation.LineFragmentation;
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
  private static final int FEW = Fitted.FEW - 1;
  private static final List<Integer> WIDTHS = List.of(4, 8, 16, 32, 64);
  private static final double[] TRAIN = {0.6, 0.7, 0.8, 0.995, 1};
  private static final double[] PEAK = {0.05, 0.2, 0.5, 0.3, 0.1};
  private static final double[] FALL = {0.5, 0.4, 0.3, 0.2, 0.1};
  private static final double[] FLAT = {0.2, 0.2, 0.2, 0.2, 0.2};

  private static final Dataset DATA = Glyphs.train(40, 1);
  private static final int[] FIRST_OF_CLASS = sameClass();

  private static int[] sameClass() {
    int label = DATA.label(0);
    return IntStream.range(0, DATA.count()).filter(i -> DATA.label(i) == label).limit(2).toArray();
  }

  /**
   * Segments of which a share leaves the class of its ends and comes back; NaN: all but a few with
   * wrong ends.
   */
  private static Changes lines(double share) {
    int[] changes = IntStream.range(0, SEGMENTS).map(i -> i < share * SEGMENTS ? 2 : 0).toArray();
    boolean[] asLabelled = new boolean[SEGMENTS];
    Arrays.fill(asLabelled, 0, Double.isNaN(share) ? FEW : SEGMENTS, true);
    long[] seen = new long[LineFragmentation.GRIDS.size()];
    Arrays.fill(seen, Arrays.stream(changes).sum());
    return new Changes(changes, asLabelled, seen, SEGMENTS);
  }

  private static Verdict verdict(String id, double[] without, double[]... seeds) {
    return claim(id, TRAIN, without, seeds).verdict();
  }

  private static Claim claim(String id, double[] train, double[] without, double[]... seeds) {
    return new ByWidth(findings(train, without, seeds), Bootstrap.standard(1))
        .claims().stream().filter(claim -> claim.id().equals(id)).findFirst().orElseThrow();
  }

  /**
   * @param train accuracies, by width
   * @param without levels without label noise, by width
   * @param seeds levels with label noise, by width
   */
  private static Findings findings(double[] train, double[] without, double[]... seeds) {
    List<Draw> draws = new ArrayList<>();
    List<End> ends = new ArrayList<>();
    Tuples pairs =
        new Tuples(
            IntStream.range(0, SEGMENTS).mapToObj(i -> FIRST_OF_CLASS).toArray(int[][]::new));
    for (int s = 0; s < seeds.length; s++) {
      Draw draw = new Draw(s, DATA, DATA, pairs, pairs, pairs);
      draws.add(draw);
      for (int w = 0; w < WIDTHS.size(); w++) {
        Performance accuracy = new Performance(train[w], 0.5);
        ends.add(new End(draw, true, WIDTHS.get(w), lines(seeds[s][w]), accuracy));
        ends.add(new End(draw, false, WIDTHS.get(w), lines(without[w]), accuracy));
      }
    }
    Size scale =
        new Size(
            seeds.length, 40, 40, WIDTHS, 0.2, 1, 1, SEGMENTS, List.of(), List.of(), 1, 1, 0, null);
    return new Findings(
        scale,
        NetworkKind.CNN,
        draws,
        ends,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of());
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
  void aPeakIsOneOnlyWhereTheRangeGoesOnBeyondInterpolation() {
    Claim none = claim("B1", new double[] {0.5, 0.6, 0.7, 0.8, 0.9}, FLAT, PEAK, PEAK, PEAK);
    Claim largest = claim("B1", new double[] {0.5, 0.6, 0.7, 0.9, 1}, FLAT, PEAK, PEAK, PEAK);
    Claim smallest = claim("B1", new double[] {1, 1, 1, 1, 1}, FLAT, PEAK, PEAK, PEAK);

    assertThat(List.of(none, largest, smallest))
        .allMatch(claim -> claim.verdict() == Verdict.UNDECIDED);
    assertThat(none.evidence())
        .contains("No network fits its training set", "64 channels, gets 90 %");
    assertThat(none.open()).extracting(Quantity::value).containsExactly(90.0);
    assertThat(largest.evidence())
        .contains("first reaches 99 % at 64 channels", "only the largest fits");
    assertThat(largest.open()).extracting(Quantity::value).containsExactly(100.0);
    assertThat(smallest.evidence()).contains("no network is too small to fit");
    assertThat(smallest.open())
        .extracting(Quantity::label)
        .contains("training accuracy of the smallest, 4 channels");
  }

  @Test
  void widthsWithoutSegmentsThatAreRightAreLeftOutAndNamed() {
    double nothing = Double.NaN;
    double[] less = {nothing, 0.1, 0.2, 0.1, 0.02};
    double[] more = {0.05, 0.2, 0.5, nothing, 0.1};
    Findings findings = findings(TRAIN, less, more, PEAK, PEAK);

    Claim noise = claim("B6", TRAIN, less, more, PEAK, PEAK);

    assertThat(findings.widths()).containsExactly(4, 8, 16, 64);
    assertThat(findings.few())
        .extracting(Fitted::toString)
        .containsExactly(
            "4 channels, no label noise: 9 of 200, 9 of 200, 9 of 200 fitted",
            "32 channels, 20 % label noise: 9 of 200, 200 of 200, 200 of 200 fitted");
    assertThat(noise.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(noise.evidence())
        .contains("Larger at 3 of 3 sizes", "fewer than 10 with some seed at 2 more");
    assertThat(noise.numbers()).allMatch(q -> Double.isFinite(q.value()));
    assertThat(findings.fitted("some")).isSameAs(findings);
  }

  @Test
  void withoutAnySegmentThatIsRightNothingIsSaid() {
    double[] nothing = new double[5];
    Arrays.fill(nothing, Double.NaN);

    assertThatThrownBy(() -> findings(TRAIN, FLAT, nothing, nothing).fitted("some"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data set some")
        .hasMessageContaining("have fewer than 10 at every size from 4 to 64")
        .hasMessageContaining("--scale full");
  }

  @Test
  void noiseIsComparedAtEqualWidth() {
    double[] less = {0.02, 0.1, 0.2, 0.1, 0.02};

    assertThat(verdict("B6", less, PEAK, PEAK, PEAK)).isEqualTo(Verdict.HOLDS);
    assertThat(verdict("B6", PEAK, less, less, less)).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(verdict("B6", PEAK, PEAK, PEAK, PEAK)).isEqualTo(Verdict.UNDECIDED);
  }
}
