package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepCommandTest {
  private static final String SWEEP =
      """
      model: net.yaml
      data: glyphs
      train-samples: 40
      epochs: 2
      batch: 20
      axes:
        width: [3, 4]
        rate: [0.01, 1e30]
        seed: [0, 1]
      recipes: [seed]
      measures: [frobenius, output-margin]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void model() throws IOException {
    Files.writeString(
        folder.resolve("net.yaml"),
        "input: [1, 28, 28]\nlayers:\n  - flatten\n  - dense: {units: ${width}}\n  - relu\n"
            + "  - dense: {units: 10}\n");
    write(SWEEP);
  }

  private void write(String sweep) throws IOException {
    Files.writeString(folder.resolve("sweep.yaml"), sweep);
  }

  private Shell sweep(String part, String name, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "sweep",
                part,
                folder.resolve("sweep.yaml").toString(),
                "--folder",
                folder.resolve(name).toString()));
    if (part.equals("run") || part.equals("retry")) {
      args.addAll(List.of("--store", folder.resolve("store-" + name).toString()));
    }
    args.addAll(List.of(more));
    return Shell.run(args.toArray(String[]::new));
  }

  private String table(String name) throws IOException {
    assertThat(sweep("collect", name).exit()).isZero();
    return Files.readString(folder.resolve(name).resolve("networks.csv"));
  }

  private List<Path> files(String name, String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name).resolve(kind))) {
      return files.sorted().toList();
    }
  }

  @Test
  void shardsInAnyOrderMakeTheSameBytes() throws IOException {
    assertThat(sweep("plan", "whole").out()).contains("8 cells; 8 new, 0 kept, 0 orphaned");
    Shell run = sweep("run", "whole");
    // networks of that rate diverge
    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains("8 cells: 4 done, 4 failed, 0 running, 0 open")
        .contains("failed: 3 (width 3, rate 1.0E30, seed 0): training diverged");

    sweep("plan", "parts");
    for (String shard : List.of("2/3", "3/3", "1/3")) {
      sweep("run", "parts", "--shard", shard, "--threads", "1");
    }

    assertThat(table("parts")).isEqualTo(table("whole"));
    assertThat(folder.resolve("parts/networks.parquet"))
        .hasSameBinaryContentAs(folder.resolve("whole/networks.parquet"));
    assertThat(table("whole").lines().toList().get(0))
        .isEqualTo(
            "cell,width,rate,seed,status,reason,train_accuracy,test_accuracy,gap,"
                + "frobenius,output_margin");
  }

  @Test
  void whatIsMissingAloneIsMade() throws IOException {
    sweep("plan", "a");
    sweep("run", "a");
    String before = table("a");
    Path lost = files("a", "done").get(1);
    Path damaged = files("a", "done").get(2);
    Files.delete(lost);
    Files.delete(damaged);
    long kept = Files.getLastModifiedTime(files("a", "done").get(0)).toMillis();

    sweep("run", "a");

    assertThat(table("a")).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(files("a", "done").get(0)).toMillis()).isEqualTo(kept);
  }

  @Test
  void retryMakesWhatFailedAlone() throws IOException {
    sweep("plan", "a");
    sweep("run", "a", "--shard", "1/2");
    int failed = files("a", "failed").size();

    Shell retry = sweep("retry", "a");

    assertThat(retry.err()).contains(failed + " cells to make");
    assertThat(sweep("status", "a").out()).contains("8 cells: 2 done, 2 failed, 0 running, 4 open");
  }

  @Test
  void aChangedSweepIsPlannedAnew() throws IOException {
    sweep("plan", "a");
    write(SWEEP.replace("[3, 4]", "[4, 5, 6]"));

    Shell run = sweep("run", "a");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("the sweep has changed since it was planned here");
    assertThat(sweep("plan", "a").out()).contains("12 cells; 8 new, 4 kept, 4 orphaned");
  }

  /** Options are parsed once for each of their values: no cell may have those of the one before. */
  @Test
  void aCellIsWhatItWouldBeAlone() throws IOException {
    String options =
        "model: net.yaml\ndata: glyphs\ntrain-samples: 40\nmeasures: [frobenius]\n"
            + "axes: {width: [3], batch: %s, corrupt: %s}\n";
    List<String> batches = List.of("10", "20");
    List<String> corruptions = List.of("\"label:0.1\"", "\"label:0.2,gaussian-input:0.1\"");
    write(options.formatted(batches, corruptions));
    sweep("plan", "all");
    List<String> alone = new ArrayList<>();
    for (String batch : batches) {
      for (String corruption : corruptions) {
        write(options.formatted(List.of(batch), List.of(corruption)));
        String name = "alone" + alone.size();
        sweep("plan", name);
        alone.addAll(keys(name));
      }
    }

    assertThat(keys("all")).doesNotHaveDuplicates().isEqualTo(alone);
  }

  private List<String> keys(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve("plan.jsonl")).stream()
        .map(line -> line.replaceFirst(".*\"key\":\"", "").substring(0, 64))
        .toList();
  }

  @Test
  void aFolderIsForOneSweep() throws IOException {
    sweep("plan", "a");
    String list = Files.readString(folder.resolve("a/plan.jsonl"));
    Path other = Files.writeString(folder.resolve("other.yaml"), SWEEP.replace("[3, 4]", "[5]"));

    Shell plan =
        Shell.run("sweep", "plan", other.toString(), "--folder", folder.resolve("a").toString());

    assertThat(plan.exit()).isEqualTo(1);
    assertThat(plan.errors())
        .singleElement()
        .asString()
        .contains("the sweep 'sweep' is planned here; name another folder for 'other'");
    assertThat(Files.readString(folder.resolve("a/plan.jsonl"))).isEqualTo(list);
  }

  @Test
  void aDamagedOutcomeIsNamed() throws IOException {
    sweep("plan", "a");
    sweep("run", "a");
    Files.writeString(files("a", "done").get(0), "");
    assertThat(table("a")).contains(".json is damaged; delete it and run the sweep again");
  }

  @Test
  void theFirstFailureMayEndIt() {
    sweep("plan", "a");

    Shell run = sweep("run", "a", "--fail-fast", "--threads", "1");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(sweep("status", "a").out()).contains("2 done, 1 failed, 0 running, 5 open");
  }

  @Test
  void theReportScoresWhatIsThere() throws IOException {
    write(SWEEP.replace("1e30", "0.02"));
    sweep("plan", "a");
    assertThat(sweep("run", "a").exit()).isZero();

    Shell report = sweep("report", "a", "--out", folder.resolve("out").toString());

    assertThat(report.exit()).as(report.err()).isZero();
    assertThat(report.out()).contains("tau, frobenius");
    assertThat(folder.resolve("out/tables/networks.csv")).exists();
    assertThat(folder.resolve("out/tables/audit.csv")).exists();
  }

  @Test
  void aShiftedTestSetGivesASecondGap() throws IOException {
    write(SWEEP.replace("1e30", "0.02") + "shifted: [move:3, noise:0.2]\n");
    sweep("plan", "a");
    assertThat(sweep("run", "a").exit()).isZero();

    List<String> rows = table("a").lines().toList();

    assertThat(rows.get(0))
        .endsWith("test_accuracy,gap,shifted_accuracy,shifted_gap,frobenius,output_margin");
    for (String row : rows.subList(1, rows.size())) {
      double[] numbers =
          Stream.of(row.split(",")).skip(6).mapToDouble(Double::parseDouble).toArray();
      assertThat(numbers[2]).isEqualTo(numbers[0] - numbers[1]);
      assertThat(numbers[4]).isEqualTo(numbers[0] - numbers[3]);
      assertThat(numbers[3]).isNotEqualTo(numbers[1]);
    }
    sweep("report", "a", "--out", folder.resolve("out").toString());
    assertThat(Files.readString(folder.resolve("out/tables/audit.csv"))).contains("test set");
    assertThat(Files.readString(folder.resolve("out/tables/scores.csv"))).contains("shifted_tau");
  }

  /** Networks of another test set are others. */
  @Test
  void aShiftIsPartOfWhatACellIs() throws IOException {
    sweep("plan", "a");
    write(SWEEP + "shifted: [move:3]\n");
    assertThat(sweep("plan", "a").out()).contains("8 cells; 8 new, 0 kept, 8 orphaned");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate: [0.01, 1e30] | rate: [0.01, 1e30]\\n  depth: [1, 2] | axis depth changes nothing",
        "measures: [frobenius, output-margin] | measures: [frobenis] | no measure 'frobenis'",
        "epochs: 2 | epochs: two | cell 1 (width 3, rate 0.01, seed 0)",
        "epochs: 2 | epoch: 2 | is no option of assay train; did you mean epochs?",
        "width: [3, 4] | widht: [3, 4] | ${width} names no axis; there are widht, rate, seed",
        "width: [3, 4] | width: [3, 3] | axis width: expected different values",
        "width: [3, 4] | width: 3 | width: expected a list",
        "width: [3, 4] | width: [3, 0] | cell 5 (width 0, rate 0.01, seed 0)",
        "recipes: [seed] | recipes: [sed] | recipe sed is no axis",
        "model: net.yaml | model: nt.yaml | model 'nt.yaml' is neither a preset",
        "batch: 20 | shifted: [melt:7] | shifted: melt:7: expected blur:TAPS, noise:DEVIATION",
        "batch: 20 | shifted: [move:far] | shifted: move:far: expected blur:TAPS",
        "batch: 20 | shifted: [noise:-1] | images cannot be altered by a noise of -1.0",
        "batch: 20 | validation: 0.1 | networks of a sweep are measured as they were at the end",
        "batch: 20 | seed: 7 | seed is an option and an axis"
      })
  void whatCannotBeSpannedIsNamed(String from, String to, String message) throws IOException {
    write(SWEEP.replace(from, to.replace("\\n", "\n")));

    Shell plan = sweep("plan", "a");

    assertThat(plan.exit()).isIn(1, 2);
    assertThat(plan.err()).contains(message).doesNotContain("\tat ");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  /** Spark is built and downloaded by those alone who want it. */
  @Test
  void withoutSparkItIsSaidHowToGetIt() {
    sweep("plan", "a");
    Shell run = sweep("run", "a", "--spark", "local[2]");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.errors()).singleElement().asString().contains("studies/spark/run");
  }

  @Test
  void aShardThatIsNoneIsWrongUsage() {
    assertThat(sweep("run", "a", "--shard", "4/3").exit()).isEqualTo(2);
    assertThat(sweep("run", "a", "--shard", "x").exit()).isEqualTo(2);
  }
}
