package dev.assay.paper.missing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.measure.Margins;
import dev.assay.paper.missing.Findings.Draw;
import dev.assay.paper.missing.Findings.Fit;
import dev.assay.paper.missing.Findings.Geometry;
import dev.assay.paper.missing.Findings.Trained;
import dev.assay.paper.missing.Findings.Treatment;
import dev.assay.random.Streams;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.Judged;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Topic;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.subspace.NearestNeighbours.Neighbourhood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verdicts on margins that are known. */
class ClaimsTest {
  private static final List<Integer> WIDTHS = List.of(8, 32, 128);
  private static final int LARGEST = 128;
  private static final int SAMPLES = 60;
  private static final int TESTS = 200;

  /** Mean margins of clean and of corrupted samples by width, and accuracies, of each kind. */
  private final Map<Treatment, IntToDoubleFunction> clean = new EnumMap<>(Treatment.class);

  private final Map<Treatment, IntToDoubleFunction> corrupted = new EnumMap<>(Treatment.class);
  private final Map<Treatment, IntToDoubleFunction> train = new EnumMap<>(Treatment.class);

  /** Samples of each group that are fitted. */
  private final Map<Treatment, IntUnaryOperator> fittedAt = new EnumMap<>(Treatment.class);

  private final Map<Treatment, Double> test = new EnumMap<>(Treatment.class);

  /** How margins follow the distance to the nearest enemy: 1, not at all 0, or against it −1. */
  private final Map<Treatment, Integer> following = new EnumMap<>(Treatment.class);

  /** Everything as the paper has it. */
  @BeforeEach
  void all() {
    for (Treatment kind : Treatment.values()) {
      clean.put(kind, width -> 1 + width / 100.0);
      corrupted.put(kind, width -> 0.5 + width / 200.0);
      train.put(kind, width -> width < 32 ? 0.9 : 1);
      following.put(kind, 1);
      fittedAt.put(kind, width -> SAMPLES);
    }
    clean.put(Treatment.LABEL, width -> 0.6 + width / 100.0);
    test.putAll(Map.of(Treatment.CLEAN, 0.95, Treatment.LABEL, 0.75, Treatment.GAUSSIAN, 0.95));
  }

  private Verdict verdict(String id) {
    return claim(id).verdict();
  }

  private Claim claim(String id) {
    return Judged.of(id, topics(findings(NetworkKind.MLP)));
  }

  /** What keeps a claim open: label and remark of each number. */
  private List<String> open(String id) {
    return claim(id).open().stream().map(q -> q.label() + ": " + q.remark()).toList();
  }

  private static Stream<Topic> topics(Findings findings) {
    Bootstrap bootstrap = new Bootstrap(400, 0.95, 1);
    return Stream.of(
        new Groups(findings, bootstrap),
        new Effects(findings, bootstrap),
        new Capacity(findings, bootstrap),
        new Neighbourhoods(findings, bootstrap));
  }

  private Findings findings(NetworkKind networks) {
    List<Draw> draws = new ArrayList<>();
    List<Trained> trained = new ArrayList<>();
    List<Geometry> geometry = new ArrayList<>();
    for (long seed = 0; seed < 3; seed++) {
      Draw draw = new Draw(seed, List.of(), new int[0], List.of());
      draws.add(draw);
      for (Treatment kind : Treatment.values()) {
        for (int width : WIDTHS) {
          trained.add(
              new Trained(
                  draw,
                  kind,
                  width,
                  fit(kind, width),
                  margins(kind, width, clean.get(kind).applyAsDouble(width), seed),
                  kind == Treatment.CLEAN
                      ? new Margins.OfSamples(new int[0], new boolean[0], new double[0])
                      : margins(kind, width, corrupted.get(kind).applyAsDouble(width), seed)));
        }
        geometry.add(
            new Geometry(draw, kind, places(), kind == Treatment.CLEAN ? List.of() : places()));
      }
    }
    Size scale = new Size(3, 1000, TESTS, WIDTHS, 0.2, 1, 1, SAMPLES, 8, List.of());
    return new Findings(scale, networks, draws, trained, List.of(), geometry);
  }

