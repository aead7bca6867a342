package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Settings from a file are settings as if they were typed. */
class ConfigFileTest {
  @TempDir private static Path folder;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    run = folder.resolve("run");
    Path file =
        write(
            "train",
            """
            model: linear
            data: glyphs
            epochs: 1
            train-samples: 128
            batch: 32
            out: "%s"
            """
                .formatted(run));
    Shell shell = Shell.run("train", "--config", file.toString(), "--batch", "64");
    assertThat(shell.err()).doesNotContain("assay:");
    assertThat(shell.exit()).isZero();
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".yaml"), text);
  }

  /** Every command that has settings. */
  private static Stream<CommandSpec> commands() {
    List<CommandSpec> commands = new ArrayList<>();
    collect(Main.commandLine().getCommandSpec(), commands);
    return commands.stream().filter(each -> each.findOption(ConfigFile.OPTION) != null);
  }

  private static void collect(CommandSpec command, List<CommandSpec> commands) {
    commands.add(command);
    command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), commands));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everySettingHasANameOfItsOwn(CommandSpec command) {
    assertThat(ConfigFile.settings(command).stream().map(ConfigFile::key))
        .allMatch(key -> key.matches("[a-z][a-z0-9-]*"))
        .doesNotHaveDuplicates()
        .doesNotContain("config", "help");
  }

  /** What is printed is what is taken: printed again it is the same. */
  @ParameterizedTest
  @MethodSource("commands")
  void whatIsPrintedIsTaken(CommandSpec command) throws IOException {
    List<String> line = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
    line.remove(0);
    List<String> name = List.copyOf(line);
    for (ArgSpec arg : command.args()) {
      if (arg.required()) {
        List<String> offered = Candidates.of(arg);
        String value = offered.isEmpty() ? "0x1" : offered.get(0);
        String word = arg.isPositional() ? value : "--" + ConfigFile.key(arg) + "=" + value;
        line.addAll(Collections.nCopies(Math.max(1, arg.arity().min()), word));
      }
    }
    line.add("--print-config");
    Shell first = Shell.run(line.toArray(String[]::new));
    assertThat(first.err()).isEmpty();
    assertThat(first.exit()).isZero();
    Path file = write("printed", first.out());
    List<String> again = new ArrayList<>(name);
    again.addAll(List.of("--print-config", "--config=" + file));
    assertThat(Shell.run(again.toArray(String[]::new))).isEqualTo(new Shell(0, first.out(), ""));
  }

  @Test
  void theCommandLineComesFirstAndTheFileNext() {
    assertThat(Shell.run("train", "--config", file("train"), "--print-config").out().lines())
        .contains("model: linear", "epochs: 1", "batch: 32", "optimizer: adam");
    assertThat(
            Shell.run("train", "mlp", "--config", file("train"), "--print-config", "--batch=64")
                .out()
                .lines())
        .contains("model: mlp", "epochs: 1", "batch: 64");
  }

  @Test
  void listsAndSwitchesAreWrittenAsYaml() throws IOException {
    Path file =
        write(
            "margins",
            """
            checkpoint: nowhere
            space: [input, "pca:2"]
            solver: iterative
            all-samples: true
            pairs: false
            stop: 1e-4
            """);
    assertThat(Shell.run("margins", "--config", file.toString(), "--print-config").out().lines())
        .containsSubsequence(
            "checkpoint: nowhere", "- input", "- pca:2", "- iterative", "all-samples: true")
        .contains("pairs: false", "stop: 0.0001", "samples: 1000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train mlp --data glyphs --epochs 0",
        "train mlp --data glyphs --optimizer sgd --momentum 1",
        "train mlp --data glyphs --threads 0",
        "demo --backend gpu",
        "margins x --samples 0",
        "fragmentation x --count 0",
        "score x.csv --measures a,a",
        "import x.onnx --data glyphs --mean 1",
        "import x.onnx --data glyphs --range 1:0",
      })
  void whatTheRunWouldRefuseIsNotPrinted(String line) {
    Shell refused = Shell.run(line.split(" "));
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(Shell.run((line + " --print-config").split(" "))).isEqualTo(refused);
  }

  private static String file(String name) {
    return folder.resolve(name + ".yaml").toString();
  }

  @Test
  void aPrintedConfigurationRunsAsTheCommandLineDid() throws IOException {
    String[] line = {"margins", run.toString(), "--samples", "20", "--solver", "first-order"};
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    String printed = run(line, "--print-config").out();
    assertThat(run(line, "--out", first.toString()).exit()).isZero();
    Path file = write("same", printed);
    assertThat(Shell.run("margins", "--config", file.toString(), "--out=" + second).exit())
        .isZero();
    for (String name : List.of("tables/margins.csv", "report.json", "figures")) {
      if (Files.isRegularFile(first.resolve(name))) {
        assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
      }
    }
    assertThat(first.resolve("tables/margins.csv")).isRegularFile();
  }

  private static Shell run(String[] line, String... more) {
    return Shell.run(Stream.concat(Stream.of(line), Stream.of(more)).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epoch: 3           | unknown key 'epoch'; did you mean epochs?",
        "--epochs: 3        | did you mean epochs?",
        "config: other      | unknown key 'config'",
        "epochs: [1, 2]     | epochs must be one value",
        "epochs: {a: 1}     | epochs must be one value",
        "epochs:            | is not an int",
        "resume: 1          | resume must be true or false, got '1'",
        "epochs: many       | --epochs",
        "'epochs: 1, epochs: 2' | is not YAML",
        "just words         | expected lines of NAME: VALUE",
        "optimizer: sdg     | did you mean sgd?",
      })
  void whatMakesNoSenseIsWrongUsage(String text, String message) throws IOException {
    Path file = write("bad", text.startsWith("epochs: 1,") ? "{" + text + "}" : text);
    Shell shell = Shell.run("train", "linear", "--data=glyphs", "--config", file.toString());
    assertThat(shell.errors()).singleElement().asString().contains(message);
    assertThat(shell.err()).contains(message);
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsWrongUsage() {
    Shell shell = Shell.run("train", "linear", "--config", "nowhere.yaml");
    assertThat(shell.errors()).singleElement().asString().contains("nowhere.yaml: no such file");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(Shell.run("train", "linear", "--config").exit()).isEqualTo(2);
  }
}
