package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.nn.ArchitectureFormat;
import dev.assay.study.Space;
import dev.assay.study.fragmentation.FragmentationConfig;
import dev.assay.study.margin.MarginConfig;
import dev.assay.study.representation.RepresentationConfig;
import dev.assay.study.tree.ExactTreeConfig;
import dev.assay.study.tree.LayerTreesConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  @TempDir private Path folder;

  /** Every command, as typed. */
  private static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    collect(Main.commandLine(), "", names);
    names.remove("help");
    return names.stream();
  }

  private static void collect(CommandLine line, String prefix, List<String> names) {
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              names.add(prefix + name);
              collect(command, prefix + name + " ", names);
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfWithAnExample(String command) {
    Shell shell = Shell.run((command + " --help").split(" "));

    assertThat(shell.exit()).isZero();
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out()).contains("Usage: assay " + command);
    assertThat(shell.out().substring(shell.out().indexOf("Examples:"))).contains("assay ");
  }

  @Test
  void theDefaultsOfAStudysOptionsAreThoseOfItsConfiguration() {
    assertThat(config("margins")).isEqualTo(MarginConfig.of(Space.input()));
    assertThat(config("fragmentation")).isEqualTo(FragmentationConfig.of(Space.input()));
    assertThat(config("representations")).isEqualTo(RepresentationConfig.standard());
    assertThat(config("trees")).isEqualTo(LayerTreesConfig.standard());
    assertThat(config("exact-tree")).isEqualTo(ExactTreeConfig.standard());
    assertThat(Shell.run("margins", "--help").out())
        .contains("first-order,iterative)", "0.001)", "1e-5)", "prediction)");
    assertThat(Shell.run("fragmentation", "--help").out()).contains("same-class)", "auto)");
  }

  private static Object config(String command) {
    CommandLine line = Main.commandLine();
    line.parseArgs(command, "run");
    StudyCommand<?> study = line.getSubcommands().get(command).getCommand();
    return study.config();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleInTheHelpIsACommandLineThatParses(String command) {
    String help = Shell.run((command + " --help").split(" ")).out();
    List<String> examples =
        help.substring(help.indexOf("Examples:"))
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("assay "))
            .map(line -> line.substring("assay ".length()))
            .toList();

    for (String example : examples) {
      Main.commandLine().parseArgs(example.split(" +"));
    }
    assertThat(examples.isEmpty()).isEqualTo(command.equals("completion"));
  }

  @Test
  void withoutACommandTheProgramExplainsItself() {
    Shell shell = Shell.run();

    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("Commands:").contains("demo").contains("Examples:");
  }

  @Test
  void tellsItsVersion() {
    assertThat(Shell.run("--version").out())
        .matches("assay \\d+\\.\\d+\\.\\d+( \\(\\w+\\+?\\))?\\R");
  }

  @Test
  void completionKnowsEveryCommand() {
    String script = Shell.run("completion").out();

    assertThat(script)
        .contains("complete -F _assay assay")
        .contains("--data-dir")
        .contains("cnn-blur");
    commands().forEach(name -> assertThat(script).contains("'assay " + name + "'"));
  }

  @Test
  void dataListsWhatIsThereAndWhereItLooked() {
    Shell shell = Shell.run("data", "--data-dir", folder.toString());

    assertThat(shell.exit()).isZero();
    assertThat(shell.out().lines())
        .anyMatch(line -> line.startsWith("glyphs") && line.contains("present"))
        .anyMatch(line -> line.startsWith("fashion-mnist"))
        .anyMatch(line -> line.startsWith("looked in: " + folder));
  }

  @Test
  void dataDrawsSamplesIntoAReport() {
    Path out = folder.resolve("report");

    assertThat(Shell.run("data", "--out", out.toString()).exit()).isZero();

    assertThat(out.resolve("figures/glyphs.png")).isRegularFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "mlp", "cnn", "cnn-blur", "cnn-deep"})
  void everyPresetIsShownAndFitsBothKindsOfImages(String preset) {
    Shell shell = Shell.run("model", "show", preset);

    assertThat(shell.exit()).isZero();
    assertThat(shell.out()).contains("dense").contains("total");
    assertThat(Shell.run("model", "show", preset, "--input", "1x28x28").exit()).isZero();
    assertThat(Shell.run("model", "show", preset, "--input", "3x32x32").exit()).isZero();
  }

  @Test
  void initWritesAFileThatCanBeRead() {
    Path file = folder.resolve("net.yaml");

    assertThat(Shell.run("model", "init", "cnn", file.toString()).exit()).isZero();

    assertThat(ArchitectureFormat.read(file)).isEqualTo(Models.preset("cnn"));
  }

  @Test
  void initDoesNotReplaceAFileUnasked() throws IOException {
    Path file = Files.writeString(folder.resolve("net.yaml"), "mine");

    assertThat(Shell.run("model", "init", "cnn", file.toString()).exit()).isEqualTo(1);
    assertThat(file).hasContent("mine");
    assertThat(Shell.run("model", "init", "cnn", file.toString(), "--force").exit()).isZero();
  }

  @Test
  void doctorNamesEverythingThatMatters() {
    Shell shell = Shell.run("doctor");

    assertThat(shell.exit()).isZero();
    assertThat(shell.out())
        .contains("java")
        .contains("processor")
        .contains("kernels")
        .contains("blas")
        .contains("gpu")
        .contains("memory")
        .contains("glyphs");
  }
}
