package dev.assay.pgdl;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.assay.io.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A sample of the benchmark: a {@code tf.train.Example} with the features {@code inputs} and {@code
 * output}, each one byte string that holds a {@code TensorProto}; the label is a scalar.
 *
 * @param shape of the inputs as TensorFlow has it: height, width, channels; or a length
 * @param inputs values in that order
 */
record Sample(List<Integer> shape, float[] inputs, int label) {
  private static final int FLOAT = 1;
  private static final int INT32 = 3;

  /**
   * Reads a sample.
   *
   * @throws IOException if the bytes are anything else, with what was expected
   */
  static Sample parse(byte[] example) throws IOException {
    byte[] features = only("features", fields(example, 1));
    byte[] inputs = tensor("inputs", features);
    byte[] output = tensor("output", features);
    float[] values = new float[elements("inputs", inputs, FLOAT)];
    content(inputs).asFloatBuffer().get(values);
    if (elements("output", output, INT32) != 1) {
      throw new IOException("output is no scalar");
    }
    return new Sample(shape(inputs), values, content(output).getInt());
  }

  private static byte[] tensor(String name, byte[] features) throws IOException {
    for (byte[] entry : fields(features, 1)) {
      byte[] key = only("a feature's name", fields(entry, 1));
      if (name.equals(new String(key, StandardCharsets.UTF_8))) {
        byte[] strings = only(name, fields(only(name, fields(entry, 2)), 1));
        return only(name, fields(strings, 1));
      }
    }
    throw new IOException("expected a tf.train.Example with the features inputs and output");
  }

  /** How many numbers of four bytes a tensor has. */
  private static int elements(String name, byte[] tensor, int type) throws IOException {
    long found = number(tensor, 1);
    if (found != type) {
      throw new IOException(
          Text.format(
              "%s has type %d of TensorFlow, expected %d (%s)",
              name, found, type, type == FLOAT ? "float32" : "int32"));
    }
    long product = 1;
    for (int extent : shape(tensor)) {
      product *= extent;
      if (extent < 0 || product > Integer.MAX_VALUE) {
        throw new IOException(Text.format("%s is of no shape: %s", name, shape(tensor)));
      }
    }
    int bytes = content(tensor).remaining();
    if (bytes != product * Integer.BYTES) {
      throw new IOException(Text.format("%s of shape %s has %d bytes", name, shape(tensor), bytes));
    }
    return (int) product;
  }

  private static List<Integer> shape(byte[] tensor) throws IOException {
    List<Integer> extents = new ArrayList<>();
    for (byte[] shape : fields(tensor, 2)) {
      for (byte[] extent : fields(shape, 2)) {
        extents.add((int) Math.max(-1, Math.min(number(extent, 1), Integer.MAX_VALUE)));
      }
    }
    return extents;
  }

  private static ByteBuffer content(byte[] tensor) throws IOException {
    return ByteBuffer.wrap(only("a tensor's content", fields(tensor, 4)))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] only(String name, List<byte[]> values) throws IOException {
    if (values.size() != 1) {
      throw new IOException(
          Text.format("%s is there %d times, expected once", name, values.size()));
    }
    return values.get(0);
  }

  /** The values of a field of a message: byte strings, texts or messages. */
  private static List<byte[]> fields(byte[] message, int field) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    List<byte[]> values = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        values.add(in.readByteArray());
      } else {
        in.skipField(tag);
      }
    }
    return values;
  }

  /** The value of a field that holds a whole number; 0 where it is not there. */
  private static long number(byte[] message, int field) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    long value = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (field << 3 | WireFormat.WIRETYPE_VARINT)) {
        value = in.readInt64();
      } else {
        in.skipField(tag);
      }
    }
    return value;
  }

  /** Channel by channel, row by row, in place of pixel by pixel. */
  void planar(float[] target, int at) {
    if (shape.size() != 3) {
      System.arraycopy(inputs, 0, target, at, inputs.length);
      return;
    }
    int channels = shape.get(2);
    int pixels = inputs.length / channels;
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < pixels; p++) {
        target[at + c * pixels + p] = inputs[p * channels + c];
      }
    }
  }
}
