package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.io.BadInputException;
import dev.assay.io.Mutations;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class IdxTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** Three images of 2 × 3. */
  private static final byte[] IMAGES =
      Packing.join(
          Packing.bytes(0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 3),
          Packing.bytes(0, 1, 2, 3, 4, 5, 255, 254, 253, 0, 0, 0, 51, 102, 153, 204, 255, 128));

  private static final byte[] LABELS = Packing.bytes(0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1);

  @TempDir Path folder;
  private Path images;
  private Path labels;

  @BeforeEach
  void writeGoodFiles() throws IOException {
    images = Files.write(folder.resolve("images"), IMAGES);
    labels = Files.write(folder.resolve("labels"), LABELS);
  }

  @Test
  void readsHandWrittenBytes() {
    Dataset read = read();
    assertThat(read.sample()).isEqualTo(Shape.image(1, 2, 3));
    assertThat(read.labels()).containsExactly(2, 0, 1);
    assertThat(read.classNames()).isEqualTo(NAMES);
    assertThat(Arrays.copyOfRange(read.images(), 6, 9)).containsExactly(1f, 254 / 255f, 253 / 255f);
    assertThat(Arrays.copyOfRange(read.images(), 12, 17)).containsExactly(.2f, .4f, .6f, .8f, 1f);
  }

  @Test
  void readsTheSamePixelsFromGzip() throws IOException {
    float[] raw = read().images();
    Files.write(images, Packing.gzip(IMAGES));
    Files.write(labels, Packing.gzip(LABELS));
    assertThat(read().images()).isEqualTo(raw);
    assertThat(read().labels()).containsExactly(2, 0, 1);
  }

  @Test
  void recordsTheChecksumsOfTheFiles() {
    assertThat(read().provenance())
        .isEqualTo(
            new Provenance(
                "toy",
                "train",
                Map.of("images", Checksum.sha256(IMAGES), "labels", Checksum.sha256(LABELS))));
  }

  @Test
  void readsLabelsAboveTheSignOfAByte() throws IOException {
    List<String> many = IntStream.range(0, 256).mapToObj(i -> "c" + i).toList();
    Files.write(labels, Packing.bytes(0, 0, 8, 1, 0, 0, 0, 3, 255, 128, 1));
    assertThat(Idx.read(images, labels, many, "toy", "train").labels())
        .containsExactly(255, 128, 1);
  }

  @Test
  void refusesTheWrongKindOfFile() throws IOException {
    refuses(
        images,
        LABELS,
        "at byte 0: found magic 0x00000801 of an IDX label file, expected"
            + " magic 0x00000803 of an IDX image file");
    refuses(labels, IMAGES, "expected magic 0x00000801 of an IDX label file");
    refuses(images, Packing.bytes('P', 'K', 3, 4), "found magic 0x504b0304, expected");
  }

  @Test
  void refusesTruncationAnywhere() throws IOException {
    for (int length = 0; length < IMAGES.length; length++) {
      refuses(images, Arrays.copyOf(IMAGES, length), "at byte " + Math.min(16, length / 4 * 4));
      refuses(images, Packing.gzip(Arrays.copyOf(IMAGES, length)), "");
    }
    for (int length = 0; length < LABELS.length; length++) {
      refuses(labels, Arrays.copyOf(LABELS, length), "at byte " + Math.min(8, length / 4 * 4));
      refuses(labels, Packing.gzip(Arrays.copyOf(LABELS, length)), "");
    }
  }

  @Test
  void refusesTrailingBytes() throws IOException {
    byte[] more = Packing.bytes(0);
    refuses(
        images, Packing.join(IMAGES, more), "at byte 34: the content goes on, expected its end");
    refuses(
        images,
        Packing.gzip(Packing.join(IMAGES, more)),
        "at byte 34 of the unpacked content: the content goes on");
    refuses(images, Packing.join(Packing.gzip(IMAGES), more), "not gzip data where");
    refuses(labels, Packing.join(LABELS, more), "at byte 11: the content goes on");
  }

  @Test
  void refusesLabelsOutOfRange() throws IOException {
    refuses(
        labels,
        Packing.bytes(0, 0, 8, 1, 0, 0, 0, 3, 2, 3, 1),
        "at byte 9: label 3, expected 0 to 2");
  }

  @Test
  void refusesFilesOfDifferentSplits() throws IOException {
    refuses(labels, Packing.bytes(0, 0, 8, 1, 0, 0, 0, 2, 0, 1), "has 3 images but");
  }

  @Test
  void refusesExtentsThatMakeNoSense() throws IOException {
    refuses(images, Packing.words(0x803, 0, 28, 28), "at byte 4: the number of images is 0");
    refuses(images, Packing.words(0x803, 1, 0, 28), "at byte 8: the number of rows is 0");
    refuses(images, Packing.words(0x803, 1, 28, -1), "at byte 12: the number of columns is 429496");
  }

  @Test
  void refusesClaimsBeyondTheFile() throws IOException {
    int most = Integer.MAX_VALUE;
    byte[] claim = Packing.words(0x803, most, most, most);
    refuses(images, claim, "the file is too short for that");
    refuses(images, Packing.gzip(claim), "the file is too short for that");
    refuses(labels, Packing.words(0x801, most), "the file is too short for that");
  }

  @Test
  void refusesAGzipFileThatUnfoldsToLess() throws IOException {
    byte[] zeros = new byte[100_000];
    byte[] packed = Packing.gzip(Packing.join(Packing.words(0x803, 140_000, 1, 1), zeros));
    assertThat(packed.length * GzipInput.MAX_RATIO).isGreaterThan(140_000);
    refuses(images, packed, "found 100000 bytes, expected 140000");
  }

  /** A bomb is refused by what its header claims, or as soon as it goes on after that. */
  @Test
  void refusesWhatUnfoldsToFarMoreThanImagesDo() throws IOException {
    byte[] zeros = new byte[50 << 20];
    byte[] claimed = Packing.gzip(Packing.join(Packing.words(0x803, 50 << 10, 32, 32), zeros));
    byte[] hidden = Packing.gzip(Packing.join(Packing.words(0x803, 3, 2, 3), zeros));
    long before = allocated();
    refuses(images, claimed, "51200 images of 32×32, the file is too short for that");
    refuses(images, claimed, "is read unpacked only (gunzip)");
    refuses(images, hidden, "at byte 34 of the unpacked content: the content goes on");
    refuses(labels, Packing.gzip(Packing.join(Packing.words(0x801, 50 << 20), zeros)), "gunzip");
    assertThat(allocated() - before).isLessThan(150 << 20);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void refusesWhatIsNotAFile() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Idx.read(folder, labels, NAMES, "toy", "train"))
        .withMessage(folder + ": not a regular file");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Idx.read(images, folder.resolve("none"), NAMES, "toy", "train"))
        .withMessage(folder.resolve("none") + ": no such file");
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void survivesMutatedImages() throws IOException {
    byte[] many = Packing.join(Packing.words(0x803, 40, 9, 7), Packing.pattern(40 * 63));
    byte[] classes = Packing.join(Packing.words(0x801, 40), new byte[40]);
    Files.write(labels, classes);
    survives(images, many, 2);
    survives(images, Packing.gzip(many), 3);
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void survivesMutatedLabels() throws IOException {
    byte[] classes = Packing.join(Packing.words(0x801, 400), new byte[400]);
    Files.write(images, Packing.join(Packing.words(0x803, 400, 1, 1), new byte[400]));
    survives(labels, classes, 4);
    survives(labels, Packing.gzip(classes), 5);
  }

  private void survives(Path file, byte[] original, long seed) throws IOException {
    Mutations.Outcome outcome = Mutations.feed(original, file, 1250, seed, ignored -> read());
    assertThat(outcome.refused()).isGreaterThan(600);
    assertThat(outcome.read()).isGreaterThan(5);
  }

  private Dataset read() {
    return Idx.read(images, labels, NAMES, "toy", "train");
  }

  /** Replaces one of the two files, expects a refusal that names it, and puts it back. */
  private void refuses(Path file, byte[] content, String problem) throws IOException {
    byte[] good = Files.readAllBytes(file);
    Files.write(file, content);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(this::read)
        .withMessageContaining(file.toString())
        .withMessageContaining(problem);
    Files.write(file, good);
  }
}
