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

class ExactTreeCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void train() throws IOException {
    assertThat(Shell.run(TinyRun.perceptron(folder.resolve("run"))).err()).doesNotContain("error");
  }

  private Shell tree(String... more) {
    String[] args = {
      "exact-tree",
      folder.resolve("run").toString(),
      "--out",
      folder.resolve("out").toString(),
      "--backend",
      "reference"
    };
    return Shell.run(Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  @Test
  void writesTheTreeOnAStatedDomain() throws IOException {
    Shell shell = tree("--space", "random:1:3", "--range=-20:20");

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out()).contains("leaves: ", "units: 12", "report: ");
    assertThat(Files.readString(folder.resolve("out/report.json")))
        .contains("random:1:3 through the mean of the training inputs, its coordinate from -20");
    assertThat(folder.resolve("out/figures/tree.dot")).exists();
  }

  @Test
  void wrongUsageAndWhatIsTooLargeAreOneLine() {
    assertThat(tree("--space", "input", "--range", "0:1", "--most-leaves", "100").errors())
        .singleElement()
        .asString()
        .contains("too large for its exact tree in 784 dimensions");
    assertThat(tree("--range", "1").exit()).isEqualTo(2);
    assertThat(tree("--range", "2:1").err()).contains("expected a lower and a larger upper bound");
    assertThat(tree("--space", "hidden:2").err()).contains("space: expected input, pca:COUNT");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
