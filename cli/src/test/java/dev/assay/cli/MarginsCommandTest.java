package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarginsCommandTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void train() {
    assertThat(Shell.run(TinyRun.into(folder.resolve("run"), "--corrupt", "label:0.5")).exit())
        .isZero();
  }

  private static Shell margins(String out, String options) {
    String line =
        "margins %s --backend reference --threads 1 --out %s %s"
            .formatted(folder.resolve("run"), folder.resolve(out), options);
    return Shell.run(line.strip().split(" +"));
  }

  @Test
  void measuresTheDataThatTheNetworkWasTrainedOn() throws IOException {
    Shell shell = margins("out", "--samples 7 --space input,pca:3");

    assertThat(shell.exit()).isZero();
    assertThat(shell.out()).contains("median margin, input: ").contains("median margin, pca:3: ");
    // a header, and a row for each sample, space and solver
    assertThat(Files.readAllLines(folder.resolve("out/tables/margins.csv"))).hasSize(1 + 7 * 2 * 2);
    JsonNode manifest = new ObjectMapper().readTree(folder.resolve("out/manifest.json").toFile());
    assertThat(manifest.at("/provenance/measured/split").asText()).isEqualTo("test");
    assertThat(manifest.at("/provenance/network/corruption").asText()).isEqualTo("label:0.5");
    assertThat(manifest.at("/provenance/version").asText()).isEqualTo(Version.text());
  }

  @Test
  void groupsTrainingSamplesByWhatWasDoneToThem() throws IOException {
    assertThat(margins("groups", "--split train --samples 60 --solver first-order").exit())
        .isZero();

    String rows = Files.readString(folder.resolve("groups/tables/margins.csv"));
    assertThat(rows.lines().filter(row -> row.contains(",label,input,"))).hasSize(30);
    assertThat(rows.lines().filter(row -> row.contains(",clean,input,"))).hasSize(30);
  }

  @Test
  void measuresAtAHiddenCut() throws IOException {
    assertThat(margins("hidden", "--space hidden:0-flatten --samples 5").exit()).isZero();

    assertThat(folder.resolve("hidden/tables/margins.csv")).content().contains("hidden:0-flatten");
  }

  @Test
  void aCutThatDoesNotExistIsAnErrorThatNamesThoseThatDo() {
    Shell shell = margins("none", "--space input,pca:2,hidden:7-relu --samples 5");

    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.errors()).singleElement().asString().contains("7-relu").contains("0-flatten");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void theSameSeedGivesTheSameRows() throws IOException {
    margins("first", "--samples 5 --seed 4");
    margins("second", "--samples 5 --seed 4");
    margins("other", "--samples 5 --seed 5");

    String first = Files.readString(folder.resolve("first/tables/margins.csv"));
    assertThat(folder.resolve("second/tables/margins.csv")).hasContent(first);
    assertThat(Files.readString(folder.resolve("other/tables/margins.csv"))).isNotEqualTo(first);
  }
}
