package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir private Path folder;

  private static BufferedImage image(int type, int rgb) {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(1, 0, rgb);
    return image;
  }

  private static BufferedImage grey(int... values) {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 2, 1, values);
    return image;
  }

  private Path write(String file, BufferedImage image) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    assertThat(ImageIO.write(image, "png", path.toFile())).isTrue();
    return path;
  }

  @Test
  void greyColourPaletteAndOpaqueAlphaAreExact() throws IOException {
    assertThat(ImageFile.read(write("a/grey.png", grey(0, 51))).values()).containsExactly(0, 0.2f);
    assertThat(
            ImageFile.read(write("a/rgb.png", image(BufferedImage.TYPE_INT_RGB, 0x3366ff)))
                .values())
        .containsExactly(0, 0.2f, 0, 0.4f, 0, 1);
    byte[] grey = {0, 51};
    byte[] other = {0, 102};
    IndexColorModel greys = new IndexColorModel(1, 2, grey, grey, grey);
    IndexColorModel colours = new IndexColorModel(1, 2, grey, other, grey);
    BufferedImage indexed = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, greys);
    indexed.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});
    BufferedImage coloured = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, colours);
    coloured.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});
    assertThat(ImageFile.read(write("a/greys.png", indexed)).values()).containsExactly(0, 0.2f);
    assertThat(ImageFile.read(write("a/palette.png", coloured)).values())
        .containsExactly(0, 0.2f, 0, 0.4f, 0, 0.2f);
    BufferedImage opaque = image(BufferedImage.TYPE_INT_ARGB, 0xff3366ff);
    opaque.setRGB(0, 0, 0xff000000);
    assertThat(ImageFile.read(write("a/opaque.png", opaque)).values())
        .containsExactly(0, 0.2f, 0, 0.4f, 0, 1);
  }

  @Test
  void sixteenBitsAreExact() throws IOException {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setPixels(0, 0, 2, 1, new int[] {257, 65535});
    assertThat(ImageFile.read(write("a/grey.png", grey)).values()).containsExactly(257 / 65535f, 1);
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixels(0, 0, 2, 1, new int[] {1, 2, 3, 4, 5, 65535});
    Path file = write("a/rgb.png", new BufferedImage(model, raster, false, null));
    assertThat(ImageFile.read(file).values())
        .containsExactly(1 / 65535f, 4 / 65535f, 2 / 65535f, 5 / 65535f, 3 / 65535f, 1);
  }

  @Test
  void whatIsSeenThroughIsRefused() throws IOException {
    Path file = write("a/clear.png", image(BufferedImage.TYPE_INT_ARGB, 0xff3366ff));
    assertThatThrownBy(() -> ImageFile.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("seen through at column 0 of row 0");
  }

  @Test
  void inksOfPrintAreRefused() throws IOException {
    Path file = folder.resolve("inks.jpg");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
      writer.write(null, new IIOImage(inks, null, null), null);
    }
    assertThatThrownBy(() -> ImageFile.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("CMYK");
  }

  @Test
  void jpegIsReadAndItsDamageIsNoticed() throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1024; i++) {
      image.setRGB(i % 32, i / 32, i * 37 & 0xffffff);
    }
    Path file = folder.resolve("one.jpg");
    assertThat(ImageIO.write(image, "jpg", file.toFile())).isTrue();
    byte[] whole = Files.readAllBytes(file);

    assertThat(ImageFile.read(file).sample()).isEqualTo(Shape.image(3, 32, 32));
    Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));
    assertThatThrownBy(() -> ImageFile.read(file)).isInstanceOf(BadInputException.class);
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    Path png = write("a/grey.png", grey(3, 5));
    byte[] whole = Files.readAllBytes(png);
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      byte[] other = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int n = random.nextInt(4); n > 0 && other.length > 0; n--) {
        other[random.nextInt(other.length)] = (byte) random.nextInt();
      }
      Files.write(png, other);
      try {
        assertThat(ImageFile.read(png).values()).isNotEmpty();
      } catch (BadInputException e) {
        assertThat(e).hasMessageStartingWith(png + ": ");
      }
    }
  }

  @Test
  void foldersAreClassesInTheOrderOfNames() throws IOException {
    for (int i = 0; i < 6; i++) {
      write("train/b/" + i + ".png", grey(i, 255));
      write("train/a/" + i + ".png", grey(10 + i, 0));
    }
    write("val/b/one.png", grey(9, 255));
    Files.writeString(folder.resolve("train/a/notes.txt"), "no image");
    Files.writeString(folder.resolve("train/readme"), "no image");
    Files.createDirectories(folder.resolve("train/empty"));
    DataSource some = new ImageFolder("some", folder);
    Dataset train = some.train();

    assertThat(ImageFolder.isIn(folder)).isTrue();
    assertThat(train.classNames()).containsExactly("a", "b");
    assertThat(train.count()).isEqualTo(12);
    assertThat(train.provenance().origin()).containsOnlyKeys("12 images, 2 other files");
    for (int i = 0; i < 12; i++) {
      assertThat(train.images()[2 * i + 1]).isEqualTo(train.label(i));
    }
    assertThat(Arrays.copyOf(train.labels(), 6)).contains(0, 1);
    assertThat(some.test().labels()).containsExactly(1);
    assertThat(new ImageFolder("some", folder).train().images()).isEqualTo(train.images());
  }

  @Test
  void oneFolderIsDividedAndOneColourMakesAllColoured() throws IOException {
    for (int i = 0; i < 5; i++) {
      write("a/" + i + ".png", grey(i, i));
    }
    write("b/colour.png", image(BufferedImage.TYPE_INT_RGB, 0x3366ff));
    DataSource some = new ImageFolder("some", folder);

    assertThat(some.train().count()).isEqualTo(5);
    assertThat(some.test().count()).isEqualTo(1);
    assertThat(some.train().sample()).isEqualTo(Shape.image(3, 1, 2));
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    write("train/a/1.png", grey(1, 2));
    write("train/a/2.png", new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY));
    DataSource some = new ImageFolder("some", folder);
    assertThatThrownBy(some::train)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2.png: has 1 × 3 pixels")
        .hasMessageContaining("1.png has 1 × 2");
    assertThatThrownBy(some::test).hasMessageContaining("none of [test, val");
    write("test/c/1.png", grey(1, 2));
    assertThatThrownBy(some::test).hasMessageContaining("no training sample");
  }
}
