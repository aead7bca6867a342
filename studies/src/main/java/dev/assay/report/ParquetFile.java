package dev.assay.report;

import dev.assay.study.Table;
import dev.assay.study.Table.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A table as Apache Parquet, version 1 of its data pages: all rows are one group, each column one
 * page of plain values that nothing compresses, every cell may be null. Equal tables are equal
 * bytes. Key-value metadata hold the table's title and note, and under the name of each column what
 * it means.
 *
 * <p>This is the small part of the format that a table takes; any reader of Parquet reads it.
 */
final class ParquetFile {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Of enum Repetition. */
  private static final int OPTIONAL = 1;

  /** Of enum ConvertedType. */
  private static final int UTF8 = 0;

  /** Of enum Encoding. */
  private static final int PLAIN = 0;

  private static final int RUN_LENGTHS = 3;

  private final Table table;

  /** Where each column's chunk begins. */
  private final long[] begins;

  private final int[] lengths;

  private ParquetFile(Table table) {
    this.table = table;
    this.begins = new long[table.columns().size()];
    this.lengths = new int[table.columns().size()];
  }

  /** Of enum Type. */
  private static int physical(Column column) {
    return switch (column.type()) {
      case FLAG -> 0;
      case INTEGER -> 2;
      case REAL -> 5;
      case TEXT -> 6;
    };
  }

  static void write(Table table, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      new ParquetFile(table).write(out);
    }
  }

  private void write(OutputStream out) throws IOException {
    out.write(MAGIC);
    long at = MAGIC.length;
    for (int column = 0; column < begins.length; column++) {
      byte[] page = page(column);
      byte[] header = header(page.length);
      out.write(header);
      out.write(page);
      begins[column] = at;
      lengths[column] = header.length + page.length;
      at += lengths[column];
    }
    byte[] footer = footer();
    out.write(footer);
    out.write(little(4).putInt(footer.length).array());
    out.write(MAGIC);
  }

  /** Which cells are there, then those that are. */
  private byte[] page(int column) {
    List<Object> cells = table.rows().stream().map(row -> row.get(column)).toList();
    byte[] there = there(cells);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.writeBytes(little(4).putInt(there.length).array());
    page.writeBytes(there);
    List<Object> values = cells.stream().filter(Objects::nonNull).toList();
    if (table.columns().get(column).type() == Table.Type.FLAG) {
      page.writeBytes(bits(values));
    } else {
      values.forEach(value -> page.writeBytes(plain(value)));
    }
    return page.toByteArray();
  }

  /**
   * Definition levels, 1 for a cell that is there: the length of each run, doubled, and its level.
   */
  private static byte[] there(List<Object> cells) {
    ByteArrayOutputStream runs = new ByteArrayOutputStream();
    int begin = 0;
    for (int i = 1; i <= cells.size(); i++) {
      boolean there = cells.get(begin) != null;
      if (i == cells.size() || there != (cells.get(i) != null)) {
        CompactThrift.unsigned((long) (i - begin) << 1, runs);
        runs.write(there ? 1 : 0);
        begin = i;
      }
    }
    return runs.toByteArray();
  }

  /** Eight flags a byte, the first one lowest. */
  private static byte[] bits(List<Object> flags) {
    byte[] bits = new byte[(flags.size() + 7) / 8];
    for (int i = 0; i < flags.size(); i++) {
      if ((Boolean) flags.get(i)) {
        bits[i / 8] |= (byte) (1 << i % 8);
      }
    }
    return bits;
  }

  private static byte[] plain(Object value) {
    if (value instanceof Long integer) {
      return little(8).putLong(integer).array();
    } else if (value instanceof Double real) {
      return little(8).putDouble(real).array();
    }
    byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
    return little(4 + text.length).putInt(text.length).put(text).array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** PageHeader of a page of data. */
  private byte[] header(int bytes) {
    return new CompactThrift()
        .begin()
        .int32(1, 0)
        .int32(2, bytes)
        .int32(3, bytes)
        .begin(5)
        .int32(1, table.rows().size())
        .int32(2, PLAIN)
        .int32(3, RUN_LENGTHS)
        .int32(4, RUN_LENGTHS)
        .end()
        .end()
        .bytes();
  }

  /** FileMetaData. */
  private byte[] footer() {
    CompactThrift footer = new CompactThrift().begin().int32(1, 1);
    schema(footer);
    footer.int64(3, table.rows().size());
    group(footer);
    footer.structs(5, 2 + begins.length);
    pair(footer, "title", table.title());
    pair(footer, "note", table.note());
    for (Column column : table.columns()) {
      String unit = column.unit().isEmpty() ? "" : " [" + column.unit() + "]";
      pair(footer, column.name(), (column.meaning() + unit).strip());
    }
    return footer.text(6, "assay").end().bytes();
  }

  private void schema(CompactThrift footer) {
    footer
        .structs(2, 1 + begins.length)
        .begin()
        .text(4, table.name())
        .int32(5, begins.length)
        .end();
    for (Column column : table.columns()) {
      footer.begin().int32(1, physical(column)).int32(3, OPTIONAL).text(4, column.name());
      if (column.type() == Table.Type.TEXT) {
        // the second says the same to newer readers: of union LogicalType the one STRING
        footer.int32(6, UTF8).begin(10).begin(1).end().end();
      }
      footer.end();
    }
  }

  /** A group without rows is not allowed. */
  private void group(CompactThrift footer) {
    if (table.rows().isEmpty()) {
      footer.structs(4, 0);
      return;
    }
    long bytes = 0;
    footer.structs(4, 1).begin().structs(1, begins.length);
    for (int i = 0; i < begins.length; i++) {
      Column column = table.columns().get(i);
      bytes += lengths[i];
      footer
          .begin()
          .int64(2, begins[i])
          .begin(3)
          .int32(1, physical(column))
          .int32s(2, PLAIN)
          .texts(3, column.name())
          .int32(4, 0)
          .int64(5, table.rows().size())
          .int64(6, lengths[i])
          .int64(7, lengths[i])
          .int64(9, begins[i])
          .end()
          .end();
    }
    footer.int64(2, bytes).int64(3, table.rows().size()).end();
  }

  private static void pair(CompactThrift footer, String key, String value) {
    footer.begin().text(1, key).text(2, value).end();
  }
}
