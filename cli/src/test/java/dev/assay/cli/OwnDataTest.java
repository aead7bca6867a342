package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One's own images, from a file to a measurement. */
class OwnDataTest {
  @TempDir private Path folder;
  private Path data;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      int left = i % 2 * 200;
      rows.append(i % 2 == 0 ? "dark" : "light");
      for (int pixel = 0; pixel < 16; pixel++) {
        rows.append(',').append(left + (i * 7 + pixel * 13) % 50);
      }
      rows.append('\n');
    }
    data = Files.writeString(folder.resolve("shades.csv"), rows);
    run = folder.resolve("run");
  }

  private Shell train() {
    return Shell.run(
        "train",
        "mlp",
        "--data",
        data.toString(),
        "--epochs",
        "2",
        "--batch",
        "8",
        "-o",
        run.toString());
  }

  @Test
  void areShown() {
    Shell shell = Shell.run("data", data.toString());

    assertThat(shell.exit()).isZero();
    assertThat(shell.out())
        .contains("train: 40 samples of 1×4×4 in 2 classes")
        .contains("test: 10 samples of 1×4×4 in 2 classes")
        .contains("  shades.csv: sha256:");
  }

  @Test
  void areTrainedOnAndMeasured() throws IOException {
    assertThat(train().exit()).isZero();
    Path out = folder.resolve("margins");
    Shell shell = Shell.run("margins", run.toString(), "--samples", "5", "-o", out.toString());

    assertThat(shell.exit()).isZero();
  }

  @Test
  void mustBeTheSameAgain() throws IOException {
    train();
    Path moved = Files.createDirectory(folder.resolve("moved")).resolve("shades.csv");
    Files.move(data, moved);
    Path out = folder.resolve("margins");
    String[] margins = {
      "margins", run.toString(), "--samples", "5", "-o", out.toString(), "--data-dir", "?"
    };
    margins[margins.length - 1] = folder.toString();
    Shell lost = Shell.run(margins);
    margins[margins.length - 1] = moved.getParent().toString();
    Shell found = Shell.run(margins);

    assertThat(lost.exit()).isEqualTo(2);
    assertThat(lost.err()).contains("nor is shades.csv in");
    assertThat(found.exit()).isZero();
  }
}
