package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A table as arrays of NumPy, one for each column by its name: {@code <f8} with NaN for what is
 * missing, {@code <i8}, {@code |b1}, {@code <U}. Whole numbers or flags of which some are missing
 * are {@code <f8}, too, and a missing text is empty. Format: {@code numpy.lib.format} 1.0.
 */
final class Npz {
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** Before the header: magic, version, length of the header. */
  private static final int START = 10;

  private static final int ALIGNMENT = 64;

  private Npz() {}

  static void write(Table table, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < table.columns().size(); i++) {
        int place = i;
        List<Object> cells = table.rows().stream().map(row -> row.get(place)).toList();
        ZipEntry entry = new ZipEntry(table.columns().get(i).name() + ".npy");
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(array(table.columns().get(i).type(), cells));
        zip.closeEntry();
      }
    }
  }

  private static byte[] array(Table.Type type, List<Object> cells) {
    boolean whole = cells.stream().allMatch(Objects::nonNull);
    int n = cells.size();
    if (type == Table.Type.TEXT) {
      return texts(cells);
    } else if (type == Table.Type.INTEGER && whole) {
      ByteBuffer array = start("<i8", n, Long.BYTES);
      cells.forEach(cell -> array.putLong((Long) cell));
      return array.array();
    } else if (type == Table.Type.FLAG && whole) {
      ByteBuffer array = start("|b1", n, 1);
      cells.forEach(cell -> array.put((byte) ((Boolean) cell ? 1 : 0)));
      return array.array();
    }
    ByteBuffer array = start("<f8", n, Double.BYTES);
    cells.forEach(cell -> array.putDouble(number(cell)));
    return array.array();
  }

  private static double number(Object cell) {
    if (cell instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    return cell == null ? Double.NaN : ((Number) cell).doubleValue();
  }

  /** Texts in UTF-32, filled up with zeros; NumPy has no text of no characters. */
  private static byte[] texts(List<Object> cells) {
    List<int[]> texts =
        cells.stream()
            .map(cell -> cell == null ? new int[0] : ((String) cell).codePoints().toArray())
            .toList();
    int longest = Math.max(1, texts.stream().mapToInt(text -> text.length).max().orElse(0));
    ByteBuffer array = start("<U" + longest, cells.size(), 4 * longest);
    int begin = array.position();
    for (int i = 0; i < texts.size(); i++) {
      array.position(begin + 4 * longest * i);
      for (int character : texts.get(i)) {
        array.putInt(character);
      }
    }
    return array.array();
  }

  /** A whole array with its header written, at its first value. */
  private static ByteBuffer start(String type, int count, int size) {
    String header =
        Text.format("{'descr': '%s', 'fortran_order': False, 'shape': (%d,), }", type, count);
    int length = (START + header.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    byte[] text =
        (header + " ".repeat(length - START - header.length() - 1) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer array =
        ByteBuffer.allocate(Math.addExact(length, Math.multiplyExact(count, size)))
            .order(ByteOrder.LITTLE_ENDIAN);
    array.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    return array.put((byte) 0).putShort((short) text.length).put(text);
  }
}
