package dev.assay.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assay.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafeTensorsTest {
  private static final String TWO =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[8,12]}}";

  @TempDir Path folder;

  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    Map<String, SafeTensors.Array> tensors = new LinkedHashMap<>();
    tensors.put("w", new SafeTensors.Array(Shape.of(1, 2), new float[] {1, -2}));
    Path file = folder.resolve("golden.safetensors");
    new SafeTensors(Map.of("k", "v"), tensors).write(file);

    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(new byte[] {(byte) padded.length(), 0, 0, 0, 0, 0, 0, 0});
    expected.write(padded.getBytes(StandardCharsets.UTF_8));
    expected.write(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0});
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.toByteArray());
  }

  @Test
  void readsBackWhatItWrote() {
    Path file = folder.resolve("round.safetensors");
    SafeTensors written = sample();
    written.write(file);
    SafeTensors read = SafeTensors.read(file);
    assertThat(read.metadata()).containsExactlyEntriesOf(written.metadata());
    assertThat(read.tensors().keySet()).containsExactlyElementsOf(written.tensors().keySet());
    written
        .tensors()
        .forEach(
            (name, array) -> {
              assertThat(read.tensors().get(name).shape()).isEqualTo(array.shape());
              assertThat(bits(read.tensors().get(name).values())).isEqualTo(bits(array.values()));
            });
  }

  @Test
  void equalContentGivesEqualBytes() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    sample().write(first);
    SafeTensors.read(first).write(second);
    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
  }

  @Test
  void acceptsAnyOrderAndScalars() throws IOException {
    String header =
        "{\"late\":{\"data_offsets\":[4,12],\"shape\":[2],\"dtype\":\"F32\"},"
            + "\"scalar\":{\"shape\":[],\"dtype\":\"F32\",\"data_offsets\":[0,4]}}  ";
    SafeTensors read = SafeTensors.read(file(header, floats(7, 8, 9)));
    assertThat(read.tensors().get("late").values()).containsExactly(8, 9);
    assertThat(read.tensors().get("scalar").values()).containsExactly(7);
    assertThat(read.tensors().keySet()).containsExactly("late", "scalar");
  }

  @Test
  void acceptsAFileWithoutTensors() throws IOException {
    assertThat(SafeTensors.read(file("{}", new byte[0])).tensors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          [2]     | [3]              | does not fit its bytes 0 to 8
          [2]     | [2147483648]     | has extent 2147483648
          [2]     | [65536,65536,65536,65536] | does not fit
          [2]     | [0]              | has extent 0
          [2]     | [-2]             | negative
          [2]     | [2.0]            | expected VALUE_NUMBER_INT
          [2]     | [99999999999999999999] | out of range
          [2]     | [[2]]            | depth
          [2]     | 2                | expected START_ARRAY
          [2]     | [1,1,1,1,1,1,1,1,2] | more than 8
          F32     | F64              | does not fit
          F32     | FLOAT            | unknown dtype 'FLOAT'
          F32     | I32              | has dtype I32; Assay reads F32 only
          [8,12]  | [4,8]            | begins at byte 4 of the values, expected 8
          [8,12]  | [12,16]          | begins at byte 12 of the values, expected 8
          [8,12]  | [12,8]           | does not fit
          [8,12]  | [8]              | lacks a dtype, a shape or two data_offsets
          [8,12]  | [8,12,12]        | more than 2
          "b"     | "a"              | 'a' appears twice
          "shape":[2], | "shape":[2],"shape":[2], | 'a.shape' appears twice or is unknown
          "shape":[2], | "other":1,"shape":[2], | 'a.other' appears twice or is unknown
          "shape":[2], |             | lacks a dtype, a shape
          {"a"    | ["a"             | does not begin with '{'
          12]}}   | 12]}}x           | 'x'
          12]}}   | 12]}}{}          | there is more after
          12]}}   | 12]              | end-of-input
          """)
  void refusesHeadersThatViolateTheFormat(String found, String replacement, String problem)
      throws IOException {
    String header =
        TWO.replaceFirst(
            Pattern.quote(found), Matcher.quoteReplacement(replacement == null ? "" : replacement));
    assertThat(header).isNotEqualTo(TWO);
    refuses(file(header, floats(1, 2, 3)), problem);
  }

  @Test
  void readsTheFileThatTheRefusedOnesAreMadeFrom() throws IOException {
    assertThat(SafeTensors.read(file(TWO, floats(1, 2, 3))).tensors()).hasSize(2);
  }

  @Test
  void refusesMetadataThatIsNotAMapOfStrings() throws IOException {
    refuses(file("{\"__metadata__\":{\"a\":1}}", new byte[0]), "'__metadata__.a' is");
    refuses(file("{\"__metadata__\":[]}", new byte[0]), "expected START_OBJECT");
    refuses(file("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", new byte[0]), "appears twice");
  }

  @Test
  void refusesFilesCutShortOrTooLong() throws IOException {
    refuses(file(TWO, floats(1, 2)), "12 bytes but 8 follow");
    refuses(file(TWO, floats(1, 2, 3, 4)), "12 bytes but 16 follow");
    refuses(Files.write(folder.resolve("tiny"), new byte[7]), "7 bytes are too few");
    refuses(Files.write(folder.resolve("none"), new byte[8]), "claims 0 bytes");
    byte[] huge = new byte[100];
    huge[7] = (byte) 0x80;
    refuses(Files.write(folder.resolve("huge"), huge), "claims 9223372036854775808 bytes");
    refuses(folder.resolve("absent"), "no such file");
    refuses(folder, "not a regular file");
  }

  @Test
  void refusesHeadersThatAreNotUtf8() throws IOException {
    byte[] bytes = TWO.getBytes(StandardCharsets.UTF_8);
    bytes[2] = (byte) 0xff;
    refuses(file(bytes, floats(1, 2, 3)), "not UTF-8");
  }

  @Test
  void noTensorMayTakeTheNameOfTheMetadata() {
    SafeTensors bad =
        new SafeTensors(
            Map.of(), Map.of("__metadata__", new SafeTensors.Array(Shape.vector(1), new float[1])));
    assertThatIllegalArgumentException().isThrownBy(() -> bad.write(folder.resolve("x")));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void survivesMutatedFiles() throws IOException {
    Path file = folder.resolve("mutated.safetensors");
    sample().write(file);
    byte[] original = Files.readAllBytes(file);
    Mutations.Outcome outcome = Mutations.feed(original, file, 2500, 1, SafeTensors::read);
    assertThat(outcome.refused()).isGreaterThan(1500);
    assertThat(outcome.read()).isGreaterThan(50);
  }

  private static SafeTensors sample() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("seed", "7");
    metadata.put("architecture", "input: 1×28×28\n\"layers\": [ü, 😀]\n");
    metadata.put("", "");
    Map<String, SafeTensors.Array> tensors = new LinkedHashMap<>();
    float[] special = {0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 1e38f};
    tensors.put("1.weight", new SafeTensors.Array(Shape.of(2, 3), special));
    tensors.put("0.bias", new SafeTensors.Array(Shape.vector(1), new float[] {3}));
    tensors.put("größe", new SafeTensors.Array(Shape.of(5, 7, 11), new float[385]));
    return new SafeTensors(metadata, tensors);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  private static void refuses(Path file, String problem) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> SafeTensors.read(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(problem);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private Path file(String header, byte[] values) throws IOException {
    return file(header.getBytes(StandardCharsets.UTF_8), values);
  }

  private Path file(byte[] header, byte[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header).put(values);
    return Files.write(folder.resolve("file.safetensors"), bytes.array());
  }
}
