package dev.assay.pgdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfRecordsTest {
  @TempDir private Path folder;
  private byte[] plain;

  @BeforeEach
  void read() throws IOException {
    plain = Files.readAllBytes(ToyTask.into(folder).resolve("dataset_1/train/shard_0.tfrecord"));
  }

  private interface Packing {
    OutputStream into(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] bytes, Packing packing) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packing.into(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private List<byte[]> records(byte[] file) throws IOException {
    List<byte[]> all = new ArrayList<>();
    try (TfRecords records = new TfRecords(Files.write(folder.resolve("file"), file))) {
      for (byte[] record = records.next(); record != null; record = records.next()) {
        all.add(record);
      }
    }
    return all;
  }

  private void assertRefused(byte[] file, String... says) {
    assertThatThrownBy(() -> records(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(folder.resolve("file").toString())
        .message()
        .contains(says);
  }

  @Test
  void compressedFilesHoldTheSameRecords() throws IOException {
    List<byte[]> expected = records(plain);

    assertThat(expected).hasSize(15).allSatisfy(record -> assertThat(record).hasSize(308));
    assertThat(records(packed(plain, GZIPOutputStream::new))).containsExactlyElementsOf(expected);
    assertThat(records(packed(plain, DeflaterOutputStream::new)))
        .containsExactlyElementsOf(expected);
    assertThat(packed(plain, FilterOutputStream::new)).isEqualTo(plain);
    assertThat(records(new byte[0])).isEmpty();
  }

  @Test
  void aBrokenRecordIsNamed() throws IOException {
    byte[] content = plain.clone();
    content[2 * 324 + 100] ^= 1;
    byte[] length = plain.clone();
    length[3 * 324 + 1] ^= 1;

    assertRefused(content, "record 2 at byte 648: the checksum of its content does not match");
    assertRefused(length, "record 3 at byte 972: the checksum of its length does not match");
    assertRefused(
        packed(content, GZIPOutputStream::new),
        "record 2 at byte 648: the checksum of its content");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 11, 12, 200, 323})
  void aFileThatEndsWithinARecordIsRefused(int bytes) {
    assertRefused(Arrays.copyOf(plain, 324 + bytes), "record 1 at byte 324: the file ends within");
  }

  @Test
  void aCompressedFileThatIsCutShortIsRefused() throws IOException {
    byte[] gzip = packed(plain, GZIPOutputStream::new);
    byte[] zlib = packed(plain, DeflaterOutputStream::new);

    assertRefused(Arrays.copyOf(gzip, gzip.length / 2), "record ", "at byte ");
    assertRefused(Arrays.copyOf(zlib, zlib.length / 2), "record ", "at byte ");
    assertRefused(new byte[40], "record 0 at byte 0: the checksum");
  }
}
