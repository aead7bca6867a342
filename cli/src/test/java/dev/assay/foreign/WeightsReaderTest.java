package dev.assay.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Dense;
import dev.assay.nn.Relu;
import dev.assay.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsReaderTest {
  private static final Architecture NETWORK =
      Architecture.of(
          Shape.vector(2),
          new Dense(2, true),
          new BatchNorm(BatchNorm.DEFAULT_EPSILON, BatchNorm.DEFAULT_MOMENTUM),
          new Relu(),
          new Dense(2, false));

  @TempDir private Path folder;
  private final StringBuilder header = new StringBuilder();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();

  /** A tensor of numbers, as they lie in a file of that type. */
  private WeightsReaderTest with(String name, String type, String shape, double... numbers) {
    int begin = values.size();
    for (double number : numbers) {
      ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      switch (type) {
        case "F64" -> bytes.putDouble(number);
        case "F32" -> bytes.putFloat((float) number);
        case "I64" -> bytes.putLong((long) number);
        // 16 bits: the upper half of 32, and for F16 numbers from 1 to 2 alone
        case "BF16" -> bytes.putShort((short) (Float.floatToIntBits((float) number) >> 16));
        case "F16" -> bytes.putShort((short) (15 << 10 | (int) ((number - 1) * 1024)));
        default -> bytes.put((byte) number);
      }
      values.write(bytes.array(), 0, bytes.position());
    }
    header
        .append(header.isEmpty() ? "" : ",")
        .append("\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":[" + shape)
        .append("],\"data_offsets\":[" + begin + "," + values.size() + "]}");
    return this;
  }

  private WeightsReaderTest network(String first, String norm, String last) {
    return with(last + ".weight", "F64", "2,2", 5, 6, 7, 8)
        .with(norm + ".num_batches_tracked", "I64", "", 77)
        .with(norm + ".running_mean", "BF16", "2", 0.5, -2)
        .with(norm + ".running_var", "F16", "2", 1.5, 1.25)
        .with(norm + ".weight", "F32", "2", 3, 4)
        .with(norm + ".bias", "F32", "2", -1, -2)
        .with(first + ".bias", "F32", "2", 10, 20)
        .with(first + ".weight", "F32", "2,2", 1, 2, 3, 4);
  }

  private ForeignNetwork read(String... modules) throws IOException {
    byte[] text = ("{" + header + "}").getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(length.array());
    all.writeBytes(text);
    all.writeBytes(values.toByteArray());
    Path file = Files.write(folder.resolve("weights.safetensors"), all.toByteArray());
    return WeightsReader.read(file, NETWORK, List.of(modules));
  }

  @Test
  void modulesAreTakenInTheOrderTold() throws IOException {
    ForeignNetwork read = network("fc", "bn", "a.head").read("fc", "bn", "a.head");

    assertThat(read.parameters().get("layers.0.weight")).containsExactly(1, 2, 3, 4);
    assertThat(read.parameters().get("layers.0.bias")).containsExactly(10, 20);
    assertThat(read.parameters().get("layers.1.gamma")).containsExactly(3, 4);
    assertThat(read.parameters().get("layers.1.beta")).containsExactly(-1, -2);
    assertThat(read.parameters().get("layers.1.running_mean")).containsExactly(0.5f, -2);
    assertThat(read.parameters().get("layers.1.running_variance")).containsExactly(1.5f, 1.25f);
    assertThat(read.parameters().get("layers.3.weight")).containsExactly(5, 6, 7, 8);
    assertThat(read.notes())
        .containsExactlyInAnyOrder(
            "a.head.weight: converted from F64 to F32",
            "bn.running_mean: converted from BF16 to F32",
            "bn.running_var: converted from F16 to F32",
            "bn.num_batches_tracked: left out, I64 is of no layer");
  }

  @Test
  void numbersAreAnOrder() throws IOException {
    ForeignNetwork read = network("net.0", "net.2", "net.10").read();

    assertThat(read.parameters().get("layers.3.weight")).containsExactly(5, 6, 7, 8);
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    network("fc", "bn", "head");
    assertRefused("its modules are bn, fc, head; name them in the order");
    assertRefused("2 modules with weights", "fc", "bn");
    assertRefused("head.weight must be 2, for layers.1.gamma, but is 2×2", "fc", "head", "bn");
    with("more.weight", "F32", "1", 1);
    assertRefused("tensors that no layer takes: more.weight", "fc", "bn", "head");
    with("small", "F8_E4M3", "1", 1);
    assertRefused("dtype F8_E4M3, expected floats", "fc", "bn", "head");
  }

  private void assertRefused(String problem, String... modules) {
    assertThatThrownBy(() -> read(modules))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("weights.safetensors")
        .hasMessageContaining(problem);
  }
}
