package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happened to a checkpoint, the command that opens it says so and leaves it as it is. */
class DamagedRunTest {
  private static final String[] OPTIONS = {"--epochs", "3", "--resume"};

  @TempDir private Path folder;
  private Path out;
  private Path file;

  @BeforeEach
  void stopAfterTheFirstEpoch() {
    out = folder.resolve("run");
    file = out.resolve("model.safetensors");
    Shell.runUntil("epoch 2/3", TinyRun.into(out, OPTIONS));
    assertThat(file).isRegularFile();
  }

  private void finish() {
    assertThat(Shell.run(TinyRun.into(out, OPTIONS)).exit()).isZero();
  }

  private void change(Consumer<Map<String, SafeTensors.Array>> damage) {
    SafeTensors content = SafeTensors.read(file);
    Map<String, SafeTensors.Array> tensors = new LinkedHashMap<>(content.tensors());
    damage.accept(tensors);
    new SafeTensors(content.metadata(), tensors).write(file);
  }

  private static Consumer<Map<String, SafeTensors.Array>> nanIn(String name) {
    return tensors -> tensors.get(name).values()[3] = Float.NaN;
  }

  private void assertRefused(String[] command, String... says) throws IOException {
    byte[] before = Files.readAllBytes(file);
    Shell shell = Shell.run(command);
    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains(file.toString())
        .contains(says)
        .doesNotContain("learning rate");
    assertThat(file).hasBinaryContent(before);
  }

  /** Every command that opens a checkpoint. */
  private List<String[]> commands() {
    return List.of(
        TinyRun.into(out, OPTIONS),
        new String[] {"margins", out.toString(), "--samples", "5"},
        new String[] {"margins", file.toString(), "--samples", "5", "--space", "hidden:0"},
        new String[] {"fragmentation", out.toString(), "--backend", "reference"},
        new String[] {"model", "show", out.toString()},
        new String[] {"model", "explain", file.toString(), "--backend", "reference"});
  }

  @Test
  void aValueThatIsNotFiniteIsNamedByEveryCommand() throws IOException {
    change(nanIn("optimizer.1"));
    assertRefused(TinyRun.into(out, OPTIONS), "tensor optimizer.1 has NaN at index 3");
    change(tensors -> tensors.get("optimizer.1").values()[3] = 0);
    change(nanIn("layers.1.bias"));
    for (String[] command : commands()) {
      assertRefused(command, "tensor layers.1.bias has NaN at index 3");
    }
  }

  @Test
  void aFinishedRunWithANanIsNotCalledTrained() throws IOException {
    finish();
    change(nanIn("layers.1.weight"));
    assertRefused(TinyRun.into(out, OPTIONS), "tensor layers.1.weight has NaN at index 3");
  }

  @Test
  void aRunWithoutAllOfItsOptimisersStateDoesNotGoOn() throws IOException {
    change(tensors -> tensors.remove("optimizer.1"));
    assertRefused(TinyRun.into(out, OPTIONS), "cannot go on", "optimizer.1 of 7856 values");
    change(tensors -> tensors.remove("optimizer.0"));
    assertRefused(TinyRun.into(out, OPTIONS), "cannot go on", "optimizer.0 of 7856 values");
  }

  @Test
  void settingsThatNameNoDataAreRefused() throws IOException {
    SafeTensors content = SafeTensors.read(file);
    file = folder.resolve("copy.safetensors");
    String settings = content.metadata().get("settings");
    assertThat(settings).contains("\"train-samples\":\"60\"", "\"corruption\":\"none\"");
    for (String[] change :
        new String[][] {
          {"samples\":\"60", "samples\":\"-60"},
          {"samples\":\"60", "samples\":\"0"},
          {"samples\":\"60", "samples\":\"many"},
          {"train-samples", "tram-samples"},
          {"\"none\"", "\"label:7\""},
          {"\"none\"", "\"mould:0.5\""},
          {"seed\":\"0", "seed\":\"zero"},
          {"data\":\"glyphs", "data\":\" "},
        }) {
      Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
      metadata.put("settings", settings.replace(change[0], change[1]));
      new SafeTensors(metadata, content.tensors()).write(file);
      assertRefused(
          new String[] {"margins", file.toString(), "--split", "train", "--backend", "reference"},
          "the settings do not tell what it was trained on");
    }
  }

  /** Finite weights whose logits are not: each row has its status, in every space. */
  @Test
  void logitsThatOverflowGiveTheSameRowsInInputSpaceAndAtACut() throws IOException {
    change(
        tensors -> {
          float[] weights = tensors.get("layers.1.weight").values();
          for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 2 == 0 ? 3e38f : -3e38f;
          }
        });
    Path copy = Files.copy(file, folder.resolve("copy.safetensors"));
    Path rows = folder.resolve("margins");
    Shell shell =
        Shell.run(
            ("margins %s --backend reference --threads 1 --samples 5 --all-samples --out %s"
                    + " --space input,hidden:0-flatten")
                .formatted(copy, rows)
                .split(" "));
    assertThat(shell.errors()).isEmpty();
    assertThat(shell.exit()).isZero();
    List<String> lines = Files.readAllLines(rows.resolve("tables/margins.csv"));
    List<String> input = lines.stream().filter(line -> line.contains(",input,")).toList();
    List<String> hidden =
        lines.stream()
            .filter(line -> line.contains(",hidden:0-flatten,"))
            .map(line -> line.replace("hidden:0-flatten", "input"))
            .map(line -> line.replaceFirst(",[0-9]\\.[0-9]{5,},", ",1.0,")) // the normalisation
            .toList();
    assertThat(input).hasSize(10).anyMatch(line -> line.contains(",NON_FINITE,"));
    assertThat(hidden).isEqualTo(input);
  }

  @Test
  void aFlippedBitIsFoundByEveryCommand() throws IOException {
    flip();
    for (String[] command : commands()) {
      assertRefused(command, "manifest.json", "damaged or changed");
    }
    flip();
    finish();
    flip();
    assertRefused(TinyRun.into(out, OPTIONS), "manifest.json");
    assertThat(Shell.run(TinyRun.into(out, "--epochs", "3", "--force")).exit()).isZero();
  }

  /** The lowest bit of the last weight. */
  private void flip() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 4] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void aCopyAndAFileThatTheManifestDoesNotKnowAreTakenAsTheyAre() throws IOException {
    flip();
    Path copy = Files.copy(file, folder.resolve("copy.safetensors"));
    assertThat(Shell.run("model", "show", copy.toString()).exit()).isZero();
    Path manifest = Files.writeString(folder.resolve("manifest.json"), "{\"name\": \"a page\"}");
    assertThat(Shell.run("model", "show", copy.toString()).exit()).isZero();
    Files.writeString(manifest, "{\"name\": \"a pa");
    Shell shell = Shell.run("model", "show", copy.toString());
    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors()).singleElement().asString().contains(manifest + ": is no JSON");
  }
}
