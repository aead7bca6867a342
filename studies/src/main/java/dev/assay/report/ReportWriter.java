package dev.assay.report;

import dev.assay.io.BadInputException;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a report as a folder:
 *
 * <pre>
 * report.html          the page, self-contained
 * report.json          title, summary, key numbers, claims and notes
 * manifest.json        what determines the result, checksums, circumstances of the run
 * tables/NAME.csv, .json
 * figures/NAME.svg, .png, .json of what can be laid over others, and .dot of trees
 * </pre>
 *
 * <p>or tables and figures in other formats.
 *
 * <p>The folder appears complete or not at all, and an earlier report at the same place is there
 * until the new one takes its place. The same report gives the same bytes, but for the {@code
 * runtime} section of the manifest.
 */
public final class ReportWriter {
  private final Place place;
  private final Set<Format> formats;

  private ReportWriter(Place place, Set<Format> formats) {
    this.place = place;
    this.formats = formats;
  }

  /**
   * A writer for a folder that is new or empty. Checks now, before the work is done, that the
   * folder can be written.
   *
   * @throws BadInputException if it cannot, or holds anything
   */
  public static ReportWriter to(Path folder) {
    return new ReportWriter(Place.at(folder, Optional.empty(), false), Format.usual());
  }

  /**
   * A writer for a folder that is new, empty or holds an earlier report of the same request. Checks
   * now, and again before the report takes its place.
   *
   * @param insisting whether the folder may also hold another report, of whatever request, and a
   *     trained network with it. Files that are of no report are never replaced
   * @throws BadInputException if the folder cannot be written, or holds what may not be replaced
   */
  public static ReportWriter to(Path folder, Request request, boolean insisting) {
    return new ReportWriter(Place.at(folder, Optional.of(request), insisting), Format.usual());
  }

  /** A writer for the same place, of tables and figures in these formats. */
  public ReportWriter as(Set<Format> some) {
    return new ReportWriter(place, Set.copyOf(some));
  }

  /**
   * Readies a folder to be looked at before a writer for it is made: what a process that died while
   * it replaced the folder left aside is put back.
   *
   * @return its real path
   * @throws BadInputException if it could not be written, whatever it holds
   */
  public static Path ready(Path folder) {
    return Place.ready(folder);
  }

  /** Where the report goes. */
  public Path folder() {
    return place.target();
  }

  /**
   * Writes the report.
   *
   * @return the page
   * @throws BadInputException if the folder cannot be written; whatever was there is still there.
   *     If it is because the folder holds something else by now, the report is kept beside it, and
   *     the message says where
   */
  public Path write(Report report, RunLog run, Attachment... attachments) {
    place.replace(
        folder -> {
          write(report, folder);
          for (Attachment attachment : attachments) {
            attachment.writeInto(folder);
          }
          Manifest.write(report, place.request(), run, folder);
        });
    return place.target().resolve("report.html");
  }

  private void write(Report report, Path folder) throws IOException {
    Files.writeString(folder.resolve("report.html"), ReportPage.of(report, formats));
    Json.write(folder.resolve("report.json"), true, json -> Json.value(json, plain(report)));
    if (!report.tables().isEmpty() && !Format.ofTables(formats).isEmpty()) {
      Path tables = Files.createDirectory(folder.resolve("tables"));
      for (Table table : report.tables()) {
        TableFiles.write(table, tables, formats);
      }
    }
    if (!report.figures().isEmpty()) {
      Path figures = Files.createDirectory(folder.resolve("figures"));
      Palette palette = Palette.of(report);
      for (Figure figure : report.figures()) {
        FigureFiles.write(figure, palette, figures, formats);
      }
    }
  }

  private static Map<String, Object> plain(Report report) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("title", report.title());
    plain.put("summary", report.summary());
    plain.put("keyNumbers", report.keyNumbers().stream().map(ReportWriter::plain).toList());
    plain.put("claims", report.claims().stream().map(ReportWriter::plain).toList());
    plain.put("sections", report.sections().stream().map(ReportWriter::plain).toList());
    plain.put("notes", report.notes());
    plain.put("figures", report.figures().stream().map(figure -> figure.heading().name()).toList());
    plain.put("tables", report.tables().stream().map(Table::name).toList());
    return plain;
  }

  private static Map<String, Object> plain(Claim claim) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("id", claim.id());
    plain.put("statement", claim.statement());
    plain.put("verdict", claim.verdict().words());
    plain.put("evidence", claim.evidence());
    plain.put("numbers", claim.numbers().stream().map(ReportWriter::plain).toList());
    plain.put("openFor", claim.open().stream().map(ReportWriter::plain).toList());
    plain.put("seeds", claim.seeds());
    return plain;
  }

  private static Map<String, Object> plain(Report.Section section) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("title", section.title());
    plain.put("points", section.points());
    return plain;
  }

  private static Map<String, Object> plain(Quantity number) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("label", number.label());
    plain.put("value", Double.isFinite(number.value()) ? number.value() : null);
    plain.put("status", Json.status(number.value()));
    plain.put("unit", number.unit());
    if (number.interval() != null) {
      Quantity.Interval interval = number.interval();
      plain.put("interval", List.of(interval.low(), interval.high()));
      plain.put("level", interval.level());
    }
    if (!number.remark().isEmpty()) {
      plain.put("remark", number.remark());
    }
    return plain;
  }
}
