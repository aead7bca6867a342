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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class CifarTest {
  private static final int PIXELS = 3072;

  @TempDir Path folder;

  @Test
  void readsHandWrittenRecords() throws IOException {
    byte[] pixels = new byte[PIXELS];
    pixels[0] = (byte) 255;
    pixels[1] = 51;
    pixels[1024] = 102;
    pixels[2 * 1024 + 32] = (byte) 153;
    Path first = write("first", Packing.join(record(9), Packing.bytes(3), pixels));
    Path second = write("second", Packing.gzip(record(0)));
    Dataset read = Cifar.read(List.of(first, second), "cifar-10", "train");

    assertThat(read.count()).isEqualTo(3);
    assertThat(read.sample()).isEqualTo(Shape.image(3, 32, 32));
    assertThat(read.labels()).containsExactly(9, 3, 0);
    assertThat(read.classNames().get(9)).isEqualTo("truck");
    float[] image = Arrays.copyOfRange(read.images(), PIXELS, 2 * PIXELS);
    float[] expected = new float[PIXELS];
    expected[0] = 1;
    expected[1] = .2f;
    expected[1024] = .4f;
    expected[2 * 1024 + 32] = .6f;
    assertThat(image).isEqualTo(expected);
    assertThat(read.provenance().origin()).containsOnlyKeys("first", "second");
  }

  @Test
  void countsItsRecords() throws IOException {
    byte[] two = Packing.join(record(1), record(2));
    assertThat(Cifar.count(List.of(write("raw", two)))).isEqualTo(2);
    assertThat(Cifar.count(List.of(write("packed", Packing.gzip(two))))).isEqualTo(2);
  }

  @Test
  void refusesIncompleteRecords() throws IOException {
    byte[] record = record(1);
    for (byte[] content :
        List.of(
            new byte[0],
            Arrays.copyOf(record, 1),
            Arrays.copyOf(record, PIXELS),
            Packing.join(record, Packing.bytes(1)))) {
      refuses(content, "at byte " + content.length + ": the content ends, expected whole records");
      refuses(
          Packing.gzip(content),
          "at byte " + content.length + " of the unpacked content: the content ends");
    }
    refuses(Packing.join(Packing.gzip(record), Packing.bytes(1)), "not gzip data where");
  }

  @Test
  void refusesLabelsOutOfRange() throws IOException {
    refuses(Packing.join(record(9), record(10)), "at byte 3073: label 10 in record 1");
    refuses(Packing.join(record(9), record(255)), "label 255");
  }

  @Test
  void boundsWhatAGzipFileUnfoldsTo() throws IOException {
    byte[] zeros = Packing.gzip(new byte[60_001 * (1 + PIXELS)]);
    assertThat(zeros.length).isLessThan(200_000);
    long before = allocated();
    refuses(zeros, "the content goes on, expected its end after at most " + zeros.length * 100L);
    refuses(zeros, "is read unpacked only (gunzip)");
    assertThat(allocated() - before).isLessThan(200 << 20);
    byte[] raw = new byte[60_001 * (1 + PIXELS)];
    refuses(raw, "the content goes on, expected its end after at most 184380000 bytes");
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void survivesMutatedFiles() throws IOException {
    byte[] records = Packing.join(record(1), record(2), record(3));
    survives(records, 6, 250);
    survives(Packing.gzip(records), 7, 5);
  }

  private void survives(byte[] original, long seed, int atLeastRead) throws IOException {
    Path file = folder.resolve("mutated");
    Mutations.Outcome outcome =
        Mutations.feed(
            original, file, 1250, seed, path -> Cifar.read(List.of(path), "cifar-10", "train"));
    assertThat(outcome.refused()).isGreaterThan(600);
    assertThat(outcome.read()).isGreaterThan(atLeastRead);
  }

  private void refuses(byte[] content, String problem) throws IOException {
    Path file = write("bad", content);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Cifar.read(List.of(file), "cifar-10", "train"))
        .withMessageContaining(file.toString())
        .withMessageContaining(problem);
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] record(int label) {
    return Packing.join(Packing.bytes(label), Packing.pattern(PIXELS));
  }
}
