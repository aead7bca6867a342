package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Table;
import dev.assay.study.Table.Column;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table as CSV (RFC 4180) and as JSON. A real column that holds a value which is not finite gets
 * a companion {@code NAME_status} (ok, missing, nan, inf, -inf), unless the table brings one of
 * that name: the cell itself is then empty, or null, and cannot be taken for a number.
 *
 * <p>In CSV a text that a spreadsheet would take for a formula, as it begins with =, +, - or @, or
 * that begins with a tab, a line end or an apostrophe, has an apostrophe before it: spreadsheets
 * show it as text, and whoever takes one apostrophe from the front of a text has what it was.
 */
public final class TableFiles {
  private static final CsvFactory CSV =
      CsvFactory.builder().enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS).build();

  /** What a text must not begin with: the full-width forms count as the narrow ones in places. */
  private static final String FORMULA = "=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20";

  private final Table table;
  private final boolean[] companion;

  private TableFiles(Table table) {
    this.table = table;
    this.companion = new boolean[table.columns().size()];
    List<String> names = table.columns().stream().map(Column::name).toList();
    for (int i = 0; i < companion.length; i++) {
      int index = i;
      companion[i] =
          table.columns().get(i).type() == Table.Type.REAL
              && !names.contains(status(names.get(i)))
              && table.rows().stream().anyMatch(row -> notFinite(row.get(index)));
    }
  }

  /**
   * Writes or replaces the files of a table in a folder, that of Parquet among them, each whole or
   * not at all.
   *
   * @throws BadInputException if they cannot be written
   */
  public static void replace(Table table, Path folder) {
    try {
      Path beside = Files.createTempDirectory(folder, ".table");
      try {
        write(table, beside, Format.usual());
        ParquetFile.write(table, beside.resolve(table.name() + ".parquet"));
        for (String ending : List.of(".csv", ".json", ".parquet")) {
          String name = table.name() + ending;
          Files.move(
              beside.resolve(name),
              folder.resolve(name),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        }
      } finally {
        try (Stream<Path> left = Files.list(beside)) {
          for (Path file : left.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(beside);
      }
    } catch (IOException e) {
      throw new BadInputException(
          Text.format("%s: table %s cannot be written (%s)", folder, table.name(), e), e);
    }
  }

  /** Writes a table in some of the formats; others are of figures. */
  static void write(Table table, Path folder, Collection<Format> formats) throws IOException {
    TableFiles files = new TableFiles(table);
    for (Format format : Format.ofTables(formats)) {
      Path file = folder.resolve(table.name() + format.ending());
      switch (format) {
        case CSV -> files.csv(file);
        case JSON -> Json.write(file, false, files::json);
        case NPZ -> Npz.write(table, file);
        case LATEX -> Files.writeString(file, Latex.file(table));
        default -> throw new IllegalStateException(format + " is no format of tables");
      }
    }
  }

  private void csv(Path file) throws IOException {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
    for (int i = 0; i < companion.length; i++) {
      schema.addColumn(name(i));
      if (companion[i]) {
        schema.addColumn(status(name(i)));
      }
    }
    try (Writer writer = Json.writer(file);
        CsvGenerator csv = CSV.createGenerator(writer)) {
      csv.setSchema(schema.build());
      for (List<Object> row : table.rows()) {
        csv.writeStartArray();
        for (int i = 0; i < companion.length; i++) {
          csv.writeString(cell(row.get(i)));
          if (companion[i]) {
            csv.writeString(Json.status((Double) row.get(i)));
          }
        }
        csv.writeEndArray();
      }
    }
  }

  private static String cell(Object value) {
    if (value instanceof Double number) {
      return Double.isFinite(number) ? Json.shortest(number) : null;
    }
    if (value instanceof String text) {
      return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
    return value == null ? null : value.toString();
  }

  private void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", table.name());
    json.writeStringField("title", table.title());
    json.writeStringField("note", table.note());
    json.writeArrayFieldStart("columns");
    for (int i : IntStream.range(0, companion.length).toArray()) {
      Column column = table.columns().get(i);
      column(json, column.name(), column.type(), column.unit(), column.meaning());
      if (companion[i]) {
        String meaning = "whether " + column.name() + " is a number: ok, missing, nan, inf, -inf";
        column(json, status(column.name()), Table.Type.TEXT, "", meaning);
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
    for (List<Object> row : table.rows()) {
      json.writeRaw('\n');
      json.writeStartObject();
      for (int i = 0; i < companion.length; i++) {
        json.writeFieldName(name(i));
        Json.value(json, notFinite(row.get(i)) ? null : row.get(i));
        if (companion[i]) {
          json.writeStringField(status(name(i)), Json.status((Double) row.get(i)));
        }
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void column(
      JsonGenerator json, String name, Table.Type type, String unit, String meaning)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("type", type.name().toLowerCase(Locale.ROOT));
    json.writeStringField("unit", unit);
    json.writeStringField("meaning", meaning);
    json.writeEndObject();
  }

  private String name(int column) {
    return table.columns().get(column).name();
  }

  private static String status(String column) {
    return column + "_status";
  }

  private static boolean notFinite(Object value) {
    return value instanceof Double number && !Double.isFinite(number);
  }
}
