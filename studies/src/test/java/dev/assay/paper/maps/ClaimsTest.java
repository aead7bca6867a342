package dev.assay.paper.maps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.measure.TranslationProfile;
import dev.assay.measure.TranslationProfile.Profile;
import dev.assay.paper.maps.Findings.Measured;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Judged;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.reproduction.Performance;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Clipped;
import dev.assay.study.translation.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verdicts on networks that are known. */
class ClaimsTest {
  private static final List<Long> SEEDS = List.of(0L, 1L, 2L);

  /** From seed to seed, around 0. */
  private static final double[] CHANCE = {0.004, -0.005, 0.001};

  private static final double[] NONE = {};
  private static final Size SIZE = Size.of(Scale.QUICK, 40);

  /** Of a network; chance comes on top, other for each design. */
  private interface Value {
    double of(Design design);
  }

  private Value output = design -> 0.5;
  private Value map = design -> 0.5;
  private Value dense = design -> 0.5;
  private Value distance = design -> 1;

  /** Whose first network learned nothing, if any. */
  private Design dead;

  private double right;
  private double centre = 1;

  private Profile profile(String place, double cosine, double distance) {
    double[] all = new double[SIZE.range() + 1];
    Arrays.fill(all, Double.NaN);
    double[] distances = all.clone();
    all[0] = centre;
    distances[0] = 0;
    for (int r = 2; r <= SIZE.range(); r += 2) {
      all[r] = cosine;
      distances[r] = distance;
    }
    double[] cosines = new double[121];
    for (int i = 0; i < 121; i++) {
      cosines[i] = cosine + (i % 11 > 5 ? right : 0);
    }
    return new Profile(place, 32, true, cosines, all, distances, cosine, cosine, 0.2, 1, 0);
  }

  private Measured network(Design design, int seed) {
    double chance = CHANCE[(seed + design.kernel() + design.padding()) % 3];
    double last = map.of(design) + chance;
    List<String> cuts = new ArrayList<>(List.of("2", "5", "8"));
    List<Profile> profiles =
        new ArrayList<>(
            List.of(
                profile("2", last - 0.2, 1), profile("5", last - 0.1, 1), profile("8", last, 1)));
    if (design.head() == Head.MEAN) {
      cuts.add("9");
      profiles.add(profile("9", last, 1));
    }
    cuts.add("11");
    profiles.add(profile("11", dense.of(design), 1));
    boolean learned = seed > 0 || !design.equals(dead);
    double out = learned ? output.of(design) + chance : 1;
    profiles.add(profile(Place.LOGITS, out, distance.of(design) + chance));
    profiles.add(profile(Place.SOFTMAX, out, 1));
    return new Measured(
        seed,
        design,
        new Performance(1, learned ? 0.9 : 0.1),
        0.1,
        cuts,
        new TranslationProfile.Found(profiles, NONE),
        new Answered(NONE, NONE, NONE, NONE, NONE));
  }

  private Findings findings() {
    List<Measured> networks =
        SIZE.designs().stream()
            .flatMap(design -> IntStream.range(0, 3).mapToObj(seed -> network(design, seed)))
            .toList();
    return new Findings(SIZE, SEEDS, networks, new Clipped(NONE, NONE, NONE), new Chance(100, 0.1));
  }

  private Verdict verdict(String id) {
    Findings findings = findings();
    return Judged.of(
            id,
            Stream.of(
                new Outputs(findings),
                new Locations(findings),
                new Pooling(findings),
                new Distances(findings),
                new Centre(findings)))
        .verdict();
  }

  @Test
  void kernelsMayWorkEitherWayButOneWay() {
    output = design -> 0.5 + 0.05 * design.kernel();
    assertThat(verdict("C-1a")).isEqualTo(Verdict.HOLDS);
    output = design -> 0.5 - 0.05 * design.kernel();
    assertThat(verdict("C-1a")).isEqualTo(Verdict.HOLDS);
    output = design -> design.kernel() == 5 ? 0.9 : 0.5;
    assertThat(verdict("C-1a")).isEqualTo(Verdict.DOES_NOT_HOLD);
    output = design -> 0.5;
    assertThat(verdict("C-1a")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void mapsMayWorkEitherWayButOneWay() {
    output = design -> 0.9 - 0.05 * design.map(40);
    assertThat(verdict("C-1b")).isEqualTo(Verdict.HOLDS);
    output = design -> 0.5 + (design.kernel() - 4) * 0.05 * design.map(40);
    assertThat(verdict("C-1b")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void cosinesRiseOrFallFromPlaceToPlace() {
    dense = design -> 0.7;
    assertThat(verdict("C-2a")).isEqualTo(Verdict.HOLDS);
    dense = design -> 0.3;
    assertThat(verdict("C-2a")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** Half of 0.8 above the floor of 0.2 is 0.6. */
  @Test
  void onlyMapsWithoutPlacesAreInvariant() {
    map = design -> design.forced(40) ? 0.8 : 0.4;
    assertThat(verdict("C-2b")).isEqualTo(Verdict.HOLDS);
    map = design -> design.forced(40) ? 0.9 : 0.7;
    assertThat(verdict("C-2b")).isEqualTo(Verdict.DOES_NOT_HOLD);
    map = design -> design.head() == Head.MEAN ? 0.3 : 0.4;
    assertThat(verdict("C-2b")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void everyKernelOfPoolingCounts() {
    output = design -> 0.4 + 0.1 * design.pool();
    assertThat(verdict("C-3")).isEqualTo(Verdict.HOLDS);
    output = design -> design.pool() == 3 ? 0.6 : 0.5;
    assertThat(verdict("C-3")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** One answer for everything is as invariant as can be. */
  @Test
  void networksThatLearnedNothingDoNotCount() {
    dead = new Design(3, 1, 2, Head.FLAT);
    output = design -> 0.4 + 0.1 * design.pool();
    assertThat(findings().left()).singleElement().satisfies(n -> assertThat(n.seed()).isZero());
    assertThat(verdict("C-3")).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void distancesContradictForSureOrLeaveItOpen() {
    output = design -> 2 * design.kernel();
    distance = design -> 2 * design.kernel();
    assertThat(verdict("C-4")).isEqualTo(Verdict.HOLDS);
    distance = design -> -2 * design.kernel();
    assertThat(verdict("C-4")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void mapsAreSymmetricalAndOneInTheMiddle() {
    assertThat(verdict("C-5")).isEqualTo(Verdict.HOLDS);
    right = 0.04;
    assertThat(verdict("C-5")).isEqualTo(Verdict.HOLDS);
    right = 0.1;
    assertThat(verdict("C-5")).isEqualTo(Verdict.DOES_NOT_HOLD);
    right = 0;
    centre = 0.999;
    assertThat(verdict("C-5")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }
}
