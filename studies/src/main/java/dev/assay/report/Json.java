package dev.assay.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * JSON of plain values. Numbers that JSON cannot hold become null; their status says what they are.
 */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private Json() {}

  /** Writes to an open generator. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  static void write(Path file, boolean indented, Body body) throws IOException {
    try (Writer writer = writer(file)) {
      write(writer, indented, body);
    }
  }

  /** UTF-8, in which half a surrogate pair becomes a question mark instead of an error. */
  static Writer writer(Path file) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
  }

  /** Maps, lists, strings, numbers, booleans and nulls as indented text. */
  static String text(Object value) {
    StringWriter text = new StringWriter();
    try {
      write(text, true, json -> value(json, value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The same in one line, which may stand in an element of HTML or XML. */
  static String compact(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      value(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  /** Writes a plain value; a number that is not finite as a string, see {@link #status}. */
  static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName((String) entry.getKey());
        value(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        value(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Float || value instanceof Double) {
      real(json, value);
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof BigInteger integer) {
      json.writeNumber(integer);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }

  /** What a real number is where it is not simply a number: missing, nan, inf, -inf; else ok. */
  static String status(Double value) {
    if (value == null) {
      return "missing";
    }
    if (value.isNaN()) {
      return "nan";
    }
    return value.isInfinite() ? value > 0 ? "inf" : "-inf" : "ok";
  }

  /** The shortest decimal that reads back as this number, the same on every Java version. */
  static String shortest(double value) {
    return NumberOutput.toString(value, true);
  }

  private static void real(JsonGenerator json, Object value) throws IOException {
    double number = ((Number) value).doubleValue();
    if (!Double.isFinite(number)) {
      json.writeString(status(number));
    } else if (value instanceof Float single) {
      json.writeNumber(single);
    } else {
      json.writeNumber(number);
    }
  }

  private static void write(Writer writer, boolean indented, Body body) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(writer)) {
      if (indented) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
            new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(lines);
        json.setPrettyPrinter(printer);
      }
      body.write(json);
      json.writeRaw('\n');
    }
  }
}
