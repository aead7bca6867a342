package dev.assay.study;

import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

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

  /**
   * Starts a table with a row for each of these.
   *
   * @param <R> what a row is read from
   */
  public static <R> Builder<R> of(List<R> rows, String name, String title) {
    return new Builder<>(rows, name, title);
  }

  /** The same rows under another name and title. */
  public Table renamed(String newName, String newTitle) {
    return new Table(newName, newTitle, note, columns, rows);
  }

  /** Builds a table, column by column: its name, its type and how its cells are read. */
  public static final class Builder<R> {
    private final List<R> rows;
    private final String name;
    private final String title;
    private String note = "";
    private final List<Column> columns = new ArrayList<>();
    private final List<Function<? super R, ?>> readers = new ArrayList<>();

    private Builder(List<R> rows, String name, String title) {
      this.rows = rows;
      this.name = name;
      this.title = title;
    }

    public Builder<R> note(String text) {
      note = text;
      return this;
    }

    /**
     * @param value reads a row's cell: a {@code long}, an {@code int} or smaller; null is a missing
     *     value
     */
    public Builder<R> integer(
        String column, String meaning, Function<? super R, ? extends Number> value) {
      return column(column, Type.INTEGER, "", meaning, value);
    }

    /** As {@link #integer}, of any number. */
    public Builder<R> real(
        String column, String unit, String meaning, Function<? super R, ? extends Number> value) {
      return column(column, Type.REAL, unit, meaning, value);
    }

    public Builder<R> text(String column, String meaning, Function<? super R, String> value) {
      return column(column, Type.TEXT, "", meaning, value);
    }

    public Builder<R> flag(String column, String meaning, Function<? super R, Boolean> value) {
      return column(column, Type.FLAG, "", meaning, value);
    }

    private Builder<R> column(
        String column, Type type, String unit, String meaning, Function<? super R, ?> value) {
      columns.add(new Column(column, type, unit, meaning));
      readers.add(value);
      return this;
    }

    public Table build() {
      List<List<Object>> cells = new ArrayList<>();
      for (R row : rows) {
        Object[] read = new Object[columns.size()];
        for (int i = 0; i < read.length; i++) {
          read[i] = cell(columns.get(i), readers.get(i).apply(row));
        }
        cells.add(Collections.unmodifiableList(Arrays.asList(read)));
      }
      return new Table(name, title, note, columns, cells);
    }

    private Object cell(Column column, Object value) {
      return switch (column.type()) {
        case INTEGER -> value == null ? null : integer(column, (Number) value);
        case REAL -> value == null ? null : real((Number) value);
        case TEXT, FLAG -> value;
      };
    }

    private Long integer(Column column, Number value) {
      if (value instanceof Double || value instanceof Float) {
        throw new IllegalArgumentException(
            Text.format(
                "table %s, column %s: expected an integer, got %s", name, column.name(), value));
      }
      return value.longValue();
    }

    private static Double real(Number value) {
      return value instanceof Float f ? Double.parseDouble(f.toString()) : value.doubleValue();
    }
  }
}
