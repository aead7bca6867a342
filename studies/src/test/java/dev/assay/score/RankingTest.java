package dev.assay.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.io.BadInputException;
import dev.assay.score.MeasureScore.Along;
import dev.assay.score.MeasureScore.Sign;
import dev.assay.study.Report;
import dev.assay.study.statistics.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {
  @TempDir private Path folder;

  private static ScoreConfig config(List<String> measures, List<String> axes) {
    return new ScoreConfig(measures, "gap", null, axes, List.of());
  }

  private Path file(String... rows) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), String.join("\n", rows) + "\n");
  }

  /** The specification's example of eight networks. */
  private Path cube() throws IOException {
    double[] gap = {.10, .12, .20, .18, .15, .17, .30, .25};
    double[] measure = {1, 2, 4, 3, 5, 2.5, 6, 7};
    List<String> rows = new ArrayList<>(List.of("a,b,c,gap,m,twin"));
    for (int i = 0; i < 8; i++) {
      rows.add(
          String.join(
              ",",
              "a" + (i >> 2),
              "b" + (i >> 1 & 1),
              "c" + (i & 1),
              Double.toString(gap[i]),
              Double.toString(measure[i]),
              Double.toString(-measure[i])));
    }
    return file(rows.toArray(String[]::new));
  }

  private static Ranking ranking(Path file, ScoreConfig config) {
    return Ranking.of(ScoreTable.read(file, config), 1, (name, done, total, unit) -> {});
  }

  @Test
  void scoresOfTheSpecificationsExample() throws IOException {
    Ranking ranking = ranking(cube(), config(List.of("twin", "m"), List.of("a", "b", "c")));

    MeasureScore best = ranking.measures().get(0);
    assertThat(best.measure()).isEqualTo("m");
    assertThat(best.scores().get(Score.PGDL).value()).isCloseTo(.57553281989963, within(1e-13));
    assertThat(best.scores().get(Score.TAU).value()).isCloseTo(.714285714, within(1e-9));
    MeasureScore twin = ranking.measures().get(1);
    assertThat(twin.scores().get(Score.TAU).value()).isCloseTo(-.714285714, within(1e-9));
    assertThat(twin.scores().get(Score.R_SQUARED).value())
        .isCloseTo(best.scores().get(Score.R_SQUARED).value(), within(1e-15));
    for (MeasureScore score : ranking.measures()) {
      for (Along along : score.axes()) {
        // with one pair on each line, a share of errors is what tau says
        assertThat(along.signError()).isCloseTo((1 - along.tau()) / 2, within(1e-15));
      }
      Estimate tau = score.simultaneous();
      assertThat(tau.low()).isLessThanOrEqualTo(tau.value());
      assertThat(tau.high()).isGreaterThanOrEqualTo(tau.value());
    }
  }

  @Test
  void aMinusTakesTheNegative() throws IOException {
    List<String> axes = List.of("a", "b", "c");
    MeasureScore plain = ranking(cube(), config(List.of("m"), axes)).measures().get(0);
    MeasureScore twice = ranking(cube(), config(List.of("-twin"), axes)).measures().get(0);

    assertThat(twice.scores()).isEqualTo(plain.scores());
    assertThat(twice.axes()).isEqualTo(plain.axes());
  }

  @Test
  void publishedPredictionsOfTaskOne() {
    String data = System.getenv("ASSAY_DATA");
    Path file = Path.of(data == null ? "" : data, "pgdl", "task1.csv");
    Assumptions.assumeTrue(
        data != null && Files.exists(file), "pgdl/task1.csv not found; set ASSAY_DATA");
    ScoreConfig config =
        new ScoreConfig(
            List.of("VR", "WCV"),
            "gen_gap",
            null,
            List.of("h0", "h1", "h2", "h3", "h4", "h5"),
            List.of());

    Ranking ranking = ranking(file, config);

    MeasureScore best = ranking.measures().get(0);
    assertThat(best.measure()).isEqualTo("WCV");
    assertThat(best.scores().get(Score.PGDL).value()).isCloseTo(.277451042877, within(1e-12));
    assertThat(best.scores().get(Score.TAU).value()).isCloseTo(.785526, within(5e-7));
    assertThat(best.scores().get(Score.GRANULATED).value()).isCloseTo(.545139, within(5e-7));
    assertThat(best.scores().get(Score.PGDL).low()).isBetween(.15, .27);
    assertThat(best.scores().get(Score.PGDL).high()).isBetween(.28, .45);
  }

  /** A measure that is noise: 95 % intervals hold 0 in about 95 % of tables. */
  @Test
  void intervalsHoldWhatIsTrue() {
    Random random = new Random(5);
    int held = 0;
    int tables = 60;
    for (int table = 0; table < tables; table++) {
      double[] gap = random.doubles(30).toArray();
      double[] noise = random.doubles(30).toArray();
      List<List<String>> settings =
          IntStream.range(0, 30).mapToObj(i -> List.<String>of()).toList();
      ScoreTable drawn =
          new ScoreTable(
              "", config(List.of("noise"), List.of()), settings, gap, null, List.of(noise));
      Estimate tau =
          Ranking.of(drawn, table, (name, done, total, unit) -> {})
              .measures()
              .get(0)
              .scores()
              .get(Score.TAU);
      held += tau.low() <= 0 && tau.high() >= 0 ? 1 : 0;
    }
    assertThat(held).isBetween(51, 60);
  }

  private static double tau(ScoreTable table, int[] items) {
    return Score.of(table, null, 0, items, EnumSet.of(Score.TAU)).get(Score.TAU);
  }

  /** Draws of some networks, scaled, say what draws of all of them would. */
  @Test
  void intervalsShrinkWithTheNetworks() {
    Random random = new Random(6);
    double[] width = new double[2];
    for (int i = 0; i < 2; i++) {
      int networks = i == 0 ? Draws.MOST : 4 * Draws.MOST;
      double[] gap = random.doubles(networks).toArray();
      double[] values = new double[networks];
      for (int n = 0; n < networks; n++) {
        values[n] = gap[n] + random.nextDouble();
      }
      Draws draws = new Draws(networks, 3);
      ScoreTable table =
          new ScoreTable(
              "", config(List.of("m"), List.of()), List.of(), gap, null, List.of(values));
      double[] drawn =
          IntStream.range(0, draws.count())
              .mapToDouble(draw -> tau(table, draws.items(draw)))
              .toArray();
      Estimate tau = draws.around(tau(table, draws.all()), drawn, false);
      width[i] = tau.high() - tau.low();
    }
    assertThat(width[0] / width[1]).isBetween(1.6, 2.4);
  }

  @Test
  void recipesTellWhetherASignSurvives() throws IOException {
    Random random = new Random(7);
    List<String> rows = new ArrayList<>(List.of("width,optimizer,seed,gap,firm,fickle"));
    for (int width = 0; width < 10; width++) {
      for (int twin = 0; twin < 4; twin++) {
        double gap = width + random.nextDouble();
        boolean adam = twin % 2 == 0;
        rows.add(
            String.join(
                ",",
                Integer.toString(width),
                adam ? "adam" : "sgd",
                Integer.toString(twin / 2),
                Double.toString(gap),
                Double.toString(gap + random.nextDouble()),
                Double.toString(adam ? gap : -gap)));
      }
    }
    ScoreConfig config =
        new ScoreConfig(
            List.of("fickle", "firm"), "gap", null, List.of("width"), List.of("optimizer", "seed"));

    Ranking ranking = ranking(file(rows.toArray(String[]::new)), config);

    MeasureScore firm = ranking.measures().get(0);
    MeasureScore fickle = ranking.measures().get(1);
    assertThat(firm.measure()).isEqualTo("firm");
    assertThat(firm.sign("optimizer")).isEqualTo(Sign.KEPT);
    assertThat(fickle.sign("optimizer")).isEqualTo(Sign.CHANGED);
    assertThat(fickle.sign("seed")).isEqualTo(Sign.OPEN);
  }

  @Test
  void theReportSaysWhatIsMissingAndWhatIsReversed() throws IOException {
    List<String> rows = Files.readAllLines(cube());
    rows.remove(3);
    Path gaps = file(rows.toArray(String[]::new));
    ScoreConfig config = config(List.of("twin"), List.of("a", "b", "c"));

    Report report = ScoreReport.of(ranking(gaps, config), "table.csv");

    assertThat(report.notes().stream().collect(Collectors.joining("\n")))
        .contains("1 combinations of hyperparameters have no network: a a0, b b1, c c0")
        .contains("smaller: twin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b,gap,m|0,0,.1,1|0,0,.2,2|row 3 is the second network of a 0, b 0",
        "a,b,gap,m|0,0,.1,1|0,1,.2,NaN|row 3, column m: \"NaN\" is not a finite number",
        "a,b,gap,m|0,0,.1,1|0,1,,2|row 3, column gap: \"\" is not a finite number",
        "a,b,gap,m|0,0,.1,1|0,1|row 3 ends after 2 of 4 columns",
        "a,b,gap,n|0,0,.1,1|0,1,.2,2|has no column m; there are a, b, gap, n",
        "a,b,gap,m|0,0,.1,1|expected a row of names and at least two networks"
      })
  void whatCannotBeScoredIsNamed(String text) throws IOException {
    List<String> parts = List.of(text.split("\\|"));
    int last = parts.size() - 1;
    Path file = file(parts.subList(0, last).toArray(String[]::new));
    ScoreConfig config = config(List.of("m"), List.of("a", "b"));

    assertThatThrownBy(() -> ScoreTable.read(file, config))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(parts.get(last));
  }

  /** A measure that goes with the gap on one test set and against it on the other. */
  @Test
  void theShiftedTestSetMayChangeTheSign() throws IOException {
    List<String> rows = new ArrayList<>(List.of("m,noise,gap,same,other"));
    for (int i = 0; i < 20; i++) {
      int noise = Math.abs(2 * i - 19);
      rows.add(String.join(",", "" + i, "" + noise, "" + i, "" + (i + i % 3), "" + -i));
    }
    Path file = file(rows.toArray(String[]::new));

    assertThat(shiftedSigns(file, "same")).containsExactly(Sign.KEPT, Sign.OPEN);
    assertThat(shiftedSigns(file, "other")).containsExactly(Sign.CHANGED, Sign.OPEN);
  }

  private static List<Sign> shiftedSigns(Path file, String shifted) {
    return ranking(
            file, new ScoreConfig(List.of("m", "noise"), "gap", shifted, List.of(), List.of()))
        .measures()
        .stream()
        .map(MeasureScore::shiftedSign)
        .toList();
  }
}
