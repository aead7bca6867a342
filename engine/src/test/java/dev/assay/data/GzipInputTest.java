package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class GzipInputTest {
  private static final byte[] CONTENT = Packing.pattern(50_000);

  @Test
  void unpacksOneMember() throws IOException {
    assertThat(unpack(Packing.gzip(CONTENT))).isEqualTo(CONTENT);
    assertThat(unpack(Packing.gzip(new byte[0]))).isEmpty();
  }

  @Test
  void unpacksSeveralMembers() throws IOException {
    byte[] packed =
        Packing.join(
            Packing.gzip(CONTENT), Packing.gzip(new byte[0]), Packing.gzip(Packing.bytes(1, 2)));
    assertThat(unpack(packed)).isEqualTo(Packing.join(CONTENT, Packing.bytes(1, 2)));
  }

  @Test
  void skipsTheOptionalFieldsOfTheHeader() throws IOException {
    byte[] plain = Packing.gzip(CONTENT);
    byte[] header =
        Packing.join(
            Packing.bytes(0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3),
            Packing.bytes(3, 0, 9, 9, 9),
            Packing.bytes('n', 0),
            Packing.bytes('c', 'c', 0),
            Packing.bytes(5, 6));
    byte[] packed = Packing.join(header, Arrays.copyOfRange(plain, 10, plain.length));
    assertThat(unpack(packed)).isEqualTo(CONTENT);
  }

  @Test
  void refusesBytesAfterTheLastMember() throws IOException {
    byte[] packed = Packing.join(Packing.gzip(CONTENT), Packing.bytes(0));
    refuses(packed, "not gzip data where a gzip member should begin");
  }

  @Test
  void refusesDamage() throws IOException {
    byte[] packed = Packing.gzip(CONTENT);
    refuses(changed(packed, packed.length - 8), "the checksum does not match");
    refuses(changed(packed, packed.length - 1), "the length does not match");
    refuses(changed(packed, 2), "not gzip data");
    refuses(Packing.join(Packing.bytes(0x1f, 0x8b, 8, 0x20), new byte[20]), "reserved flags");
    refuses(Packing.join(Arrays.copyOf(packed, 10), Packing.bytes(7)), "damaged gzip data");
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] packed = Packing.gzip(Packing.pattern(300));
    for (int length = 2; length < packed.length; length++) {
      refuses(Arrays.copyOf(packed, length), "the gzip data is cut short");
    }
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 1;
    return copy;
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (GzipInput input = new GzipInput(new ByteArrayInputStream(packed))) {
      return input.readAllBytes();
    }
  }

  private static void refuses(byte[] packed, String problem) {
    assertThatIOException().isThrownBy(() -> unpack(packed)).withMessageContaining(problem);
  }
}
