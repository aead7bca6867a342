package dev.assay.report;

import dev.assay.report.ReportPage.Detail;
import dev.assay.study.Figure;
import dev.assay.study.Picture;
import dev.assay.study.Report;
import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures on a page, each for wide and for narrow screens, with what can be asked of them. */
final class PageFigures {
  /** Of a drawing; beyond that, one finds nothing by pointing at it. */
  private static final int MOST_HINTS = 4000;

  private final Html html;
  private final List<Format> formats;
  private final Detail detail;
  private final Map<Picture, String> encoded = new IdentityHashMap<>();
  private final Map<String, Integer> pictures = new LinkedHashMap<>();

  PageFigures(Html html, List<Format> formats, Detail detail) {
    this.html = html;
    this.formats = formats;
    this.detail = detail;
  }

  void write(Report report) {
    if (report.figures().isEmpty()) {
      return;
    }
    html.line("<h2 id=\"figures\">Figures</h2>");
    Palette palette = Palette.of(report);
    for (Figure figure : report.figures()) {
      Figure.Heading heading = figure.heading();
      String id = "figure-" + heading.name();
      Drawing wide = Painter.paint(figure, Painter.WIDE, palette);
      html.line("<figure id=\"", id, "\">");
      html.line("<h3 id=\"", id, "-title\">", Html.escape(heading.title()), "</h3>");
      if (detail == Detail.NO_NARROW) {
        drawing(wide, "only", id);
      } else {
        drawing(wide, "wide", id);
        drawing(Painter.paint(figure, Painter.NARROW, palette), "narrow", id);
      }
      html.line("<figcaption id=\"", id, "-caption\">");
      if (!heading.caption().isBlank()) {
        html.paragraph("", heading.caption());
      }
      wide.remarks().forEach(remark -> html.paragraph("", remark));
      html.files("figures/" + heading.name(), formats);
      html.line("</figcaption>").line("</figure>");
    }
  }

  private void drawing(Drawing drawing, String style, String id) {
    html.line(Svg.inline(drawing, style, id, hints(drawing)));
  }

  /** Hints as JSON: series, names of values, then place, values, label and picture of each. */
  private String hints(Drawing drawing) {
    int count = drawing.hints().stream().mapToInt(hints -> hints.all().size()).sum();
    if (count == 0 || count > MOST_HINTS || detail.compareTo(Detail.NO_HINTS) >= 0) {
      return "";
    }
    List<Object> all = new ArrayList<>();
    for (Hints hints : drawing.hints()) {
      if (!hints.all().isEmpty()) {
        List<Object> each = hints.all().stream().map(this::plain).toList();
        all.add(List.of(hints.series(), hints.names(), each));
      }
    }
    return Json.compact(all);
  }

  private Object plain(Hints.Hint hint) {
    List<Object> plain = new ArrayList<>();
    for (double length : new double[] {hint.x(), hint.y(), hint.wide(), hint.high()}) {
      plain.add(Math.round(length));
    }
    plain.add(hint.values());
    if (hint.tag() != null) {
      plain.add(hint.tag().label());
      if (hint.tag().picture() != null && detail == Detail.ALL) {
        plain.add(picture(hint.tag().picture()));
      }
    }
    return plain;
  }

  private int picture(Picture picture) {
    String png =
        encoded.computeIfAbsent(picture, p -> Base64.getEncoder().encodeToString(Png.encode(p)));
    return pictures.computeIfAbsent(png, any -> pictures.size());
  }

  /** Pictures to which hints refer, each once. */
  void pictures() {
    html.line(
        "<script type=\"application/json\" id=\"pictures\">",
        Json.compact(List.copyOf(pictures.keySet())),
        "</script>");
  }
}