  /** The first test samples are right. */
  private Fit fit(Treatment kind, int width) {
    double[] right = new double[TESTS];
    Arrays.fill(right, 0, (int) Math.round(test.get(kind) * TESTS), 1);
    return new Fit(train.get(kind).applyAsDouble(width), right);
  }

  /**
   * Around a mean, by up to a twentieth; one sample is not fitted and one has no margin, neither of
   * which may count.
   */
  private Margins.OfSamples margins(Treatment kind, int width, double mean, long seed) {
    boolean[] fitted = new boolean[SAMPLES];
    Arrays.fill(fitted, true);
    double[] distances = new double[SAMPLES];
    long noise = Streams.key(Streams.key(seed, "margins"), kind.ordinal());
    for (int i = 0; i < SAMPLES; i++) {
      double place = (i + 0.5) / SAMPLES - 0.5;
      double unrelated = Streams.integer(noise, i, 1000) / 1000.0 - 0.5;
      int sign = following.get(kind);
      distances[i] = mean * (1 + 0.1 * (sign == 0 ? unrelated : sign * place));
    }
    fitted[3] = false;
    distances[3] = 1e6;
    distances[5] = Double.NaN;
    int usable = fittedAt.get(kind).applyAsInt(width);
    if (usable < SAMPLES) {
      Arrays.fill(fitted, usable + 2, SAMPLES, false);
    }
    return new Margins.OfSamples(IntStream.range(0, SAMPLES).toArray(), fitted, distances);
  }

  /** Enemies are ever farther away. */
  private static List<Neighbourhood> places() {
    return IntStream.range(0, SAMPLES)
        .mapToObj(i -> new Neighbourhood(i, 0, 1, 0, 2 + i, 3))
        .toList();
  }

  @Test
  void allStatementsHold() {
    assertThat(Stream.of("C1", "C2", "C3", "C4", "C5", "C6", "C7"))
        .allSatisfy(id -> assertThat(verdict(id)).isEqualTo(Verdict.HOLDS));
  }

  /** A reader of one kind of networks meets no word of the other. */
  @Test
  void wordsFollowTheNetworks() {
    assertThat(words(NetworkKind.MLP))
        .contains("width 128", "hidden units")
        .doesNotContain("channels");
    assertThat(words(NetworkKind.CNN))
        .contains("128 channels", "Smaller at 3 of 3 sizes")
        .doesNotContain("width ", "widths", "hidden units", "perceptrons");
  }

  private String words(NetworkKind networks) {
    StringBuilder all = new StringBuilder();
    topics(findings(networks))
        .forEach(
            topic -> {
              topic.claims().forEach(all::append);
              topic.figures().stream()
                  .filter(figure -> !figure.heading().name().equals("margins-by-noise"))
                  .forEach(all::append);
              topic.tables().forEach(table -> all.append(table.columns()));
            });
    return all.toString();
  }

