package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Catalog;
import dev.assay.data.Dataset;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import dev.assay.train.Evaluation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;

  @Test
  void writesACompleteFolderAndTellsTheResult() {
    Path out = folder.resolve("run");

    Shell shell = Shell.run(TinyRun.into(out, "--epochs", "2"));

    assertThat(shell.exit()).isZero();
    assertThat(shell.out().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("test accuracy"))
        .contains("report: " + out.resolve("report.html"));
    assertThat(shell.err()).contains("epoch 1/2").contains("epoch 2/2").doesNotContain("\r");
    assertThat(out.resolve("report.html")).isRegularFile();
    assertThat(out.resolve("manifest.json")).isRegularFile();
    assertThat(out.resolve("tables/history.csv")).isRegularFile();
    assertThat(Checkpoint.read(out.resolve("model.safetensors")).state().finished()).isTrue();
  }

  @Test
  void theManifestHoldsWhatDeterminesTheRunAndHowLongItTook() throws IOException {
    Path out = folder.resolve("run");
    Shell.run(TinyRun.into(out, "--epochs", "1", "--corrupt", "label:0.5", "--seed", "3"));

    JsonNode manifest = new ObjectMapper().readTree(out.resolve("manifest.json").toFile());

    JsonNode settings = manifest.at("/provenance/settings");
    assertThat(settings.path("seed").asText()).isEqualTo("3");
    assertThat(settings.path("corruption").asText()).isEqualTo("label:0.5");
    assertThat(settings.path("version").asText()).isEqualTo(Version.text());
    assertThat(settings.path("train").asText()).contains("glyphs train").contains("seed 0");
    assertThat(manifest.at("/runtime/secondsByStage/train").asDouble()).isPositive();
  }

  @Test
  void studiesSeeTheCanvasOfTheRun() throws IOException {
    Path run = folder.resolve("run");
    Path out = folder.resolve("out");
    assertThat(Shell.run(TinyRun.into(run, "--epochs", "1", "--canvas", "33")).exit()).isZero();

    Shell shell =
        Shell.run(
            "representations",
            run.toString(),
            "--data",
            "glyphs",
            "--layers",
            "0",
            "--samples",
            "20",
            "--out",
            out.toString());

    assertThat(shell.exit()).as(shell.err()).isZero();
    JsonNode manifest = new ObjectMapper().readTree(out.resolve("manifest.json").toFile());
    assertThat(manifest.at("/provenance/measured/steps/0").asText()).isEqualTo("canvas 33");
    assertThat(manifest.at("/provenance/network/canvas").asText()).isEqualTo("33");
    assertThat(Shell.run(TinyRun.into(run, "--epochs", "1")).err()).contains("another run");
  }

  @Test
  void quietSaysNothingButTheResult() {
    Shell shell = Shell.run(TinyRun.into(folder.resolve("run"), "--epochs", "1", "--quiet"));

    assertThat(shell.exit()).isZero();
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out().lines()).hasSize(2);
  }

  private Path normed() throws IOException {
    return Files.writeString(
        folder.resolve("normed.yaml"),
        """
        input: [1, 28, 28]
        layers:
          - flatten
          - dense: {units: 8}
          - batch-norm
          - relu
          - dense: {units: 10}
        """);
  }

  private String[] onGlyphs(Path architecture, int batch, Path out, String... more) {
    String[] args = TinyRun.into(out, more);
    args[1] = architecture.toString();
    args[List.of(args).indexOf("--batch") + 1] = Integer.toString(batch);
    return args;
  }

  @Test
  void aSampleThatIsLeftOutIsSaidInTheReportAndTheManifest() throws IOException {
    Path out = folder.resolve("run");
    String[] command = onGlyphs(normed(), 59, out, "--epochs", "2");

    Shell shell = Shell.run(command);

    String said = "leaves out one of the 60 training samples";
    assertThat(shell.exit()).isZero();
    assertThat(Files.readString(out.resolve("report.html"))).contains(said);
    JsonNode manifest = new ObjectMapper().readTree(out.resolve("manifest.json").toFile());
    assertThat(manifest.at("/provenance/leftOut").asText()).contains(said, "layer 2 (batch-norm)");
    assertThat(Checkpoint.read(out.resolve("model.safetensors")).state().steps()).isEqualTo(2);
  }

  @Test
  void aBatchThatCannotBeNormalisedIsRefusedBeforeWorkBegins() throws IOException {
    Path out = folder.resolve("run");

    Shell shell = Shell.run(onGlyphs(normed(), 1, out));

    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains("layer 2 (batch-norm)", "batch of 2 or more");
    assertThat(out).doesNotExist();
  }

  @Test
  void aRunThatDivergesLeavesTheLastGoodEpoch() throws IOException {
    Path chain =
        Files.writeString(
            folder.resolve("chain.yaml"),
            """
            input: [1, 28, 28]
            layers:
              - flatten
              - dense: {units: 16}
              - dense: {units: 10}
            """);
    Path good = folder.resolve("good");
    String[] options = {"--epochs", "30", "--optimizer", "sgd", "--rate", "3"};
    Path none = folder.resolve("none");
    String[] absurd = options.clone();
    absurd[5] = "1e20";

    Shell slow = Shell.run(onGlyphs(chain, 60, good, options));
    Shell fast = Shell.run(onGlyphs(chain, 60, none, absurd));

    for (Shell shell : List.of(slow, fast)) {
      assertThat(shell.exit()).isEqualTo(1);
      assertThat(shell.errors())
          .last(InstanceOfAssertFactories.STRING)
          .containsPattern("training diverged: .* at step [0-9]+ \\(epoch [0-9]+\\)");
    }
    assertThat(Checkpoint.read(good.resolve("model.safetensors")).history().epochs()).isNotEmpty();
    assertThat(none.resolve("model.safetensors")).doesNotExist();
  }

  @Test
  void aRunThatDiedAndWasResumedEndsWithTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    String[] options = {"--epochs", "3", "--schedule", "cosine"};
    assertThat(Shell.run(TinyRun.into(whole, options)).exit()).isZero();
    assertThat(Shell.runUntil("epoch 2/3", TinyRun.into(stopped, options)).exit()).isEqualTo(1);
    assertThat(Checkpoint.read(stopped.resolve("model.safetensors")).history().epochs()).hasSize(1);
    assertThat(Files.readString(stopped.resolve("report.html"))).contains("This run is not over");

    String[] again = Arrays.copyOf(options, 5);
    again[4] = "--resume";
    Shell resumed = Shell.run(TinyRun.into(stopped, again));

    assertThat(resumed.exit()).isZero();
    assertThat(resumed.err()).doesNotContain("epoch 1/3").contains("epoch 2/3");
    assertThat(results(stopped)).isEqualTo(results(whole));
  }

  @Test
  void theNetworkIsThatOfTheLowestLossOnSamplesHeldOutOfTraining() throws IOException {
    Path out = folder.resolve("run");

    Shell shell = Shell.run(validated(out, "--corrupt", "label:0.5"));

    assertThat(shell.exit()).as(shell.err()).isZero();
    Checkpoint network = Checkpoint.read(out.resolve("model.safetensors"));
    Checkpoint last = Checkpoint.read(out.resolve("last.safetensors"));
    int best = network.history().last().epoch();
    List<Double> losses = last.history().validation().stream().map(Evaluation::loss).toList();
    assertThat(losses).hasSize(best + 3).hasSizeLessThan(60);
    assertThat(losses.get(best - 1)).isEqualTo(Collections.min(losses));
    assertThat(network.history()).isEqualTo(last.history().first(best));
    assertThat(shell.out())
        .contains("epoch " + best + " of " + (best + 3) + ", which had the lowest validation loss");
    assertThat(Shell.run(validated(out, "--corrupt", "label:0.5")).out()).isEqualTo(shell.out());

    Dataset all = Catalog.of(Optional.empty()).open("glyphs").train().take(60);
    DataChoice choice = DataChoice.of(network.settings(), "the run");
    DataChoice.Samples samples = choice.samples(Catalog.of(Optional.empty()));
    Dataset held = samples.validation().orElseThrow();
    assertThat(samples.train().count()).isEqualTo(45);
    assertThat(Stream.of(samples.train(), held).flatMap(TrainCommandTest::images))
        .containsExactlyInAnyOrderElementsOf(images(all).toList());
    assertThat(held.provenance().steps()).doesNotContain("corruption label:0.5, seed 0");
    try (Backend backend = Backends.open("reference", 1);
        Network kept = network.network(backend, "kept");
        Network end = last.network(backend, "end")) {
      assertThat(Evaluation.of(kept.classifier(), held)).isEqualTo(evaluation(last, best));
      assertThat(Evaluation.of(end.classifier(), held)).isEqualTo(evaluation(last, best + 3));
    }
    assertThat(Files.readString(out.resolve("tables/history.csv")).lines().findFirst())
        .hasValueSatisfying(header -> assertThat(header).endsWith("loss,validation_accuracy"));
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("The network is that of epoch " + best);
  }

  private static String[] validated(Path out, String... more) {
    return validated(60, out, more);
  }

  private static String[] validated(int epochs, Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("--validation", "0.25", "--patience", "3"));
    args.addAll(List.of("--epochs", Integer.toString(epochs), "--rate", "0.02"));
    args.addAll(List.of("--format", "csv"));
    args.addAll(List.of(more));
    return TinyRun.into(out, args.toArray(String[]::new));
  }

  private static Evaluation evaluation(Checkpoint run, int epoch) {
    return run.history().validation().get(epoch - 1);
  }

  private static Stream<String> images(Dataset data) {
    int size = data.sample().intSize();
    return IntStream.range(0, data.count())
        .mapToObj(i -> Arrays.copyOfRange(data.images(), i * size, (i + 1) * size))
        .map(Arrays::toString);
  }

  @Test
  void aValidatedRunThatDiedBeforeOrAfterItsBestEpochEndsWithTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    assertThat(Shell.run(validated(whole)).exit()).isZero();
    Map<String, String> expected = results(whole);
    int epochs = Checkpoint.read(whole.resolve("last.safetensors")).history().last().epoch();
    for (int died : new int[] {2, epochs}) {
      Path stopped = folder.resolve("stopped" + died);
      assertThat(Shell.runUntil("epoch " + died + "/60", validated(stopped)).exit()).isEqualTo(1);
      assertThat(Files.readString(stopped.resolve("report.html"))).contains("is not over");

      assertThat(Shell.run(validated(stopped, "--resume")).exit()).isZero();

      assertThat(results(stopped)).as("died in epoch %d", died).isEqualTo(expected);
    }
    Path shorter = folder.resolve("shorter");
    assertThat(Shell.run(validated(2, shorter)).exit()).isZero();
    assertThat(Shell.run(validated(shorter, "--resume")).exit()).isZero();
    assertThat(results(shorter)).isEqualTo(expected);
  }

  @Test
  void aNetworkThatIsNotThatOfTheBestEpochIsNotGoneOnFrom() throws IOException {
    Path out = folder.resolve("run");
    Shell.runUntil("epoch 3/60", validated(out));
    Path model = out.resolve("model.safetensors");
    Files.delete(out.resolve("manifest.json"));
    Path other = folder.resolve("other");
    Shell.run(TinyRun.into(other, "--epochs", "3"));
    Files.copy(other.resolve("model.safetensors"), model, StandardCopyOption.REPLACE_EXISTING);

    Shell shell = Shell.run(validated(out, "--resume"));

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains(model.toString(), "is not the network after epoch", "last.safetensors");
  }

  @Test
  void aFinishedRunIsNotTrainedAgain() throws IOException {
    Path out = folder.resolve("run");
    Shell first = Shell.run(TinyRun.into(out, "--epochs", "1"));
    Map<String, String> before = results(out);

    Shell second = Shell.run(TinyRun.into(out, "--epochs", "1"));

    assertThat(second.exit()).isZero();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).contains("already trained").doesNotContain("epoch");
    assertThat(results(out)).isEqualTo(before);
    assertThat(Shell.run(TinyRun.into(out, "--epochs", "1", "--force")).err())
        .contains("epoch 1/1");
  }

  @Test
  void aRunOfFewerEpochsIsTheBeginningOfOneOfMore() throws IOException {
    for (String schedule : List.of("constant", "step:2:0.5")) {
      String[] five = {"--schedule", schedule, "--epochs", "5", "--resume"};
      Path whole = folder.resolve("whole " + schedule);
      Path finished = folder.resolve("finished " + schedule);
      Path stopped = folder.resolve("stopped " + schedule);
      Shell.run(TinyRun.into(whole, five));
      Shell.run(TinyRun.into(finished, "--schedule", schedule, "--epochs", "3"));
      Shell.runUntil("epoch 2/3", TinyRun.into(stopped, "--schedule", schedule, "--epochs", "3"));

      Shell unasked = Shell.run(TinyRun.into(finished, "--schedule", schedule));
      assertThat(unasked.exit()).isEqualTo(1);
      assertThat(unasked.errors()).singleElement().asString().contains("3 of 5", "--resume");
      Shell extended = Shell.run(TinyRun.into(finished, five));
      assertThat(extended.err()).doesNotContain("epoch 3/5").contains("epoch 4/5");
      assertThat(results(finished)).isEqualTo(results(whole));
      Shell.run(TinyRun.into(stopped, five));
      assertThat(results(stopped)).isEqualTo(results(whole));
    }
  }

  @Test
  void aRunThatCannotBecomeOneOfOtherEpochsSaysWhy() throws IOException {
    Path out = folder.resolve("run");
    Shell.run(TinyRun.into(out, "--epochs", "3", "--schedule", "cosine"));
    Map<String, String> before = results(out);
    Shell cosine =
        Shell.run(TinyRun.into(out, "--epochs", "5", "--schedule", "cosine", "--resume"));
    assertThat(cosine.exit()).isEqualTo(1);
    assertThat(cosine.errors())
        .singleElement()
        .asString()
        .contains("of a run of 3 epochs, not 5", "the schedule cosine has other rates");
    assertThat(results(out)).isEqualTo(before);

    Path constant = folder.resolve("constant");
    Shell.run(TinyRun.into(constant, "--epochs", "3"));
    Shell fewer = Shell.run(TinyRun.into(constant, "--epochs", "2", "--resume"));
    assertThat(fewer.exit()).isEqualTo(1);
    assertThat(fewer.errors()).singleElement().asString().contains("not 2: 3 are done");
  }

  @Test
  void anotherRunInTheFolderIsAnErrorThatNamesTheDifference() throws IOException {
    Path out = folder.resolve("run");
    Shell.run(TinyRun.into(out, "--epochs", "1"));
    Map<String, String> before = results(out);

    Shell shell = Shell.run(TinyRun.into(out, "--epochs", "1", "--seed", "9"));

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors()).singleElement().asString().contains("seed is 0 there, 9 here");
    assertThat(results(out)).isEqualTo(before);
  }

  @Test
  void anUnfinishedRunIsNeitherResumedNorReplacedUnasked() {
    Path out = folder.resolve("run");
    Shell.runUntil("epoch 2/3", TinyRun.into(out, "--epochs", "3"));

    Shell shell = Shell.run(TinyRun.into(out, "--epochs", "3"));

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains("after 1 of 3")
        .contains("--resume");
  }

  @Test
  void aDamagedCheckpointIsAnErrorAndStaysUntouched() throws IOException {
    Path out = folder.resolve("run");
    Shell.run(TinyRun.into(out, "--epochs", "1"));
    Path file = out.resolve("model.safetensors");
    byte[] half = Arrays.copyOf(Files.readAllBytes(file), 3000);
    Files.write(file, half);

    Shell shell = Shell.run(TinyRun.into(out, "--epochs", "1", "--resume"));

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors()).singleElement().asString().contains(file.toString());
    assertThat(file).hasBinaryContent(half);
  }

  @Test
  void divergenceIsOneLineAndLeavesNoFolder() {
    Path out = folder.resolve("run");

    Shell shell =
        Shell.run(TinyRun.into(out, "--epochs", "3", "--optimizer", "sgd", "--rate", "1e38"));

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors()).singleElement().asString().contains("diverged").contains("step");
    assertThat(out).doesNotExist();
  }

  /** A hash of every file, in the manifest without the circumstances of the run. */
  private static Map<String, String> results(Path run) throws IOException {
    Map<String, String> results = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        boolean manifest = file.getFileName().toString().equals("manifest.json");
        int length = manifest ? content.indexOf("\"runtime\"") : content.length();
        results.put(run.relativize(file).toString(), sha256(content.substring(0, length)));
      }
    }
    return results;
  }

  private static String sha256(String content) {
    try {
      byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
