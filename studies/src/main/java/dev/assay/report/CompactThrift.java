package dev.assay.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes structs in Thrift's compact protocol, of which Parquet's headers are made
 * (thrift-compact-protocol.md of Apache Thrift). Fields come in ascending order of their numbers.
 */
final class CompactThrift {
  private static final int INT32 = 5;
  private static final int INT64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Numbers of the last fields of the structs around this one. */
  private final Deque<Integer> outer = new ArrayDeque<>();

  private int last;

  byte[] bytes() {
    return out.toByteArray();
  }

  CompactThrift int32(int field, int value) {
    head(field, INT32);
    return signed(value);
  }

  CompactThrift int64(int field, long value) {
    head(field, INT64);
    return signed(value);
  }

  CompactThrift text(int field, String value) {
    head(field, BINARY);
    return bare(value);
  }

  /** A list of one integer. */
  CompactThrift int32s(int field, int value) {
    list(field, INT32, 1);
    return signed(value);
  }

  /** A list of one text. */
  CompactThrift texts(int field, String value) {
    list(field, BINARY, 1);
    return bare(value);
  }

  /** A list of structs, which follow, each between {@link #begin()} and {@link #end}. */
  CompactThrift structs(int field, int size) {
    list(field, STRUCT, size);
    return this;
  }

  /** The beginning of a struct that is a field. */
  CompactThrift begin(int field) {
    head(field, STRUCT);
    return begin();
  }

  /** The beginning of a struct in a list, or of the outermost one. */
  CompactThrift begin() {
    outer.push(last);
    last = 0;
    return this;
  }

  CompactThrift end() {
    out.write(0);
    last = outer.pop();
    return this;
  }

  private void list(int field, int type, int size) {
    head(field, LIST);
    if (size < 15) {
      out.write(size << 4 | type);
    } else {
      out.write(0xf0 | type);
      unsigned(size);
    }
  }

  private void head(int field, int type) {
    int step = field - last;
    if (step > 0 && step < 16) {
      out.write(step << 4 | type);
    } else {
      throw new IllegalArgumentException("field " + field + " after field " + last);
    }
    last = field;
  }

  private CompactThrift bare(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    unsigned(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private CompactThrift signed(long value) {
    unsigned(value << 1 ^ value >> 63);
    return this;
  }

  private void unsigned(long value) {
    unsigned(value, out);
  }

  /** Seven bits a byte, the lowest first (LEB128). */
  static void unsigned(long value, ByteArrayOutputStream to) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      to.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    to.write((int) left);
  }
}
