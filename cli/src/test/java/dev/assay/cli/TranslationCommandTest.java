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

class TranslationCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void train() {
    String[] run = TinyRun.into(folder.resolve("run"), "--epochs", "1", "--canvas", "32");
    assertThat(Shell.run(run).exit()).isZero();
  }

  private Shell translation(String... more) {
    String[] args = {
      "translation",
      folder.resolve("run").toString(),
      "--out",
      folder.resolve("out").toString(),
      "--samples",
      "12",
      "--moves",
      "2"
    };
    return Shell.run(Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  @Test
  void writesMapsAndProtocols() throws IOException {
    Shell shell = translation("--layers", "0-flatten", "--range", "2", "--boundary", "crop");

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("mean cosine, 0-flatten: ", "consistency, circular: ", "report: ");
    assertThat(Files.readString(folder.resolve("out/tables/places.csv")).lines()).hasSize(4);
    assertThat(Files.readString(folder.resolve("out/manifest.json")))
        .contains("\"boundary\": \"crop\"", "canvas 32");
    assertThat(folder.resolve("out/figures/maps.svg")).exists();
  }

  @Test
  void whatCannotBeIsOneLine() {
    assertThat(translation("--range", "40").errors())
        .singleElement()
        .asString()
        .contains("out of sight");
    Shell wrong = translation("--interpolation", "fourier");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("goes with the boundary circular");
    assertThat(translation("--compare", "equal", "--dimension", "5").exit()).isEqualTo(2);
  }
}
