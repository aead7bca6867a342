package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
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
  void imagesOfSeveralSizesComeInTheOneThatIsAskedFor() throws IOException {
    data = folder.resolve("images");
    for (int i = 0; i < 40; i++) {
      Path inner = Files.createDirectories(data.resolve("class" + i % 2));
      BufferedImage image = new BufferedImage(9 + i % 5, 12, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setSample(2 + i % 2 * 4, 5, 0, 255);
      ImageIO.write(image, "png", inner.resolve(i + ".png").toFile());
    }
    assertThat(Shell.run("data", data.toString()).errors())
        .singleElement()
        .asString()
        .contains("--resize brings them to one");
    assertThat(Shell.run("data", data.toString(), "--resize=6x8").out())
        .contains("test (resized to 6×8): 8 samples of 1×6×8");
    assertThat(Shell.run("data", "--resize=6x8").exit()).isEqualTo(2);
    assertThat(Shell.run("data", data.toString(), "--resize=0x8").exit()).isEqualTo(2);
    String[] train = {"train", "linear", "--data", data.toString(), "--resize=8x8", "--batch=8"};
    assertThat(run(train, "--epochs=1", "-o", run.toString()).exit()).isZero();
    String[] margins = {"margins", run.toString(), "--samples=4", "--space=input,pca:2"};
    assertThat(run(margins, "-o", folder.resolve("margins").toString()).err())
        .contains("(resized to 8×8)")
        .doesNotContain("assay:");
  }

  private static Shell run(String[] line, String... more) {
    return Shell.run(Stream.concat(Stream.of(line), Stream.of(more)).toArray(String[]::new));
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
