package dev.assay.report;

import dev.assay.study.Quantity;
import dev.assay.study.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * The page of a report: one file, nothing loaded from elsewhere; links lead to the files beside it.
 * All is there without its script, which shows values under the pointer and sorts tables; no other
 * script may run on it.
 */
final class ReportPage {
  /** In bytes; a page that would be larger has less of its figures. */
  static final int LARGEST = 5_000_000;

  /** What a page has of its figures: all, or less, the smaller it must be. */
  enum Detail {
    ALL,
    NO_PICTURES,
    NO_HINTS,
    /** One drawing for screens of any width. */
    NO_NARROW
  }

  private static final String SCRIPT = resource("report.js");
  private static final String STYLE = resource("report.css");

  private final Html html = new Html();
  private final Report report;
  private final Set<Format> formats;
  private final PageFigures figures;

  private ReportPage(Report report, Set<Format> formats, Detail detail) {
    this.report = report;
    this.formats = formats;
    this.figures = new PageFigures(html, Format.ofFigures(formats), detail);
  }

  /**
   * @param formats of the files beside the page, to which it leads
   */
  static String of(Report report, Set<Format> formats) {
    String page = "";
    for (Detail detail : Detail.values()) {
      page = of(report, formats, detail);
      if (page.getBytes(StandardCharsets.UTF_8).length <= LARGEST) {
        break;
      }
    }
    return page;
  }

  static String of(Report report, Set<Format> formats, Detail detail) {
    return new ReportPage(report, formats, detail).write();
  }

  private String write() {
    head();
    html.line("<body>");
    html.line("<a class=\"skip\" href=\"#content\">Skip to the content</a>");
    html.line("<div class=\"page\">");
    contents();
    html.line("<main id=\"content\">");
    html.line("<h1>", Html.escape(report.title()), "</h1>");
    report.summary().forEach(text -> html.paragraph("", text));
    keys();
    PageClaims.write(html, report.claims());
    notes();
    sections();
    figures.write(report);
    PageTables.write(html, report.tables(), Format.ofTables(formats));
    provenance();
    html.line("</main>").line("</div>");
    figures.pictures();
    html.line("<script>", SCRIPT, "</script>");
    html.line("</body>").line("</html>");
    return html.text();
  }

  private void head() {
    html.line("<!DOCTYPE html>").line("<html lang=\"en\">").line("<head>");
    html.line("<meta charset=\"utf-8\">");
    html.line(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;",
        " style-src '",
        hash(STYLE),
        "'; script-src '",
        hash(SCRIPT),
        "'; base-uri 'none'; form-action 'none'\">");
    html.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.line("<title>", Html.escape(report.title()), "</title>");
    html.line("<style>", STYLE, "</style>");
    html.line("</head>");
  }

  /** Where sections, claims, figures and tables are. */
  private void contents() {
    html.line("<nav class=\"contents\" aria-label=\"Contents\">").line("<ul>");
    entry("claims", "Claims", report.claims().stream().map(PageClaims::link).toList());
    for (int i = 0; i < report.sections().size(); i++) {
      entry("section-" + (i + 1), report.sections().get(i).title(), List.of());
    }
    entry(
        "figures",
        "Figures",
        report.figures().stream()
            .map(f -> link("figure-" + f.heading().name(), f.heading().title()))
            .toList());
    entry(
        "tables",
        "Tables",
        report.tables().stream().map(t -> link("table-" + t.name(), t.title())).toList());
    html.line("<li>", link("provenance", "Provenance"), "</li>");
    html.line("</ul>").line("</nav>");
  }

  private void entry(String id, String title, List<String> links) {
    if (links.isEmpty() && !id.startsWith("section-")) {
      return;
    }
    html.line("<li>", link(id, title));
    if (!links.isEmpty()) {
      html.line("<ul>");
      links.forEach(link -> html.line("<li>", link, "</li>"));
      html.line("</ul>");
    }
    html.line("</li>");
  }

  static String link(String id, String text) {
    return "<a href=\"#" + id + "\">" + Html.escape(text) + "</a>";
  }

  private void keys() {
    if (report.keyNumbers().isEmpty()) {
      return;
    }
    html.line("<dl class=\"keys\">");
    for (Quantity number : report.keyNumbers()) {
      html.line(
          "<div><dt>",
          Html.escape(number.label()),
          "</dt><dd>",
          Html.escape(Numbers.value(number)),
          number.interval() == null
              ? ""
              : "<small>" + Html.escape(Numbers.of(number.interval())) + "</small>",
          "</dd></div>");
    }
    html.line("</dl>");
  }

  private void notes() {
    if (!report.notes().isEmpty()) {
      html.line("<div class=\"notes\" role=\"note\"><ul>");
      report.notes().forEach(note -> html.line("<li>", Html.escape(note), "</li>"));
      html.line("</ul></div>");
    }
  }

  private void sections() {
    for (int i = 0; i < report.sections().size(); i++) {
      Report.Section section = report.sections().get(i);
      html.line("<h2 id=\"section-" + (i + 1), "\">", Html.escape(section.title()), "</h2>");
      html.line("<ul>");
      section.points().forEach(point -> html.line("<li>", Html.escape(point), "</li>"));
      html.line("</ul>");
    }
  }

  private void provenance() {
    html.line("<h2 id=\"provenance\">Provenance</h2>");
    html.line(
        "<p>Everything that determines this result. The time it took and the machine it ran on are"
            + " in <a href=\"manifest.json\">manifest.json</a>.</p>");
    html.line("<pre tabindex=\"0\">", Html.escape(Json.text(report.provenance())), "</pre>");
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream file = ReportPage.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
