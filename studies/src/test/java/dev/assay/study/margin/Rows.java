package dev.assay.study.margin;

import dev.assay.study.Report;
import dev.assay.study.Table;
import java.util.List;

/** Looks things up in the tables of a report. */
final class Rows {
  private Rows() {}

  static Table table(Report from, String name) {
    return from.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  static Object cell(Table table, List<Object> row, String column) {
    List<String> names = table.columns().stream().map(Table.Column::name).toList();
    return row.get(names.indexOf(column));
  }

  static List<Object> column(Table table, String column) {
    return table.rows().stream().map(row -> cell(table, row, column)).toList();
  }
}
