package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import dev.assay.random.Streams;
import dev.assay.study.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are read by parquet-java, the reference implementation. */
class ParquetFileTest {
  @TempDir private Path folder;

  /** Reads all cells, row by row. */
  private record Cells(List<String> columns) implements Hydrator<Object[], List<Object>, String[]> {
    @Override
    public Object[] start() {
      return new Object[columns.size()];
    }

    @Override
    public Object[] add(Object[] row, String[] column, Object value) {
      row[columns.indexOf(column[0])] = value;
      return row;
    }

    @Override
    public List<Object> finish(Object[] row) {
      return Arrays.asList(row);
    }
  }

  private Path written(Table table) throws IOException {
    Path file = folder.resolve(table.name() + ".parquet");
    ParquetFile.write(table, file);
    return file;
  }

  private static List<List<Object>> read(Path file, Table table) throws IOException {
    List<String> columns = table.columns().stream().map(Table.Column::name).toList();
    try (Stream<List<Object>> rows =
        ParquetReader.streamContent(file.toFile(), new Cells(columns))) {
      return rows.toList();
    }
  }

  /** A row for each of some indices; about as many cells of it are missing as are there. */
  private static Table drawn(int rows, long seed) {
    long key = Streams.key(seed, "cells");
    return Table.of(IntStream.range(0, rows).boxed().toList(), "drawn", "Drawn")
        .note("Of cells that are drawn.")
        .integer("whole", "an integer", i -> there(key, i, 0) ? Streams.bits(key, i) : null)
        .real("number", "px", "a number", i -> there(key, i, 1) ? Double.valueOf(i / 3.0) : null)
        .text("word", "a text", i -> there(key, i, 2) ? "ü → ℓ₂ " + "x".repeat(i % 40) : null)
        .flag("so", "", i -> there(key, i, 3) ? Streams.bits(key, i) % 3 == 0 : null)
        .integer("full", "never missing", i -> i)
        .text("empty", "always missing", i -> null)
        .build();
  }

  private static boolean there(long key, int row, int column) {
    return (Streams.bits(key, row) >>> 8 + column & 1) == 1;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 64, 1000, 20_000})
  void cellsComeBack(int rows) throws IOException {
    Table table = drawn(rows, rows);
    assertThat(read(written(table), table)).isEqualTo(table.rows());
  }

  @Test
  void numbersComeBackBitByBit() throws IOException {
    List<Double> numbers =
        new ArrayList<>(
            List.of(
                0.0,
                -0.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                -Double.MAX_VALUE,
                0.1));
    numbers.add(null);
    Table table =
        Table.of(numbers, "numbers", "Numbers")
            .real("x", "", "", x -> x)
            .integer("bits", "", x -> x == null ? Long.MIN_VALUE : Double.doubleToRawLongBits(x))
            .build();
    assertThat(read(written(table), table)).isEqualTo(table.rows());
  }

  /** Sixteen columns and more have another form of list. */
  @Test
  void tablesMayBeWide() throws IOException {
    Table.Builder<Integer> wide = Table.of(List.of(1, 2, 3), "wide", "Wide");
    IntStream.range(0, 200).forEach(c -> wide.real("column_" + c, "", "", row -> row * c));
    Table table = wide.build();
    assertThat(read(written(table), table)).isEqualTo(table.rows());
  }

  @Test
  void columnsSayWhatTheyAre() throws IOException {
    FileMetaData found =
        ParquetReader.readMetadata(written(drawn(3, 1)).toFile()).getFileMetaData();

    assertThat(found.getSchema().toString().lines().map(String::strip))
        .contains(
            "message drawn {",
            "optional int64 whole;",
            "optional double number columnorder(TYPE_DEFINED_ORDER);",
            "optional binary word (STRING);",
            "optional boolean so;");
    assertThat(found.getKeyValueMetaData())
        .containsAllEntriesOf(
            Map.of(
                "title", "Drawn",
                "note", "Of cells that are drawn.",
                "number", "a number [px]",
                "whole", "an integer",
                "so", ""));
  }

  @Test
  void equalTablesAreEqualBytes() throws IOException {
    byte[] once = Files.readAllBytes(written(drawn(50, 7)));
    assertThat(written(drawn(50, 7))).hasBinaryContent(once);
  }
}
