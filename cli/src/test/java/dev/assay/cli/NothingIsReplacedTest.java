package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** No command replaces what is not its own, unless it is told to. */
class NothingIsReplacedTest {
  private static final String MARGINS =
      "margins RUN --backend reference --threads 1 --solver first-order ";

  @TempDir private static Path folder;

  @BeforeAll
  static void train() {
    assertThat(Shell.run(TinyRun.into(folder.resolve("run"), "--epochs", "1")).exit()).isZero();
  }

  private static Shell shell(String line) {
    return Shell.run(
        Arrays.stream(line.strip().split(" +"))
            .map(word -> word.replace("RUN", folder.resolve("run").toString()))
            .map(word -> word.replace("DIR", folder.toString()))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MARGINS + "--samples 3",
        "fragmentation RUN --backend reference --count 2 --planes 0",
        "demo --backend reference",
        "reproduce fragmentation",
        "doctor",
        "data",
        "model show cnn",
        "train linear --data glyphs --train-samples 60 --batch 20 --backend reference"
      })
  void aTrainedNetworkIsNotReplacedByAnyCommand(String command) throws IOException {
    Map<String, Long> before = state(folder);

    Shell shell = shell(command + " --out RUN");

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains(folder.resolve("run").toString())
        .contains("--force");
    assertThat(shell.out()).isEmpty();
    assertThat(state(folder)).isEqualTo(before);
  }

  @Test
  void aReportIsReplacedByItsOwnCommandWithTheSameSettingsOnly() throws IOException {
    String samples3 = MARGINS + "--samples 3 --out DIR/own";
    assertThat(shell(samples3).exit()).isZero();
    assertThat(shell(samples3.replace("--threads 1", "--threads 2")).exit()).isZero();
    Map<String, Long> before = state(folder.resolve("own"));

    assertThat(shell(MARGINS + "--samples 4 --out DIR/own").errors())
        .singleElement()
        .asString()
        .contains("margins.samples is 3 there, 4 here");
    assertThat(shell(samples3 + " --seed 2").errors())
        .singleElement()
        .asString()
        .contains("seed is 0 there, 2 here");
    assertThat(shell("doctor --out DIR/own/").errors())
        .singleElement()
        .asString()
        .contains("a report of assay margins");
    assertThat(state(folder.resolve("own"))).isEqualTo(before);

    assertThat(shell(MARGINS + "--samples 4 --out DIR/own --force").exit()).isZero();
  }

  @Test
  void aReportWithinARunLeavesTheRunAsItIs() throws IOException {
    Path run = folder.resolve("outer");
    assertThat(Shell.run(TinyRun.into(run, "--epochs", "1")).exit()).isZero();
    Map<String, Long> before = state(run);

    assertThat(
            shell(MARGINS.replace("RUN", "DIR/outer") + "--samples 3 --out DIR/outer/margins")
                .exit())
        .isZero();

    Map<String, Long> after = state(run);
    after.keySet().removeIf(file -> file.startsWith("margins/"));
    assertThat(after).isEqualTo(before);
    assertThat(Shell.run(TinyRun.into(run, "--epochs", "1")).err()).contains("already trained");
    assertThat(Shell.run(TinyRun.into(run, "--epochs", "1", "--force")).errors())
        .singleElement()
        .asString()
        .contains("margins/");
  }

  @Test
  void aMissingNameIsNoFolder() {
    assertThat(Shell.run("doctor", "--out", "", "--force").errors())
        .singleElement()
        .asString()
        .contains("the folder you work in");
  }

  @Test
  void defaultNamesTellSettingsApart() {
    assertThat(name("margins", "x")).isEqualTo("base");
    assertThat(name("margins", "x", "--samples", "1000", "--threads", "3", "--quiet"))
        .isEqualTo("base");
    assertThat(name("margins", "x", "--samples", "200", "--pairs"))
        .isEqualTo(name("margins", "--pairs", "x", "--samples=200"))
        .isEqualTo("base-samples200-pairs");
    assertThat(name("margins", "x", "--gap", "0.010"))
        .isEqualTo(name("margins", "x", "--gap=1e-2"));
    assertThat(name("margins", "x", "--space", "input,pca:10"))
        .isEqualTo("base-space-input-pca-10");
    assertThat(name("margins", "x", "--seed", "4", "--split", "TRAIN"))
        .isEqualTo("base-split-train-seed4");
    String many = "hidden:0-flatten," + "pca:1-2,".repeat(60);
    assertThat(name("margins", "x", "--space", many + "pca:3"))
        .hasSizeLessThan(150)
        .isNotEqualTo(name("margins", "x", "--space", many + "pca:4"));
  }

  private static String name(String... args) {
    CommandLine line = Main.commandLine();
    line.parseArgs(args);
    CommandSpec command = line.getParseResult().subcommand().commandSpec();
    return new FolderName("base", command).text();
  }

  /** Every file with its time, which replacing changes. */
  private static Map<String, Long> state(Path root) throws IOException {
    Map<String, Long> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        state.put(root.relativize(file).toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return state;
  }
}
