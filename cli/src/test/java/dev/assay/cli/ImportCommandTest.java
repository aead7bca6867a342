package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
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
    model = model("mlp-16");
    run = folder.resolve("run");
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

  private Path model(String name) throws IOException {
    try (ZipInputStream zip =
        new ZipInputStream(
            ImportCommandTest.class.getResourceAsStream("/dev/assay/onnx/models.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name + ".onnx")) {
          return Files.write(folder.resolve(name + ".onnx"), zip.readAllBytes());
        }
      }
    }
    throw new IOException("no model " + name);
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

  /** One deviation for all: what is a fourth as large in pixels. */
  @Test
  void distancesAreInTheUnitsThatAreAskedFor() throws IOException {
    assertThat(shell("--mean", "0.5", "--deviation", "0.25").exit()).isZero();
    List<Double> pixels = distances("pixel");
    List<Double> normalised = distances("normalised");
    assertThat(pixels).hasSize(6).anyMatch(each -> each > 0);
    for (int i = 0; i < pixels.size(); i++) {
      assertThat(normalised.get(i)).isCloseTo(4 * pixels.get(i), withinPercentage(0.1));
    }
    assertThat(folder.resolve("normalised/report.html"))
        .content()
        .contains("in normalised units")
        .contains("deviation [0.25,");
    assertThat(folder.resolve("pixel/report.html")).content().contains("pixels from 0 to 1.");
  }

  private List<Double> distances(String units) throws IOException {
    Path out = folder.resolve(units);
    Shell margins =
        Shell.run(
            "margins",
            run.toString(),
            "--solver=iterative",
            "--units",
            units,
            "--space=input,pca:2,hidden:2",
            "-o",
            out.toString());
    assertThat(margins.exit()).as(margins.err()).isZero();
    List<String> lines = Files.readAllLines(out.resolve("tables/margins.csv"));
    List<String> names = List.of(lines.get(0).split(","));
    return lines.stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(row -> row[names.indexOf("space")].equals("input"))
        .map(row -> row[names.indexOf("distance")])
        .map(text -> text.isEmpty() ? 0 : Double.parseDouble(text))
        .toList();
  }

  @Test
  void unitsOfANetworkOfPixelsArePixels() {
    assertThat(shell().exit()).isZero();
    Shell margins = Shell.run("margins", run.toString(), "--units", "normalised");
    assertThat(margins.errors()).singleElement().asString().contains("leave out --units");
    assertThat(margins.exit()).isEqualTo(1);
  }

  @Test
  void imagesOfOtherSizesAreResizedIfToldSo() throws IOException {
    Path images = folder.resolve("images");
    for (int i = 0; i < 20; i++) {
      Path inner = Files.createDirectories(images.resolve("class" + i % 10));
      BufferedImage image = new BufferedImage(20 + i, 30, BufferedImage.TYPE_INT_RGB);
      image.setRGB(3, i, 0xff8000);
      ImageIO.write(image, "png", inner.resolve(i + ".png").toFile());
    }
    model = model("vgg-16");
    data = images;
    assertThat(shell().err()).contains("--resize brings them to one");
    assertThat(shell("--resize", "--bgr", "--mean=1,2,3", "--deviation=1").exit()).isZero();
    assertThat(run.resolve("manifest.json")).content().contains("[3.0, 2.0, 1.0]", "reversed");
    assertThat(shell("--resize", "--range=0:255", "--force").exit()).isZero();
    assertThat(
            Shell.run(
                    "fragmentation",
                    run.toString(),
                    "--method=sampled",
                    "--pairs=any",
                    "--planes=0",
                    "-o",
                    folder.resolve("lines").toString())
                .err())
        .contains("resized to 16×16")
        .doesNotContain("assay:");
  }

  @Test
  void whatCameInGoesOutAgain() {
    String first = shell("--mean", "0.5", "--deviation", "0.25").out();
    String[] export = {"export", run.toString(), "--onnx", folder.resolve("out.onnx").toString()};

    assertThat(Shell.run(export).exit()).isZero();
    assertThat(Shell.run(export).err()).contains("exists; add --force");
    Shell forced =
        Shell.run(Stream.concat(Stream.of(export), Stream.of("--force")).toArray(String[]::new));
    assertThat(forced.exit()).isZero();
    model = folder.resolve("out.onnx");
    run = folder.resolve("again");
    String again = shell().out();
    assertThat(again).contains("5 layers");
    assertThat(again.lines().findFirst()).isEqualTo(first.lines().findFirst());
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
    assertThat(shell("--range", "255:0").exit()).isEqualTo(2);
    assertThat(shell("--resize").err()).contains("no images");
    assertThat(shell("--bgr").err()).contains("no coloured images");
    assertThat(shell("--mean", "0.5", "--deviation", "0").err()).contains("must be positive");
    assertThat(shell("--mean", "1,2", "--deviation", "1").err())
        .contains("one for each of 6 channels");
    data = Files.writeString(folder.resolve("two.csv"), "0,1,2\n1,2,3\n0,1,2\n1,1,2\n1,1,2\n");
    assertThat(shell().err()).contains("takes samples of 6").contains("has samples of 2");
  }
}
