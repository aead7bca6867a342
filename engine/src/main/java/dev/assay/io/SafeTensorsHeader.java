package dev.assay.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The JSON header of a safetensors file, read token by token so that it takes no detours. */
final class SafeTensorsHeader {
  static final String METADATA = "__metadata__";

  /** The format's own bound. */
  static final long MAX_BYTES = 100_000_000;

  /** Names are not collected in tables, which a hostile header could fill. */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(3)
                  .maxNumberLength(20)
                  .maxStringLength((int) MAX_BYTES)
                  .build())
          .build();

  private static final int MAX_RANK = 8;

  /** Bytes of an element by the name of its type. */
  private static final Map<String, Integer> ELEMENT_BYTES =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("I16", 2),
          Map.entry("U16", 2),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("I32", 4),
          Map.entry("U32", 4),
          Map.entry("F32", 4),
          Map.entry("C64", 8),
          Map.entry("F64", 8),
          Map.entry("I64", 8),
          Map.entry("U64", 8));

  private static final List<String> REAL = List.of("F32", "F64", "F16", "BF16");

  /** What no layer has, and is left out of files of other programs. */
  private static final List<String> WHOLE =
      List.of("BOOL", "U8", "I8", "I16", "U16", "I32", "U32", "I64", "U64");

  /** One tensor: bytes {code begin} to {code end} (exclusive) of the values. */
  record Entry(String name, String type, Shape shape, long begin, long end) {
    /** Whether it becomes floats; whole numbers and truth values do not. */
    boolean isReal() {
      return REAL.contains(type);
    }

    boolean isF32() {
      return type.equals("F32");
    }

    /** Bytes of an element. */
    int width() {
      return ELEMENT_BYTES.get(type);
    }
  }

  private final Path path;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  private SafeTensorsHeader(Path path) {
    this.path = path;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** In the order of the header. */
  List<Entry> entries() {
    return entries;
  }

  static SafeTensorsHeader parse(Path path, byte[] bytes) {
    SafeTensorsHeader header = new SafeTensorsHeader(path);
    if (bytes[0] != '{') {
      throw header.bad("it does not begin with '{'");
    }
    try (JsonParser json = JSON.createParser(text(bytes))) {
      header.parse(json);
    } catch (CharacterCodingException e) {
      throw header.bad("it is not UTF-8 text");
    } catch (JsonProcessingException e) {
      throw header.bad(e.getOriginalMessage());
    } catch (IOException e) {
      throw header.bad(e.toString());
    }
    return header;
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private void parse(JsonParser json) throws IOException {
    Set<String> names = new HashSet<>();
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (!names.add(name)) {
        throw bad("'" + name + "' appears twice");
      }
      expect(json.nextToken(), JsonToken.START_OBJECT, name);
      if (name.equals(METADATA)) {
        parseMetadata(json);
      } else {
        parseEntry(json, name);
      }
    }
    if (json.nextToken() != null) {
      throw bad("there is more after the closing '}'");
    }
  }

  private void parseMetadata(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA + "." + key);
      if (metadata.put(key, json.getText()) != null) {
        throw bad("'" + METADATA + "." + key + "' appears twice");
      }
    }
  }

  private void parseEntry(JsonParser json, String name) throws IOException {
    String type = null;
    List<Long> shape = null;
    List<Long> range = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      String where = name + "." + field;
      JsonToken value = json.nextToken();
      if (field.equals("dtype") && type == null) {
        expect(value, JsonToken.VALUE_STRING, where);
        type = json.getText();
      } else if (field.equals("shape") && shape == null) {
        shape = numbers(json, value, where, MAX_RANK);
      } else if (field.equals("data_offsets") && range == null) {
        range = numbers(json, value, where, 2);
      } else {
        throw bad("'" + where + "' appears twice or is unknown");
      }
    }
    if (type == null || shape == null || range == null || range.size() != 2) {
      throw bad("tensor '" + name + "' lacks a dtype, a shape or two data_offsets");
    }
    entries.add(entry(name, type, shape, range.get(0), range.get(1)));
  }

  private List<Long> numbers(JsonParser json, JsonToken first, String where, int most)
      throws IOException {
    expect(first, JsonToken.START_ARRAY, where);
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, where);
      long number = json.getLongValue();
      if (number < 0 || numbers.size() == most) {
        throw bad("'" + where + "' has a negative number or more than " + most + " of them");
      }
      numbers.add(number);
    }
    return numbers;
  }

  private Entry entry(String name, String type, List<Long> shape, long begin, long end) {
    Integer element = ELEMENT_BYTES.get(type);
    if (element == null) {
      throw bad("tensor '" + name + "' has the unknown dtype '" + type + "'");
    }
    long bytes = end - begin;
    long room = bytes / element;
    long size = 1;
    for (long extent : shape) {
      if (extent < 1 || extent > Integer.MAX_VALUE) {
        throw bad("tensor '" + name + "' has extent " + extent + ", expected at least 1");
      }
      if (size > room / extent) {
        throw mismatch(name, type, shape, begin, end);
      }
      size *= extent;
    }
    if (bytes < 0 || size * element != bytes) {
      throw mismatch(name, type, shape, begin, end);
    }
    Shape extents = Shape.of(shape.stream().mapToInt(Long::intValue).toArray());
    return new Entry(name, type, extents, begin, end);
  }

  private BadInputException mismatch(
      String name, String type, List<Long> shape, long begin, long end) {
    return bad(
        "tensor '"
            + name
            + "' of "
            + type
            + " "
            + shape
            + " does not fit its bytes "
            + begin
            + " to "
            + end);
  }

  /** Checks the byte ranges against each other and against the bytes after the header. */
  void check(long dataBytes) {
    List<Entry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingLong(Entry::begin));
    long end = 0;
    for (Entry entry : ordered) {
      if (entry.begin() != end) {
        throw bad(
            "tensor '"
                + entry.name()
                + "' begins at byte "
                + entry.begin()
                + " of the values, expected "
                + end
                + " (no gap, no overlap)");
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw bad(
          "its tensors take "
              + end
              + " bytes but "
              + dataBytes
              + " follow; the file is cut short or has bytes to spare");
    }
  }

  /**
   * @param foreign whether floats of other widths are converted and whole numbers left out
   */
  void requireFloats(boolean foreign) {
    for (Entry entry : entries) {
      boolean known = foreign ? entry.isReal() || WHOLE.contains(entry.type()) : entry.isF32();
      if (!known) {
        throw bad(
            "tensor '"
                + entry.name()
                + "' has dtype "
                + entry.type()
                + (foreign
                    ? ", expected floats of 16, 32 or 64 bits"
                    : "; Assay reads F32 only, convert the file first"));
      }
      if (entry.shape().size() > Integer.MAX_VALUE - 8) {
        throw bad("tensor '" + entry.name() + "' of " + entry.shape() + " is too large");
      }
    }
  }

  /** What is converted and what left out, a sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (String type : ELEMENT_BYTES.keySet().stream().sorted().toList()) {
      List<String> names =
          entries.stream().filter(e -> e.type().equals(type)).map(Entry::name).toList();
      if (!names.isEmpty() && !type.equals("F32")) {
        String said = names.size() > 4 ? names.size() + " tensors" : String.join(", ", names);
        notes.add(
            said
                + (REAL.contains(type)
                    ? ": converted from " + type + " to F32"
                    : ": left out, " + type + " is of no layer"));
      }
    }
    return notes;
  }

  private void expect(JsonToken found, JsonToken expected, String where) {
    if (found != expected) {
      throw bad("'" + where + "' is " + found + ", expected " + expected);
    }
  }

  private BadInputException bad(String problem) {
    return new BadInputException(path + ": in the safetensors header: " + problem);
  }
}
