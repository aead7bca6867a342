package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.io.Mutations;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged data are read or refused in one sentence, in little time and memory. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MutatedDataTest {
  private static final int CASES = Boolean.getBoolean("assay.sweep") ? 10_000 : 100;

  /** What a small file may claim to hold, decoded. */
  private static final long ALLOWANCE = 128 << 20;

  private static final String[] NAMES = {"x_train", "y_train", "x_test", "y_test"};

  @TempDir private Path folder;

  private static byte[] array(String type, String shape, int bytes) {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }";
    String text = (header.formatted(type, shape) + " ".repeat(118)).substring(0, 117) + "\n";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    file.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < bytes; i++) {
      file.write(i * 37 % 5);
    }
    return file.toByteArray();
  }

  private static byte[] arrays(byte[]... contents) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (int i = 0; i < NAMES.length; i++) {
        zip.putNextEntry(new ZipEntry(NAMES[i] + ".npy"));
        zip.write(contents[i]);
      }
    }
    return file.toByteArray();
  }

  private static void readArrays(Path file) {
    ArraySet set = new ArraySet(file.toString(), file);
    assertThat(set.train().count()).isPositive();
    assertThat(set.test().count()).isPositive();
  }

  @Test
  void arraysAreReadOrRefused() throws IOException {
    byte[] whole =
        arrays(
            array("|u1", "20, 3, 3", 180),
            array("|u1", "20", 20),
            array("|u1", "4, 3, 3", 36),
            array("|u1", "4", 4));
    Mutations.Outcome outcome =
        Mutations.feed(
            whole, folder.resolve("some.npz"), CASES, 3, ALLOWANCE, MutatedDataTest::readArrays);

    assertThat(outcome.refused()).isPositive();
  }

  /** Zeros, a thousand of which are a byte or so. */
  @Test
  void bombsOfZipAreRefused() throws IOException {
    Path file = folder.resolve("bomb.npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : NAMES) {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        boolean bomb = name.equals("x_train");
        zip.write(bomb ? array("|u1", "400, 512, 1024", 0) : array("|u1", "4", 4));
        for (int i = 0; bomb && i < 200; i++) {
          zip.write(new byte[1 << 20]);
        }
      }
    }

    assertThat(Files.size(file)).isLessThan(1 << 20);
    assertThatThrownBy(() -> readArrays(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @CsvSource({"png, 1", "png, 10", "png, 13", "jpg, 1", "jpg, 10"})
  void imagesAreReadOrRefused(String format, int type) throws IOException {
    BufferedImage image = new BufferedImage(24, 17, type);
    for (int i = 0; i < 24 * 17; i++) {
      image.setRGB(i % 24, i / 24, i * 7919 & 0xffffff);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, whole)).isTrue();
    Mutations.Outcome outcome =
        Mutations.feed(
            whole.toByteArray(),
            folder.resolve("one." + format),
            CASES / 2,
            type,
            ALLOWANCE,
            file -> assertThat(ImageFile.read(file).values()).isNotEmpty());

    assertThat(outcome.refused()).isPositive();
    assertThat(outcome.read()).isPositive();
  }

  /** A few bytes that claim to be 16 million pixels. */
  @Test
  void claimsOfSizeAreNotBelieved() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "png", whole)).isTrue();
    byte[] claims = whole.toByteArray();
    for (int side : new int[] {16, 20}) {
      claims[side + 2] = 16;
      claims[side + 3] = 0;
    }
    CRC32 checksum = new CRC32();
    checksum.update(claims, 12, 17);
    for (int i = 0; i < 4; i++) {
      claims[29 + i] = (byte) (checksum.getValue() >> 24 - 8 * i);
    }
    Path file = Files.write(folder.resolve("large.png"), claims);

    assertThatThrownBy(() -> ImageFile.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("4096 × 4096 pixels");
  }
}