  /** Every group lacks one sample that is not fitted and one without a margin. */
  @Test
  void groupsWithoutFittedSamplesAreNamed() {
    assertThat(findings(NetworkKind.MLP).few()).isEmpty();
    assertThat(findings(NetworkKind.MLP).left())
        .hasSize(5)
        .last()
        .hasToString(
            "corrupted samples, trained with Gaussian inputs, width 128: 58 of 60, 58 of 60, 58 of"
                + " 60 fitted");

    corrupted.put(Treatment.LABEL, width -> width == 8 ? Double.NaN : 0.5);
    Findings small = findings(NetworkKind.CNN);
    assertThat(small.few())
        .singleElement()
        .hasToString(
            "corrupted samples, trained with wrong labels, 8 channels: 0 of 60, 0 of 60, 0 of 60"
                + " fitted");
    assertThat(small.fitted("somewhere")).isSameAs(small);
    assertThat(verdict("C1")).isEqualTo(Verdict.UNDECIDED);
    assertThat(words(NetworkKind.CNN)).contains("Smaller at 2 of 3 sizes");

    clean.put(Treatment.CLEAN, width -> width == LARGEST ? Double.NaN : 1);
    Findings large = findings(NetworkKind.CNN);
    assertThatThrownBy(() -> large.fitted("somewhere"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data set somewhere")
        .hasMessageContaining(
            "clean samples, trained with clean data, 128 channels: 0 of 60, 0 of 60, 0 of 60")
        .hasMessageNotContaining("wrong labels");
  }

  /** A few samples would decide by their own chance alone, however clear they are. */
  @Test
  void groupsWithFewFittedSamplesDecideNothing() {
    fittedAt.put(Treatment.LABEL, width -> width == 32 ? 9 : SAMPLES);
    assertThat(findings(NetworkKind.MLP).few())
        .extracting(Fitted::group)
        .containsExactly(
            "clean samples, trained with wrong labels, width 32",
            "corrupted samples, trained with wrong labels, width 32");
    for (String id : List.of("C1", "C2")) {
      assertThat(verdict(id)).isEqualTo(Verdict.UNDECIDED);
      assertThat(claim(id).evidence())
          .contains("at 2 of 3 widths", "Not judged", "fewer than 10 fitted samples")
          .endsWith("compare: width 32.");
      assertThat(open(id)).singleElement().asString().contains("32: too few fitted samples");
    }
    assertThat(verdict("C4")).isEqualTo(Verdict.HOLDS);

    fittedAt.put(Treatment.LABEL, width -> 9);
    for (String id : List.of("C4", "C6", "C7")) {
      assertThat(verdict(id)).isEqualTo(Verdict.UNDECIDED);
      assertThat(claim(id).evidence()).contains("Not judged", "fewer than 10 fitted samples");
      assertThat(open(id)).isNotEmpty().allMatch(q -> q.endsWith(": too few fitted samples"));
    }
    assertThat(claim("C6").evidence())
        .endsWith(
            "clean samples, trained with wrong labels; corrupted samples, trained with wrong"
                + " labels.");

    fittedAt.put(Treatment.LABEL, width -> 10);
    assertThat(verdict("C1")).isEqualTo(Verdict.HOLDS);
    assertThat(claim("C1").evidence()).doesNotContain("Not judged");
  }

  /** Smaller at all widths but one, where they are larger, or alike. */
  @Test
  void corruptedSamplesCountAtEveryWidth() {
    for (Treatment kind : List.of(Treatment.LABEL, Treatment.GAUSSIAN)) {
      String id = kind == Treatment.LABEL ? "C1" : "C3";
      IntToDoubleFunction smaller = corrupted.get(kind);
      corrupted.put(kind, width -> width == 32 ? 9 : smaller.applyAsDouble(width));
      assertThat(verdict(id)).isEqualTo(Verdict.DOES_NOT_HOLD);

      corrupted.put(kind, width -> (width == 32 ? clean.get(kind) : smaller).applyAsDouble(width));
      assertThat(verdict(id)).isEqualTo(Verdict.UNDECIDED);
    }
  }

  @Test
  void cleanSamplesAreComparedWithThoseOfACleanNetwork() {
    IntToDoubleFunction smaller = clean.get(Treatment.LABEL);
    clean.put(Treatment.LABEL, width -> width == 8 ? 9 : smaller.applyAsDouble(width));
    assertThat(verdict("C2")).isEqualTo(Verdict.DOES_NOT_HOLD);

    clean.put(
        Treatment.LABEL,
        width -> (width == 8 ? clean.get(Treatment.CLEAN) : smaller).applyAsDouble(width));
    following.put(Treatment.LABEL, 0);
    assertThat(verdict("C2")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void gaussianInputsThatLowerAccuracy() {
    test.put(Treatment.GAUSSIAN, 0.75);
    assertThat(verdict("C4")).isEqualTo(Verdict.DOES_NOT_HOLD);

    test.put(Treatment.GAUSSIAN, 0.87);
    assertThat(verdict("C4")).isEqualTo(Verdict.UNDECIDED);
    assertThat(open("C4"))
        .singleElement()
        .asString()
        .contains("test accuracy, Gaussian − clean: between a quarter and a half");
  }

  /** The number that decides is shown, and how often it would have to be seen. */
  @Test
  void whatKeepsGaussianInputsUndecided() {
    test.put(Treatment.GAUSSIAN, 0.91);
    assertThat(open("C4"))
        .singleElement()
        .asString()
        .contains("test accuracy, Gaussian − clean − 0.25 × (label − clean): ", "seeds (now: 3)");

    test.put(Treatment.GAUSSIAN, 0.84);
    assertThat(open("C4"))
        .singleElement()
        .asString()
        .contains("test accuracy, Gaussian − clean − 0.5 × (label − clean): ", "seeds (now: 3)");
  }

  @Test
  void gaussianInputsThatChangeMargins() {
    for (double change : new double[] {-0.4, 0.4}) {
      clean.put(
          Treatment.GAUSSIAN, width -> clean.get(Treatment.CLEAN).applyAsDouble(width) + change);
      assertThat(verdict("C4")).isEqualTo(Verdict.DOES_NOT_HOLD);

      clean.put(
          Treatment.GAUSSIAN,
          width -> clean.get(Treatment.CLEAN).applyAsDouble(width) + change * 0.4);
      assertThat(verdict("C4")).isEqualTo(Verdict.UNDECIDED);
    }
  }

  /** There is nothing that the effect of Gaussian inputs could be small beside. */
  @Test
  void wrongLabelsThatDoNothing() {
    test.put(Treatment.LABEL, 0.95);

    assertThat(verdict("C4")).isEqualTo(Verdict.UNDECIDED);
    assertThat(open("C4")).hasSize(2);
    assertThat(open("C4").get(0)).contains("nothing to compare with");
    assertThat(open("C4").get(1)).contains("test accuracy, label − clean: ", "more than 1,000");
  }

  @Test
  void wrongLabelsThatHelp() {
    test.put(Treatment.LABEL, 0.99);

    assertThat(verdict("C4")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void marginsThatShrinkWithCapacity() {
    clean.put(Treatment.CLEAN, width -> 2 - width / 100.0);

    assertThat(verdict("C5")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** What they do before a network interpolates does not matter. */
  @Test
  void capacityCountsFromInterpolation() {
    clean.put(Treatment.CLEAN, width -> width == 8 ? 9 : 1 + width / 100.0);
    assertThat(verdict("C5")).isEqualTo(Verdict.HOLDS);

    train.put(Treatment.CLEAN, width -> width < LARGEST ? 0.98 : 1);
    assertThat(verdict("C5")).isEqualTo(Verdict.UNDECIDED);

    train.put(Treatment.CLEAN, width -> 0.98);
    assertThat(verdict("C5")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void marginsThatDoNotFollowEnemies() {
    following.put(Treatment.GAUSSIAN, 0);
    assertThat(verdict("C6")).isEqualTo(Verdict.UNDECIDED);

    following.put(Treatment.GAUSSIAN, -1);
    assertThat(verdict("C6")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void groupsThatAreAlike() {
    for (Treatment kind : List.of(Treatment.LABEL, Treatment.GAUSSIAN)) {
      corrupted.put(kind, width -> 1.01 * clean.get(kind).applyAsDouble(width));
    }

    assertThat(verdict("C7")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** By 5 %, up to noise. */
  @Test
  void groupsOnTheThresholdAreUndecided() {
    for (Treatment kind : List.of(Treatment.LABEL, Treatment.GAUSSIAN)) {
      corrupted.put(kind, width -> 0.95 * clean.get(kind).applyAsDouble(width));
    }

    assertThat(verdict("C7")).isEqualTo(Verdict.UNDECIDED);
    assertThat(open("C7")).hasSize(2).allSatisfy(q -> assertThat(q).contains("seeds (now: 3)"));
  }

  @Test
  void oneGroupThatIsAlikeDecidesNothing() {
    corrupted.put(Treatment.LABEL, clean.get(Treatment.LABEL));

    assertThat(verdict("C7")).isEqualTo(Verdict.UNDECIDED);
    assertThat(open("C7")).singleElement().asString().contains("wrong labels: alike: within 5 %");
  }

  @Test
  void noiseTypesOfEqualAccuracy() {
    test.put(Treatment.LABEL, 0.95);

    assertThat(verdict("C7")).isEqualTo(Verdict.UNDECIDED);
  }
}
