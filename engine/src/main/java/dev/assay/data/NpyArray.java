package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Narrow;
import dev.assay.io.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of numbers in NumPy's format NPY, versions 1 to 3: whole numbers, truth values, floats
 * of 16, 32 and 64 bits, in either byte order, laid out by rows or by columns. Anything else,
 * objects above all, is refused. Format: NumPy Enhancement Proposal 1 and {@code numpy.lib.format}.
 */
final class NpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int MOST_AXES = 32;
  private static final Pattern DESCRIPTION =
      Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|([\\[(]))");
  private static final Pattern ORDER =
      Pattern.compile("'fortran_order'\\s*:\\s*(True|False)\\s*[,}]");
  private static final Pattern EXTENTS = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L, ]*+)\\)");
  private static final Pattern EXTENT = Pattern.compile("\\d{1,10}L?");
  private static final Pattern TYPE = Pattern.compile("([<>|=])([biuf])([1248])");

  private final String where;
  private final int[] extents;
  private final char kind;
  private final int width;
  private final ByteBuffer bytes;
  private final boolean byColumns;

  private NpyArray(
      String where, int[] extents, char kind, int width, ByteBuffer bytes, boolean byColumns) {
    this.where = where;
    this.extents = extents;
    this.kind = kind;
    this.width = width;
    this.bytes = bytes;
    this.byColumns = byColumns;
  }

  /**
   * Reads an array to its end. Memory grows with what arrives.
   *
   * @param where the array, for messages
   * @param most the most bytes that may come
   * @throws BadInputException if it is none of the arrays told above, or cut short, or goes on
   */
  static NpyArray read(InputStream content, String where, long most) throws IOException {
    byte[] start = content.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
      throw new BadInputException(where + ": not an array in NumPy's format NPY");
    }
    String header = header(content, start[MAGIC.length], where);
    Matcher type = type(header, where);
    int[] extents = extents(header, where);
    int width = type.group(3).charAt(0) - '0';
    char kind = type.group(2).charAt(0);
    if (kind == 'b' && width > 1 || kind == 'f' && width == 1) {
      throw unknown(type.group(), where);
    }
    long count = 1;
    for (int extent : extents) {
      count *= extent;
      if (extent == 0) {
        throw new BadInputException(where + ": an array without values");
      }
      if (count > Dataset.MAX_VALUES / width) {
        throw new BadInputException(
            Text.format(
                "%s: an array of %s is more than a Java array holds",
                where, Arrays.toString(extents)));
      }
    }
    long size = count * width;
    if (size > most) {
      throw new BadInputException(
          Text.format(
              "%s: an array of %s takes %d bytes, there are at most %d",
              where, Arrays.toString(extents), size, most));
    }
    byte[] data = content.readNBytes((int) size);
    if (data.length < size || content.read() >= 0) {
      throw new BadInputException(
          Text.format(
              "%s: an array of %s takes %d bytes, the file has %s",
              where,
              Arrays.toString(extents),
              size,
              data.length < size ? Integer.toString(data.length) : "more"));
    }
    ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    boolean byColumns = first(ORDER, header, where).group(1).equals("True");
    return new NpyArray(where, extents, kind, width, ByteBuffer.wrap(data).order(order), byColumns);
  }

  private static String header(InputStream content, int version, String where) throws IOException {
    if (version < 1 || version > 3) {
      throw new BadInputException(
          where + ": version " + version + " of NumPy's format, expected 1 to 3");
    }
    byte[] length = content.readNBytes(version == 1 ? 2 : 4);
    long size = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      size = size << 8 | length[i] & 0xff;
    }
    if (size > LONGEST_HEADER) {
      throw new BadInputException(
          Text.format(
              "%s: a header of %d bytes, expected at most %d", where, size, LONGEST_HEADER));
    }
    return new String(content.readNBytes((int) size), StandardCharsets.UTF_8);
  }

  private static Matcher type(String header, String where) {
    Matcher described = first(DESCRIPTION, header, where);
    if (described.group(1) == null) {
      throw unknown("a structure", where);
    }
    Matcher type = TYPE.matcher(described.group(1));
    if (!type.matches()) {
      throw unknown(described.group(1), where);
    }
    return type;
  }

  private static BadInputException unknown(String type, String where) {
    String why =
        type.contains("O") ? "objects are never read, as that could run what the file says; " : "";
    return new BadInputException(
        where
            + ": its type is "
            + type
            + "; "
            + why
            + "expected whole numbers, truth values or floats of 16, 32 or 64 bits");
  }

  private static int[] extents(String header, String where) {
    String list = first(EXTENTS, header, where).group(1);
    List<String> words =
        Arrays.stream(list.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
    int[] extents;
    try {
      extents =
          words.stream()
              .filter(word -> EXTENT.matcher(word).matches())
              .mapToInt(word -> Integer.parseInt(word.replace("L", "")))
              .toArray();
    } catch (NumberFormatException e) {
      throw new BadInputException(where + ": shape (" + list + ") is more than can be read", e);
    }
    if (extents.length < words.size()) {
      throw new BadInputException(where + ": the shape is not one as NumPy writes it");
    }
    if (extents.length > MOST_AXES) {
      throw new BadInputException(where + ": " + extents.length + " axes, at most " + MOST_AXES);
    }
    return extents;
  }

  private static Matcher first(Pattern pattern, String header, String where) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new BadInputException(
          where + ": the header does not tell type, order and shape as NumPy writes them");
    }
    return matcher;
  }

  String where() {
    return where;
  }

  int axes() {
    return extents.length;
  }

  int extent(int axis) {
    return extents[axis];
  }

  int count() {
    return bytes.capacity() / width;
  }

  /** The type as NumPy calls it, for example {@code uint8}. */
  String type() {
    return switch (kind) {
      case 'b' -> "bool";
      case 'i' -> "int" + 8 * width;
      case 'u' -> "uint" + 8 * width;
      default -> "float" + 8 * width;
    };
  }

  boolean holdsFloats() {
    return kind == 'f';
  }

  /**
   * A whole number or a truth value, 0 or 1.
   *
   * @param index in the order of rows
   * @throws BadInputException if it does not fit a long
   */
  long whole(int index) {
    int at = place(index) * width;
    return switch (kind == 'u' ? width : -width) {
      case 1 -> bytes.get(at) & 0xff;
      case 2 -> bytes.getShort(at) & 0xffff;
      case 4 -> bytes.getInt(at) & 0xffffffffL;
      case 8 -> unsigned(index, bytes.getLong(at));
      case -1 -> kind == 'b' && bytes.get(at) != 0 ? 1 : bytes.get(at);
      case -2 -> bytes.getShort(at);
      case -4 -> bytes.getInt(at);
      default -> bytes.getLong(at);
    };
  }

  private long unsigned(int index, long value) {
    if (value < 0) {
      throw new BadInputException(
          where + ": value " + index + " is " + Long.toUnsignedString(value) + ", too large");
    }
    return value;
  }

  /** A number as a float. */
  float real(int index) {
    if (kind != 'f') {
      return whole(index);
    }
    int at = place(index) * width;
    return switch (width) {
      case 2 -> Narrow.half(bytes.getShort(at));
      case 4 -> bytes.getFloat(at);
      default -> (float) bytes.getDouble(at);
    };
  }

  /** Where in the file a value is that has this place in the order of rows. */
  private int place(int index) {
    if (!byColumns) {
      return index;
    }
    int place = 0;
    int rest = index;
    int step = count();
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      step /= extents[axis];
      place += rest % extents[axis] * step;
      rest /= extents[axis];
    }
    return place;
  }
}
