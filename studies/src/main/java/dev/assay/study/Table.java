package dev.assay.study;

import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tidy rows: named, typed columns with units, one observation a row. A cell may be null: missing. A
 * real number that could not be found is NaN or infinite, and stays so; it is the writers' task to
 * keep it from being read as a number.
 *
 * @param name names the table's files
 * @param title a person's heading
 * @param note what the rows are, one or two sentences; may be empty
 */
public record Table(
    String name, String title, String note, List<Column> columns, List<List<Object>> rows) {

  /** What the cells of a column are. */
  public enum Type {
    /** {@code Long}; integers of any size are accepted. */
    INTEGER,
    /** {@code Double}; floats are taken as the shortest decimal that reads back as that float. */
    REAL,
    TEXT,
    /** {@code Boolean}. */
    FLAG
  }

  /**
   * A column.
   *
   * @param name a key for programs: letters, digits and underscores
   * @param unit empty for none
   * @param meaning one line for a person; may be empty
   */
  public record Column(String name, Type type, String unit, String meaning) {
    public Column {
      if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException(
            "column \"" + name + "\": expected a letter, then letters, digits and underscores");
      }
    }
  }

  /** The cells as given are trusted; {@link Builder} checks them. */
  public Table {
    Names.file(name, "table");
    Names.text(title, "title of table " + name);
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("table " + name + " has no columns");
    }
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      if (!seen.add(column.name())) {
        throw new IllegalArgumentException(
            "table " + name + " has two columns named " + column.name());
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != columns.size()) {
        throw new IllegalArgumentException(
            Text.format(
                "row %d of table %s has %d cells, expected %d",
                i, name, rows.get(i).size(), columns.size()));
      }
    }
  }

  public static Builder named(String name, String title) {
    return new Builder(name, title);
  }

  /** The same rows under another name and title. */
  public Table renamed(String newName, String newTitle) {
    return new Table(newName, newTitle, note, columns, rows);
  }

  /** Builds a table: columns first, then rows. */
  public static final class Builder {
    private final String name;
    private final String title;
    private String note = "";
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    private Builder(String name, String title) {
      this.name = name;
      this.title = title;
    }

    public Builder note(String text) {
      note = text;
      return this;
    }

    public Builder column(String column, Type type, String unit, String meaning) {
      if (!rows.isEmpty()) {
        throw new IllegalStateException("table " + name + ": columns come before rows");
      }
      columns.add(new Column(column, type, unit, meaning));
      return this;
    }

    public Builder integer(String column, String meaning) {
      return column(column, Type.INTEGER, "", meaning);
    }

    public Builder real(String column, String unit, String meaning) {
      return column(column, Type.REAL, unit, meaning);
    }

    public Builder text(String column, String meaning) {
      return column(column, Type.TEXT, "", meaning);
    }

    public Builder flag(String column, String meaning) {
      return column(column, Type.FLAG, "", meaning);
    }

    /** Adds a row, one value for each column in order; null is a missing value. */
    public Builder row(Object... values) {
      if (values.length != columns.size()) {
        throw new IllegalArgumentException(
            Text.format(
                "row %d of table %s has %d cells, expected %d",
                rows.size(), name, values.length, columns.size()));
      }
      Object[] cells = new Object[values.length];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = cell(columns.get(i), values[i]);
      }
      rows.add(Collections.unmodifiableList(Arrays.asList(cells)));
      return this;
    }

    public Table build() {
      return new Table(name, title, note, columns, rows);
    }

    private Object cell(Column column, Object value) {
      if (value == null) {
        return null;
      }
      Object cell =
          switch (column.type()) {
            case INTEGER -> integer(value);
            case REAL -> real(value);
            case TEXT ->
                value instanceof Enum<?> e ? e.name() : value instanceof String ? value : null;
            case FLAG -> value instanceof Boolean ? value : null;
          };
      if (cell == null) {
        throw new IllegalArgumentException(
            Text.format(
                "row %d of table %s, column %s: expected %s, got %s \"%s\"",
                rows.size(),
                name,
                column.name(),
                column.type(),
                value.getClass().getSimpleName(),
                value));
      }
      return cell;
    }

    private static Object integer(Object value) {
      boolean whole =
          value instanceof Long
              || value instanceof Integer
              || value instanceof Short
              || value instanceof Byte;
      return whole ? (Object) ((Number) value).longValue() : null;
    }

    private static Object real(Object value) {
      if (value instanceof Float f) {
        return Double.parseDouble(f.toString());
      }
      return value instanceof Double || integer(value) != null
          ? (Object) ((Number) value).doubleValue()
          : null;
    }
  }
}
