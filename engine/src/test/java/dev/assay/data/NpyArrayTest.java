package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against arrays that NumPy 2.4.6 wrote ({@code numpy.npz}): {@code arange(6).reshape(2, 3)} of
 * every type, in both byte orders and both layouts, and a few more.
 */
class NpyArrayTest {
  private static final String PLAIN = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }";

  private static Map<String, byte[]> numpy() throws IOException {
    Map<String, byte[]> arrays = new HashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(NpyArrayTest.class.getResourceAsStream("numpy.npz"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replace(".npy", ""), zip.readAllBytes());
      }
    }
    return arrays;
  }

  private static NpyArray read(byte[] file) throws IOException {
    InputStream content = new ByteArrayInputStream(file);
    return NpyArray.read(content, "array", file.length);
  }

  private static byte[] file(int version, String header, int bytes) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    int length = version == 1 ? 2 : 4;
    byte[] file = new byte[8 + length + text.length + bytes];
    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0};
    System.arraycopy(magic, 0, file, 0, magic.length);
    file[8] = (byte) text.length;
    file[9] = (byte) (text.length >> 8);
    System.arraycopy(text, 0, file, 8 + length, text.length);
    return file;
  }

  @Test
  void everyTypeOrderAndLayoutIsRead() throws IOException {
    Map<String, byte[]> arrays = numpy();
    int seen = 0;
    for (String name : arrays.keySet()) {
      NpyArray array = read(arrays.get(name));
      if (array.count() != 6) {
        continue;
      }
      seen++;
      boolean truth = array.type().equals("bool");
      for (int i = 0; i < 6; i++) {
        int expected = truth ? Math.min(i, 1) : i;
        assertThat(array.real(i)).as("%s, %d", name, i).isEqualTo(expected);
        if (!array.holdsFloats()) {
          assertThat(array.whole(i)).as("%s, %d", name, i).isEqualTo(expected);
        }
      }
      assertThat(array.axes()).isEqualTo(2);
      assertThat(array.extent(1)).isEqualTo(3);
    }
    assertThat(seen).isEqualTo(42);
  }

  @Test
  void threeAxesByColumns() throws IOException {
    NpyArray cube = read(numpy().get("cube_by_columns"));
    for (int i = 0; i < 24; i++) {
      assertThat(cube.whole(i)).isEqualTo(i);
    }
  }

  @Test
  void halvesAreExact() throws IOException {
    NpyArray halves = read(numpy().get("halves"));
    float[] expected = {
      0, -0f, 1, -2, 65504, 0x1p-14f, 0x1p-24f, 0.333251953125f, -1.0013580322265625e-05f
    };
    for (int i = 0; i < expected.length; i++) {
      assertThat(halves.real(i)).isEqualTo(expected[i]);
    }
  }

  @Test
  void theLargestNumbersAreWhole() throws IOException {
    NpyArray extremes = read(numpy().get("extremes"));
    assertThat(extremes.whole(0)).isEqualTo(Long.MIN_VALUE);
    assertThat(extremes.whole(1)).isEqualTo(Long.MAX_VALUE);
    byte[] tooLarge =
        file(1, "{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }", Long.BYTES);
    tooLarge[tooLarge.length - 1] = (byte) 0x80;
    NpyArray unsigned = read(tooLarge);
    assertThatThrownBy(() -> unsigned.whole(0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("9223372036854775808");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void allVersions(int version) throws IOException {
    assertThat(read(file(version, PLAIN, 12)).count()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }; could run
          {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }; a structure
          {'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), }; <c8
          {'descr': '<U5', 'fortran_order': False, 'shape': (2, 3), }; <U5
          {'descr': '<M8[ns]', 'fortran_order': False, 'shape': (2, 3), }; <M8
          {'descr': '<f1', 'fortran_order': False, 'shape': (2, 3), }; <f1
          {'descr': '<i2', 'fortran_order': 1, 'shape': (2, 3), }; as NumPy writes
          {'descr': '<i2', 'fortran_order': False, 'shape': (-2, 3), }; as NumPy writes
          {'descr': '<i2', 'fortran_order': False, 'shape': (0, 3), }; without values
          {'descr': '<i2', 'fortran_order': False, 'shape': (2, 4), }; takes 16 bytes
          {'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }; the file has more
          {'descr': '<i2', 'fortran_order': False, 'shape': (9999999999,), }; can be read
          {'descr': '<i8', 'fortran_order': False, 'shape': (2000000000, 2000000000), }; Java array
          {'descr': '<i8', 'fortran_order': False, 'shape': (200000000,), }; at most
          {'descr': '<i2', 'fortran_order': False, 'shape': (1 2), }; as NumPy writes
          {'descr': '<i2', 'fortran_order': False, 'shape': (L, 2), }; as NumPy writes
          nothing; as NumPy writes
          """)
  void othersAreRefused(String header, String problem) {
    assertThatThrownBy(() -> read(file(1, header, 12)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("array: ")
        .hasMessageContaining(problem);
  }

  @Test
  void headersThatTryPatienceEnd() {
    for (String part : new String[] {"1", "1,", " ", ", "}) {
      String shape = part.repeat(15_000 / part.length());
      for (String end : new String[] {")", "x", ""}) {
        byte[] file =
            file(2, "{'descr': '<i2', 'fortran_order': False, 'shape': (" + shape + end, 3);
        assertThatThrownBy(() -> read(file)).isInstanceOf(BadInputException.class);
      }
    }
  }

  @Test
  void filesAsTheyMayBeDamagedAreReadOrRefused() throws IOException {
    byte[] whole = file(1, PLAIN, 12);
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] other = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int n = random.nextInt(4); n > 0 && other.length > 0; n--) {
        other[random.nextInt(other.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(read(other).count()).isLessThanOrEqualTo(12);
      } catch (BadInputException e) {
        assertThat(e).hasMessageStartingWith("array: ");
      }
    }
  }
}
