package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Table;
import java.util.List;

/** The tables on a page, their first rows; the script lets them be sorted. */
final class PageTables {
  /** Rows of a table that the page shows. */
  static final int PREVIEW = 100;

  private PageTables() {}

  static void write(Html html, List<Table> tables, List<Format> formats) {
    if (tables.isEmpty()) {
      return;
    }
    html.line("<h2 id=\"tables\">Tables</h2>");
    for (Table table : tables) {
      String id = "table-" + table.name();
      String title = Html.escape(table.title());
      html.line("<div class=\"table\" id=\"", id, "\">");
      html.line("<h3 id=\"", id, "-title\">", title, "</h3>");
      if (!table.note().isBlank()) {
        html.paragraph("note", table.note());
      }
      html.line(
          "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"",
          id,
          "-title\">");
      html.line("<table>").line("<caption>", title, "</caption>");
      header(html, table);
      html.line("<tbody>");
      int shown = Math.min(PREVIEW, table.rows().size());
      table.rows().subList(0, shown).forEach(row -> row(html, table, row));
      html.line("</tbody>").line("</table>").line("</div>");
      html.paragraph("note", rows(shown, table.rows().size()));
      html.files("tables/" + table.name(), formats);
      html.line("</div>");
    }
  }

  private static String rows(int shown, int all) {
    if (all == 0) {
      return "No rows.";
    }
    return shown < all
        ? Text.format(
            "The first %,d of %,d rows, which are sorted among themselves; the files have all.",
            shown, all)
        : Text.format("%,d %s.", all, all == 1 ? "row" : "rows");
  }

  private static void header(Html html, Table table) {
    html.line("<thead><tr>");
    for (Table.Column column : table.columns()) {
      String unit =
          column.unit().isBlank() ? "" : " <small>(" + Html.escape(column.unit()) + ")</small>";
      String title =
          column.meaning().isBlank() ? "" : " title=\"" + Html.escape(column.meaning()) + "\"";
      html.line(
          "<th scope=\"col\"",
          numeric(column) ? " class=\"n\"" : "",
          title,
          ">",
          Html.escape(column.name().replace('_', ' ')),
          unit,
          "</th>");
    }
    html.line("</tr></thead>");
  }

  private static void row(Html html, Table table, List<Object> row) {
    StringBuilder cells = new StringBuilder("<tr>");
    for (int i = 0; i < row.size(); i++) {
      cells.append(i == 0 ? "<th scope=\"row\"" : "<td");
      if (numeric(table.columns().get(i))) {
        cells.append(" class=\"n\"");
      }
      if (row.get(i) instanceof Double number && !number.isNaN()) {
        cells.append(" data-value=\"").append(Json.shortest(number)).append('"');
      }
      cells.append('>').append(Html.escape(cell(table, row, i)));
      cells.append(i == 0 ? "</th>" : "</td>");
    }
    html.line(cells.append("</tr>").toString());
  }

  static boolean numeric(Table.Column column) {
    return column.type() == Table.Type.INTEGER || column.type() == Table.Type.REAL;
  }

  /** A number in front of columns {@code low} and {@code high}, and they, by their interval. */
  static String cell(Table table, List<Object> row, int column) {
    Object value = row.get(column);
    if (value == null) {
      return Numbers.UNKNOWN;
    }
    if (value instanceof Double number) {
      for (int first = Math.max(0, column - 2); first <= column; first++) {
        if (bounded(table, first)
            && row.get(first + 1) instanceof Double low
            && row.get(first + 2) instanceof Double high) {
          return Numbers.show(number, low, high);
        }
      }
      return Numbers.show(number);
    }
    if (value instanceof Boolean flag) {
      return flag ? "yes" : "no";
    }
    return value.toString();
  }

  private static boolean bounded(Table table, int column) {
    return column + 2 < table.columns().size()
        && table.columns().get(column + 1).name().endsWith("low")
        && table.columns().get(column + 2).name().endsWith("high");
  }
}
