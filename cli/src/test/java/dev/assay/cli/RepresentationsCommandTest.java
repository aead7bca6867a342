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

class RepresentationsCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void train() {
    assertThat(Shell.run(TinyRun.into(folder.resolve("run"))).exit()).isZero();
  }

  private Shell representations(String... more) {
    String[] args = {
      "representations",
      folder.resolve("run").toString(),
      "--out",
      folder.resolve("out").toString(),
      "--samples",
      "20"
    };
    return Shell.run(Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  @Test
  void writesARowForEachLayer() throws IOException {
    Shell shell = representations("--layers", "0-flatten");

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out()).contains("share of zeros, 0-flatten: ", "report: ");
    assertThat(Files.readString(folder.resolve("out/tables/sparsity.csv")).lines()).hasSize(2);
    assertThat(Files.readString(folder.resolve("out/tables/clustering.csv")).lines()).hasSize(2);
    assertThat(folder.resolve("out/figures/clustering.svg")).exists();
  }

  @Test
  void anotherNetworkIsCompared() throws IOException {
    Shell shell =
        representations("--layers", "0-flatten", "--with", folder.resolve("run").toString());

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(Files.readString(folder.resolve("out/tables/similarity_across.csv")).lines())
        .hasSize(2);
    assertThat(Files.readString(folder.resolve("out/manifest.json"))).contains("\"with\"");
    assertThat(representations("--layers", "0", "--with", folder.resolve("no").toString()).errors())
        .singleElement()
        .asString()
        .contains("no");
  }

  @Test
  void otherSeedsAreAColumn() throws IOException {
    String run = folder.resolve("run").toString();
    Shell shell = representations("--layers", "0-flatten", "--seeds", run + "," + run);

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(Files.readString(folder.resolve("out/tables/clustering.csv")))
        .contains("purity_seeds");
    assertThat(Files.readString(folder.resolve("out/manifest.json"))).contains("\"seeds\"");
    assertThat(Files.readString(folder.resolve("out/report.html"))).contains("over 3 networks");
  }

  @Test
  void wrongUsageIsOneLine() {
    assertThat(representations("--layers", "9").errors())
        .singleElement()
        .asString()
        .contains("no hidden cut '9'");
    // a linear network has no activation
    assertThat(representations().errors()).singleElement().asString().contains("no activation");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
