package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.pgdl.ToyTask;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Predictors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgdlCommandTest {
  @TempDir private Path folder;

  private Shell pgdl(Path task, String... more) {
    String[] args = {
      "pgdl",
      task.toString(),
      "--store",
      folder.resolve("store").toString(),
      "--measure",
      "frobenius-distance,output-margin",
      "--out",
      folder.resolve("out").toString()
    };
    return Shell.run(Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  @Test
  void accuraciesAreThoseOfTheBenchmarkAndMeasuresAreScored() throws IOException {
    Path task = ToyTask.into(folder);
    Path told = folder.resolve("reference_data/toy/model_configs.json");
    String configs = Files.readString(told);
    assertThat(configs).contains("\"train_acc\": 0.325");
    Files.writeString(told, configs.replace("0.325", Double.toString(0.325f))); // as Keras rounds

    Shell shell = pgdl(task);

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("PGDL, frobenius-distance: ", "PGDL, output-margin: ")
        .contains("training accuracies: equal to those of the benchmark")
        .contains("cost of all measures: ", "PGDL allowed 300 s");
    assertThat(shell.err()).doesNotContain("INFO").contains("measure: ");
    assertThat(Files.readAllLines(folder.resolve("out/tables/networks.csv")))
        .hasSize(5)
        .first()
        .asString()
        .startsWith("model,filters,strided,train_accuracy,recomputed,test_accuracy,gap,");
  }

  @Test
  void whatWasMeasuredIsNotMeasuredAgain() throws IOException {
    Path task = ToyTask.into(folder);
    pgdl(task);
    byte[] table = Files.readAllBytes(folder.resolve("out/tables/networks.csv"));
    Path efforts = folder.resolve("store/efforts.jsonl");
    long made = Files.size(efforts);

    Shell again = pgdl(task, "--force");

    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(Files.size(efforts)).isEqualTo(made);
    assertThat(folder.resolve("out/tables/networks.csv")).hasBinaryContent(table);
  }

  /** Killed between the first measurement and the last, it goes on with what is left. */
  @Test
  void killedInTheMiddleItGoesOn() throws Exception {
    Path task = ToyTask.into(folder);
    String measures =
        String.join(
            ",",
            Predictors.all().stream()
                .map(Predictor::name)
                .filter(name -> name.matches(".*margin.*|.*norm.*|.*sharpness.*"))
                .toList());
    List<String> whole = measuring(task, "whole", measures);
    assertThat(Shell.run(whole.toArray(String[]::new)).exit()).isZero();
    long results = made("whole");

    Process process = Shell.process(measuring(task, "killed", measures)).start();
    while (process.isAlive() && made("killed") < results / 3) {
      Thread.sleep(1);
    }
    process.destroyForcibly().waitFor();
    assertThat(made("killed")).isLessThan(results);
    Shell rest = Shell.run(measuring(task, "killed", measures).toArray(String[]::new));

    assertThat(rest.exit()).as(rest.err()).isZero();
    assertThat(made("killed")).isBetween(results, results + 1); // one may have lacked its seal
    for (String table : List.of("networks.csv", "scores.csv")) {
      assertThat(folder.resolve("killed/tables").resolve(table))
          .hasSameBinaryContentAs(folder.resolve("whole/tables").resolve(table));
    }
  }

  private List<String> measuring(Path task, String name, String measures) {
    return List.of(
        "pgdl",
        task.toString(),
        "--store",
        folder.resolve("store-" + name).toString(),
        "--measure",
        measures,
        "--threads",
        "1",
        "--out",
        folder.resolve(name).toString());
  }

  /** How many results were made, or made again. */
  private long made(String name) throws IOException {
    Path efforts = folder.resolve("store-" + name).resolve("efforts.jsonl");
    return Files.exists(efforts) ? Files.readAllLines(efforts).size() : 0;
  }

  @Test
  void withoutInitialWeightsMeasuresOfThemAreNotScored() throws IOException {
    Path task = ToyTask.into(folder);
    Files.delete(task.resolve("model_3/weights_init.hdf5"));

    Shell shell = pgdl(task);

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.err())
        .contains("Not scored, as they are not defined of every network: frobenius-distance.");
  }

  @Test
  void ifNoMeasureIsDefinedThereIsNoScore() throws IOException {
    Shell shell = pgdl(ToyTask.into(folder), "--measure", "steps-to-loss");

    assertThat(shell.exit()).isZero();
    assertThat(shell.err()).contains("not defined of every network: steps-to-loss.");

    Shell alone =
        Shell.run(
            "pgdl",
            folder.resolve("input_data/toy").toString(),
            "--measure",
            "steps-to-loss",
            "--store",
            folder.resolve("store").toString(),
            "--out",
            folder.resolve("o").toString());
    assertThat(alone.exit()).isEqualTo(1);
    assertThat(alone.err()).contains("no measure is defined of every network of toy");
  }

  @Test
  void withoutAGridMeasuresAreRankedByTau() throws IOException {
    Path task = ToyTask.into(folder);
    Path told = folder.resolve("reference_data/toy/model_configs.json");
    Files.writeString(
        told,
        Files.readString(told)
            .replaceAll("\"current_value\": (false|true)", "\"current_value\": 0"));

    Shell shell = pgdl(task);

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out()).contains("tau, frobenius-distance: ").doesNotContain("PGDL, ");
  }

  @Test
  void aBrokenRecordEndsItInOneLine() throws IOException {
    Path task = ToyTask.into(folder);
    Path shard = task.resolve("dataset_1/train/shard_1.tfrecord");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[1000] ^= 1;
    Files.write(shard, bytes);

    Shell shell = pgdl(task);

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.err()).contains("shard_1.tfrecord: record 3 at byte 972: the checksum");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
