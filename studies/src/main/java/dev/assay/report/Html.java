package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The page of a report: one file, nothing loaded from elsewhere; links lead to the files beside it.
 */
final class Html {
  /** Rows of a table that the page shows. */
  static final int PREVIEW = 100;

  static final double WIDE = 720;
  private static final double NARROW = 360;

  private final StringBuilder out = new StringBuilder(1 << 16);

  private Html() {}

  static String page(Report report) {
    Html html = new Html();
    html.head(report);
    html.claims(report.claims());
    html.sections(report.sections());
    html.figures(report.figures(), Palette.of(report));
    html.tables(report.tables());
    html.provenance(report);
    return html.out.append("</main>\n</body>\n</html>\n").toString();
  }

  /**
   * Text that is safe between tags and in quoted attributes, in HTML and in XML, and whose
   * characters are all seen: names come from files, and one that re-orders text, say, must not lie.
   */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    String seen = String.join("\n", text.lines().map(Text::visible).toList());
    seen.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c == 0xfffe || c == 0xffff ? 0xfffd : c);
              }
            });
    return safe.toString();
  }

  private void head(Report report) {
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    line("<title>", escape(report.title()), "</title>");
    line("<style>");
    out.append(style());
    line("</style>");
    line("</head>");
    line("<body>");
    line("<main>");
    line("<h1>", escape(report.title()), "</h1>");
    report.summary().forEach(paragraph -> line("<p>", escape(paragraph), "</p>"));
    keys(report.keyNumbers());
    if (!report.notes().isEmpty()) {
      line("<div class=\"notes\" role=\"note\"><ul>");
      report.notes().forEach(note -> line("<li>", escape(note), "</li>"));
      line("</ul></div>");
    }
    line("<nav aria-label=\"Sections\">");
    link("Claims", !report.claims().isEmpty());
    link("Figures", !report.figures().isEmpty());
    link("Tables", !report.tables().isEmpty());
    link("Provenance", true);
    line("</nav>");
  }

  private void link(String section, boolean present) {
    if (present) {
      line("<a href=\"#", section.toLowerCase(Locale.ROOT), "\">", section, "</a>");
    }
  }

  private void section(String name) {
    line("<h2 id=\"", name.toLowerCase(Locale.ROOT), "\">", name, "</h2>");
  }

  private void sections(List<Report.Section> sections) {
    for (Report.Section section : sections) {
      line("<h2>", escape(section.title()), "</h2>");
      line("<ul>");
      section.points().forEach(point -> line("<li>", escape(point), "</li>"));
      line("</ul>");
    }
  }

  private void keys(List<Quantity> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    line("<dl class=\"keys\">");
    for (Quantity number : numbers) {
      line(
          "<div><dt>",
          escape(number.label()),
          "</dt><dd>",
          escape(Numbers.value(number)),
          number.interval() == null
              ? ""
              : "<small>" + escape(Numbers.of(number.interval())) + "</small>",
          "</dd></div>");
    }
    line("</dl>");
  }

  private void claims(List<Claim> claims) {
    if (claims.isEmpty()) {
      return;
    }
    section("Claims");
    for (Claim claim : claims) {
      String kind = claim.verdict().name().toLowerCase(Locale.ROOT);
      line("<div class=\"claim ", kind, "\">");
      line(
          "<p><strong>",
          escape(claim.id()),
          "</strong> ",
          escape(claim.statement()),
          " <span class=\"verdict\">",
          escape(claim.verdict().words()),
          "</span></p>");
      line("<p class=\"evidence\">", escape(claim.evidence()), "</p>");
      if (!claim.open().isEmpty()) {
        line("<p class=\"open\">Kept open by:</p>");
        numbers(claim.open());
      }
      if (!claim.numbers().isEmpty()) {
        line("<p class=\"evidence\">Numbers:</p>");
        numbers(claim.numbers());
      }
      if (!claim.seeds().isEmpty()) {
        String seeds = String.join(", ", claim.seeds().stream().map(String::valueOf).toList());
        line("<p class=\"seeds\">Seeds: ", seeds, "</p>");
      }
      line("</div>");
    }
  }

  private void numbers(List<Quantity> numbers) {
    line("<ul>");
    for (Quantity number : numbers) {
      line(
          "<li>",
          escape(number.label()),
          ": <strong>",
          escape(Numbers.value(number)),
          "</strong>",
          number.interval() == null ? "" : escape(", " + Numbers.of(number.interval())),
          number.remark().isEmpty() ? "" : escape("; " + number.remark()),
          "</li>");
    }
    line("</ul>");
  }

  private void figures(List<Figure> figures, Palette palette) {
    if (figures.isEmpty()) {
      return;
    }
    section("Figures");
    for (Figure figure : figures) {
      Figure.Heading heading = figure.heading();
      String label =
          heading.caption().isBlank()
              ? heading.title()
              : heading.title() + ". " + heading.caption();
      Drawing wide = Painter.paint(figure, WIDE, palette);
      line("<figure id=\"figure-", heading.name(), "\">");
      line("<h3>", escape(heading.title()), "</h3>");
      out.append(Svg.inline(wide, "wide", label));
      out.append(Svg.inline(Painter.paint(figure, NARROW, palette), "narrow", label));
      line("<figcaption>");
      if (!heading.caption().isBlank()) {
        line("<p>", escape(heading.caption()), "</p>");
      }
      wide.remarks().forEach(remark -> line("<p>", escape(remark), "</p>"));
      files("figures/" + heading.name(), "SVG", "PNG");
      line("</figcaption>");
      line("</figure>");
    }
  }

  private void files(String path, String... kinds) {
    out.append("<p class=\"files\">");
    for (String kind : kinds) {
      String extension = kind.toLowerCase(Locale.ROOT);
      out.append("<a href=\"")
          .append(path)
          .append('.')
          .append(extension)
          .append("\">")
          .append(kind)
          .append("</a>");
    }
    line("</p>");
  }

  private void tables(List<Table> tables) {
    if (tables.isEmpty()) {
      return;
    }
    section("Tables");
    for (Table table : tables) {
      line("<div class=\"table\" id=\"table-", table.name(), "\">");
      line("<h3>", escape(table.title()), "</h3>");
      if (!table.note().isBlank()) {
        line("<p class=\"note\">", escape(table.note()), "</p>");
      }
      line(
          "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
          escape(table.title()),
          "\">");
      line("<table>");
      header(table);
      line("<tbody>");
      int shown = Math.min(PREVIEW, table.rows().size());
      table.rows().subList(0, shown).forEach(row -> row(table, row));
      line("</tbody>");
      line("</table>");
      line("</div>");
      line("<p class=\"note\">", rows(shown, table.rows().size()), "</p>");
      files("tables/" + table.name(), "CSV", "JSON");
      line("</div>");
    }
  }

  private static String rows(int shown, int all) {
    if (all == 0) {
      return "No rows.";
    }
    return shown < all
        ? Text.format("The first %,d of %,d rows; the files have all of them.", shown, all)
        : Text.format("%,d %s.", all, all == 1 ? "row" : "rows");
  }

  private void header(Table table) {
    line("<thead><tr>");
    for (Table.Column column : table.columns()) {
      String unit =
          column.unit().isBlank() ? "" : " <small>(" + escape(column.unit()) + ")</small>";
      String title =
          column.meaning().isBlank() ? "" : " title=\"" + escape(column.meaning()) + "\"";
      line(
          "<th scope=\"col\"",
          numeric(column),
          title,
          ">",
          escape(column.name().replace('_', ' ')),
          unit,
          "</th>");
    }
    line("</tr></thead>");
  }

  private void row(Table table, List<Object> row) {
    out.append("<tr>");
    for (int i = 0; i < row.size(); i++) {
      out.append("<td")
          .append(numeric(table.columns().get(i)))
          .append('>')
          .append(escape(cell(table, row, i)))
          .append("</td>");
    }
    line("</tr>");
  }

  private static String numeric(Table.Column column) {
    boolean number = column.type() == Table.Type.INTEGER || column.type() == Table.Type.REAL;
    return number ? " class=\"n\"" : "";
  }

  /** A number in front of columns {@code low} and {@code high}, and they, by their interval. */
  private static String cell(Table table, List<Object> row, int column) {
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

  private void provenance(Report report) {
    section("Provenance");
    line(
        "<p>Everything that determines this result. The time it took and the machine it ran on are"
            + " in <a href=\"manifest.json\">manifest.json</a>.</p>");
    line("<pre>", escape(Json.text(report.provenance())), "</pre>");
  }

  private void line(String... parts) {
    for (String part : parts) {
      out.append(part);
    }
    out.append('\n');
  }

  private static String style() {
    try (InputStream file = Html.class.getResourceAsStream("report.css")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
