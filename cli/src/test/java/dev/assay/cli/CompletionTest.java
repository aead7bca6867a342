package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.backend.Backends;
import dev.assay.data.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What is completed is what is accepted; the script runs in the shells that it is for. */
class CompletionTest {
  @TempDir private static Path folder;
  private static Path script;

  /** An option or argument of a command. */
  private record Place(CommandSpec command, ArgSpec arg) {
    @Override
    public String toString() {
      return command.qualifiedName()
          + " "
          + (arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel());
    }
  }

  @BeforeAll
  static void write() throws IOException {
    script = Files.writeString(folder.resolve("completion"), Shell.run("completion").out());
    Files.createDirectories(folder.resolve("runs/a run"));
    Files.writeString(folder.resolve("cnn.yaml"), "");
  }

  private static Stream<Place> places() {
    List<Place> places = new ArrayList<>();
    collect(Main.commandLine().getCommandSpec(), places);
    return places.stream();
  }

  private static void collect(CommandSpec command, List<Place> places) {
    command.args().forEach(arg -> places.add(new Place(command, arg)));
    command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), places));
  }

  @ParameterizedTest
  @MethodSource("places")
  void everyValueThatIsOfferedIsAccepted(Place place) {
    List<String> offered = Candidates.of(place.arg());
    for (String value : offered) {
      accept(place, value);
    }
    if (offered.size() > 1 && !place.arg().splitRegex().isEmpty()) {
      accept(place, String.join(",", offered));
    }
  }

  private static void accept(Place place, String value) {
    List<String> line = new ArrayList<>(List.of(place.command().qualifiedName().split(" ")));
    line.remove(0);
    for (PositionalParamSpec argument : place.command().positionalParameters()) {
      String usual = Candidates.of(argument).stream().findFirst().orElse("x");
      line.addAll(
          Collections.nCopies(
              Math.max(1, argument.arity().min()), argument == place.arg() ? value : usual));
    }
    for (OptionSpec option : place.command().options()) {
      if (option == place.arg() || option.required()) {
        line.add(option.longestName());
        line.add(option == place.arg() ? value : "glyphs");
      }
    }
    Main.commandLine().parseArgs(line.toArray(String[]::new));
  }

  @Test
  void optionsWithAClosedSetOfValuesOfferAll() {
    assertThat(offered("train", "--optimizer")).containsExactlyInAnyOrder("adam", "sgd");
    assertThat(offered("margins", "--split")).containsExactlyInAnyOrder("train", "test");
    assertThat(offered("margins", "--solver"))
        .containsExactly("first-order", "iterative", "nearest", "bracket");
    assertThat(offered("margins", "--reference")).containsExactly("prediction", "label");
    assertThat(offered("fragmentation", "--method"))
        .containsExactly("auto", "sampled", "exact", "certified");
    assertThat(offered("fragmentation", "--pairs")).containsExactly("same-class", "any", "correct");
    assertThat(offered("reproduce", "--scale")).containsExactly("quick", "full");
    assertThat(offered("reproduce", "--network")).containsExactly("mlp", "cnn");
    assertThat(offered("reproduce", "--data")).isEqualTo(Catalog.names());
    assertThat(offered("demo", "--format"))
        .containsExactly("csv", "json", "npz", "latex", "svg", "png", "pdf");
    assertThat(offered("demo", "--backend")).isEqualTo(Backends.names());
    assertThat(offered("margins", "--space")).contains("input", "pca:knee");
  }

  private static List<String> offered(String command, String option) {
    return Candidates.of(
        Main.commandLine().getSubcommands().get(command).getCommandSpec().findOption(option));
  }

  /** The words that a shell offers for what is typed. */
  private static List<String> complete(String shell, String typed)
      throws IOException, InterruptedException {
    String call =
        shell.equals("bash")
            ? "COMP_LINE=$1; COMP_POINT=${#1}; _assay"
            : "emulate -R sh; setopt kshglob noshglob braceexpand;"
                + " COMP_WORDS=(\"${(@s: :)1}\"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _assay";
    ProcessBuilder builder =
        new ProcessBuilder(
            shell,
            shell.equals("bash") ? "--norc" : "-f",
            "-c",
            "source \"$0\"; " + call + "; printf '%s\\n' \"${COMPREPLY[@]}\"",
            script.toString(),
            typed);
    Process process =
        builder.directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().filter(line -> !line.isEmpty()).toList();
  }

  private static boolean has(String shell) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, shell)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void theScriptCompletes(String shell) throws Exception {
    assumeTrue(has(shell), "there is no " + shell);
    boolean bash = shell.equals("bash");

    assertThat(complete(shell, "assay ma")).containsExactly("margins");
    assertThat(complete(shell, "assay model ")).containsExactly("show", "explain", "init");
    assertThat(complete(shell, "assay train --op")).containsExactly("--optimizer");
    assertThat(complete(shell, "assay train --optimizer ")).containsExactly("sgd", "adam");
    assertThat(complete(shell, "assay train --data train --epochs 3 cnn-"))
        .containsExactly("cnn-blur", "cnn-deep");
    assertThat(complete(shell, "assay train --epochs ")).isEmpty();
    assertThat(complete(shell, "assay margins runs/x --solver nearest,br"))
        .containsExactly("nearest,bracket");
    // bash replaces only what comes after a colon or an equals sign
    assertThat(complete(shell, "assay margins runs/x --space input,pca:kn"))
        .containsExactly(bash ? "knee" : "input,pca:knee");
    assertThat(complete(shell, "assay fragmentation x --pairs=sa"))
        .containsExactly(bash ? "same-class" : "--pairs=same-class");
    assertThat(complete(shell, "assay model show cnn.")).containsExactly("cnn.yaml");
    assertThat(complete(shell, "assay margins runs/a")).containsExactly("runs/a run");
    assertThat(complete(shell, "assay doctor --out cnn")).isEmpty();
  }
}
