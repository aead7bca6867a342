package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.data.Catalog;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.reproduction.Reproduction;
import dev.assay.store.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsCommandTest {
  private static final Path DOCS = Path.of("..", "docs");

  @TempDir private Path folder;

  private static List<Path> list(Path in, String ending) throws IOException {
    if (!Files.isDirectory(in)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(in)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void thePageIsWhatItsArchivesSay() throws IOException {
    List<Path> archives = list(DOCS.resolve("results"), ".jsonl.gz");
    assumeFalse(archives.isEmpty(), "no archives are kept");
    List<String> present =
        Catalog.of(Optional.empty()).list().stream()
            .filter(Catalog.Entry::present)
            .map(Catalog.Entry::name)
            .toList();
    for (Path archive : archives) {
      String data = Archived.read(archive).made().data();
      assumeTrue(present.contains(data), "no data set " + data);
    }
    List<String> args = new ArrayList<>(List.of("results"));
    archives.forEach(archive -> args.add(archive.toString()));
    args.addAll(List.of("--out", folder.resolve("results.md").toString()));

    Shell shell = Shell.run(args.toArray(String[]::new));

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(folder.resolve("results.md")).hasSameTextualContentAs(DOCS.resolve("results.md"));
    List<Path> figures = list(folder.resolve("results"), ".svg");
    assertThat(figures).hasSameSizeAs(list(DOCS.resolve("results"), ".svg"));
    for (Path figure : figures) {
      assertThat(figure)
          .hasSameTextualContentAs(DOCS.resolve("results").resolve(figure.getFileName()));
    }
  }

  @Test
  void anArchiveThatIsNotFullSaysHowMuchIsMissing() {
    Path file = folder.resolve("empty.jsonl.gz");
    Archive.of(
            new Reproduction("missing-margin", "glyphs", Scale.QUICK, List.of(NetworkKind.MLP), 0)
                .told())
        .write(file);

    Shell shell = Shell.run("results", file.toString(), "--out", page());

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains(file.toString(), "measurements are missing", "assay reproduce");
    assertThat(Path.of(page())).doesNotExist();
  }

  private String page() {
    return folder.resolve("page.md").toString();
  }

  @Test
  void whatIsNoArchiveOrOfNoPaperIsAnError() throws IOException {
    Path foreign = Files.writeString(folder.resolve("foreign"), "1,2,3\n");
    Path none = folder.resolve("none.jsonl.gz");
    Archive.of(
            Map.of(
                "paper", "x", "data", "y", "scale", "full", "network", List.of("mlp"), "seed", 1))
        .write(none);

    for (Path file : List.of(foreign, none, folder.resolve("nowhere"))) {
      Shell shell = Shell.run("results", file.toString(), "--out", page());

      assertThat(shell.exit()).isEqualTo(1);
      assertThat(shell.errors()).singleElement().asString().contains(file.toString());
    }
    assertThat(Shell.run("results").exit()).isEqualTo(2);
  }
}
