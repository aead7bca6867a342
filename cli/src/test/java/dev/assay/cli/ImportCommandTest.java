package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path data;
  private Path run;

  /** A perceptron for six pixels and three classes. */
  @BeforeEach
  void write() throws IOException {
    model = folder.resolve("mlp.onnx");
    run = folder.resolve("run");
    try (ZipInputStream zip =
        new ZipInputStream(
            ImportCommandTest.class.getResourceAsStream("/dev/assay/onnx/models.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("mlp-16.onnx")) {
          Files.write(model, zip.readAllBytes());
        }
      }
    }
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      rows.append(i % 3);
      for (int pixel = 0; pixel < 6; pixel++) {
        rows.append(',').append((i * 31 + pixel * 57) % 256);
      }
      rows.append('\n');
    }
    data = Files.writeString(folder.resolve("six.csv"), rows);
  }

  private Shell shell(String... options) {
    String[] all = new String[6 + options.length];
    System.arraycopy(
        new String[] {"import", model.toString(), "--data", data.toString(), "-o", run.toString()},
        0,
        all,
        0,
        6);
    System.arraycopy(options, 0, all, 6, options.length);
    return Shell.run(all);
  }

  @Test
  void studiesTakeWhatCameIn() {
    Shell shell = shell("--mean", "0.5", "--deviation", "0.25");
    Shell margins =
        Shell.run(
            "margins",
            run.toString(),
            "--samples",
            "4",
            "--space",
            "input,hidden:1",
            "-o",
            folder.resolve("margins").toString());

    assertThat(shell.exit()).isZero();
    assertThat(shell.out()).contains("5 layers").contains("on 24 training samples");
    assertThat(margins.exit()).isZero();
  }

  @Test
  void anotherNetworkStays() {
    assertThat(shell().exit()).isZero();
    Shell other = shell("--mean", "0.5", "--deviation", "0.25");

    assertThat(other.exit()).isEqualTo(1);
    assertThat(other.err()).contains("--force");
  }

  @Test
  void whatDoesNotFitIsOneClearError() throws IOException {
    assertThat(shell("--mean", "0.5").exit()).isEqualTo(2);
    assertThat(shell("--mean", "0.5", "--deviation", "0").err()).contains("must be positive");
    assertThat(shell("--mean", "1,2", "--deviation", "1").err())
        .contains("one for each of 6 channels");
    data = Files.writeString(folder.resolve("two.csv"), "0,1,2\n1,2,3\n0,1,2\n1,1,2\n1,1,2\n");
    assertThat(shell().err()).contains("takes samples of 6").contains("has samples of 2");
  }
}
