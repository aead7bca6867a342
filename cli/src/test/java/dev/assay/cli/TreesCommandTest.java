package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void train() throws IOException {
    assertThat(Shell.run(TinyRun.perceptron(folder.resolve("run"))).err()).doesNotContain("error");
    assertThat(Shell.run(TinyRun.into(folder.resolve("linear"))).exit()).isZero();
  }

  private Shell trees(String run, String... more) {
    String[] args = {
      "trees",
      folder.resolve(run).toString(),
      "--out",
      folder.resolve("out").toString(),
      "--backend",
      "reference"
    };
    return Shell.run(Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  @Test
  void writesTrees() throws IOException {
    Shell shell = trees("run", "--max-leaves", "7");

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out()).contains("fidelity, 2-relu: ", "leaves, 2-relu: 7", "report: ");
    assertThat(Files.readString(folder.resolve("out/tables/trees.csv")).lines()).hasSize(4);
    assertThat(Files.readString(folder.resolve("out/tables/nodes-2-relu.csv")).lines()).hasSize(14);
    assertThat(folder.resolve("out/figures/tree-2-relu.svg")).exists();
  }

  @Test
  void anEarlierStopOfTheRunIsPartOfItsCourse() throws IOException {
    Path early = folder.resolve("early");
    assertThat(Shell.run(TinyRun.perceptron(early, "--epochs", "2")).exit()).isZero();

    Shell shell = trees("run", "--codes-only", "--before", early.toString());

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(Files.readString(folder.resolve("out/tables/epochs.csv")).lines())
        .hasSize(4)
        .satisfies(lines -> assertThat(lines.get(1)).startsWith("0,2-relu"))
        .satisfies(lines -> assertThat(lines.get(2)).startsWith("2,2-relu"))
        .satisfies(lines -> assertThat(lines.get(3)).startsWith("5,2-relu"));
    assertThat(folder.resolve("out/figures/changes-by-epoch.svg")).exists();
    assertThat(trees("early", "--before", folder.resolve("run").toString()).errors())
        .singleElement()
        .asString()
        .contains("is not this run, stopped earlier (it has 5 epochs, this 2)");
    assertThat(trees("run", "--before", folder.resolve("linear").toString()).errors())
        .singleElement()
        .asString()
        .contains("linear", "is not this run, stopped earlier (the architecture differs)");
  }

  @Test
  void wrongUsageIsOneLine() {
    assertThat(trees("run", "--layers", "1").errors())
        .singleElement()
        .asString()
        .contains("no activations behind '1'; this network has them behind 2-relu");
    assertThat(trees("linear").errors()).singleElement().asString().contains("no ReLU");
    Shell shell = trees("run", "--min-leaf", "0");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("least samples of a leaf: expected at least 1, got 0");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
