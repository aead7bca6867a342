package dev.assay.io;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The content of a safetensors file: named float32 arrays and a string map, both in order. Format:
 * the length of the header as eight bytes little-endian, a JSON header with element type, shape and
 * byte range of every tensor, then the values, little-endian, without gaps. Source: the format
 * section of the safetensors README.
 *
 * @param metadata free text, for example {@code seed → 7}
 * @param tensors by name
 */
public record SafeTensors(Map<String, String> metadata, Map<String, Array> tensors) {
  private static final int LENGTH_BYTES = Long.BYTES;
  private static final int CHUNK_FLOATS = 1 << 14;

  public SafeTensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Values in row-major order. */
  public record Array(Shape shape, float[] values) {
    public Array {
      if (values.length != shape.size()) {
        throw new IllegalArgumentException(values.length + " values do not fill " + shape);
      }
    }
  }

  /**
   * Reads a file and checks all that the format demands: header length, JSON, unique names, byte
   * ranges that fit the shapes and cover the rest of the file without gap or overlap.
   *
   * @throws BadInputException if the file violates the format or holds anything but F32
   */
  public static SafeTensors read(Path path) {
    return read(path, false, note -> {});
  }

  /**
   * Reads a file of another program: floats of 16 and 64 bits become those of 32, whole numbers and
   * truth values, which no layer has, are left out.
   *
   * @param notes is told what was converted and what left out
   * @throws BadInputException if the file violates the format or holds numbers of other kinds
   */
  public static SafeTensors readForeign(Path path, Consumer<String> notes) {
    return read(path, true, notes);
  }

  private static SafeTensors read(Path path, boolean foreign, Consumer<String> notes) {
    if (!Files.isRegularFile(path)) {
      throw new BadInputException(
          path + ": " + (Files.exists(path) ? "not a regular file" : "no such file"));
    }
    try (FileChannel channel = FileChannel.open(path)) {
      return read(path, channel, foreign, notes);
    } catch (IOException e) {
      throw new BadInputException(path + ": cannot be read: " + e, e);
    }
  }

  private static SafeTensors read(
      Path path, FileChannel channel, boolean foreign, Consumer<String> notes) throws IOException {
    long size = channel.size();
    SafeTensorsHeader header = SafeTensorsHeader.parse(path, readHeader(path, channel, size));
    header.check(size - channel.position());
    header.requireFloats(foreign);
    requireHeap(path, size);
    Map<String, Array> tensors = new LinkedHashMap<>();
    long data = channel.position();
    for (SafeTensorsHeader.Entry entry : header.entries()) {
      if (entry.isReal()) {
        channel.position(data + entry.begin());
        tensors.put(entry.name(), new Array(entry.shape(), readFloats(channel, entry)));
      }
    }
    header.notes().forEach(notes);
    return new SafeTensors(header.metadata(), tensors);
  }

  private static byte[] readHeader(Path path, FileChannel channel, long size) throws IOException {
    if (size < LENGTH_BYTES) {
      throw new BadInputException(
          path + ": " + size + " bytes are too few for a safetensors file, expected a checkpoint");
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fill(channel, length);
    long bytes = length.getLong();
    long most = Math.min(SafeTensorsHeader.MAX_BYTES, size - LENGTH_BYTES);
    // a length from 2⁶³ on arrives as a negative number
    if (bytes < 2 || bytes > most) {
      throw new BadInputException(
          path
              + ": at byte 0: the header claims "
              + Long.toUnsignedString(bytes)
              + " bytes, expected 2 to "
              + most
              + "; not a safetensors file, or cut short");
    }
    ByteBuffer header = ByteBuffer.allocate((int) bytes);
    fill(channel, header);
    return header.array();
  }

  private static float[] readFloats(FileChannel channel, SafeTensorsHeader.Entry entry)
      throws IOException {
    float[] values = new float[entry.shape().intSize()];
    int width = entry.width();
    ByteBuffer chunk =
        ByteBuffer.allocate(Math.min(values.length, CHUNK_FLOATS) * width)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < values.length; at += CHUNK_FLOATS) {
      int length = Math.min(CHUNK_FLOATS, values.length - at);
      chunk.clear().limit(length * width);
      fill(channel, chunk);
      switch (entry.type()) {
        case "F32" -> chunk.asFloatBuffer().get(values, at, length);
        case "F64" -> {
          for (int i = 0; i < length; i++) {
            values[at + i] = (float) chunk.getDouble();
          }
        }
        case "F16" -> {
          for (int i = 0; i < length; i++) {
            values[at + i] = Narrow.half(chunk.getShort());
          }
        }
        default -> {
          for (int i = 0; i < length; i++) {
            values[at + i] = Narrow.brain(chunk.getShort());
          }
        }
      }
    }
    return values;
  }

  /** Fills the buffer to its limit and turns it around. */
  private static void fill(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    buffer.flip();
  }

  private static void requireHeap(Path path, long bytes) {
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap) {
      throw new BadInputException(
          path
              + ": holds "
              + (bytes >> 20)
              + " MiB, the JVM may use "
              + (heap >> 20)
              + " MiB; raise -Xmx");
    }
  }

  /**
   * Writes the file whole or not at all; equal content gives equal bytes.
   *
   * @throws BadInputException if the file cannot be written
   */
  public void write(Path path) {
    AtomicFile.write(path, this::writeTo);
  }

  private void writeTo(OutputStream out) throws IOException {
    byte[] header = header();
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length).array());
    out.write(header);
    ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Array tensor : tensors.values()) {
      float[] values = tensor.values();
      for (int at = 0; at < values.length; at += CHUNK_FLOATS) {
        int count = Math.min(CHUNK_FLOATS, values.length - at);
        chunk.asFloatBuffer().put(values, at, count);
        out.write(chunk.array(), 0, count * Float.BYTES);
      }
    }
  }

  private byte[] header() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = SafeTensorsHeader.JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafeTensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long begin = 0;
      for (Map.Entry<String, Array> entry : tensors.entrySet()) {
        begin = writeEntry(json, entry.getKey(), entry.getValue().shape(), begin);
      }
      json.writeEndObject();
    }
    // spaces up to a multiple of 8, so that the values lie aligned in the file
    while (bytes.size() % LENGTH_BYTES != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static long writeEntry(JsonGenerator json, String name, Shape shape, long begin)
      throws IOException {
    if (name.equals(SafeTensorsHeader.METADATA)) {
      throw new IllegalArgumentException("no tensor may be called " + name);
    }
    long end = begin + shape.size() * Float.BYTES;
    int[] extents = shape.toArray();
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", "F32");
    json.writeFieldName("shape");
    json.writeArray(extents, 0, extents.length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {begin, end}, 0, 2);
    json.writeEndObject();
    return end;
  }
}
