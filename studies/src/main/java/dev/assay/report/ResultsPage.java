package dev.assay.report;

import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reports of papers as one page of Markdown, with some of their figures beside it: verdicts of one
 * paper on several kinds of networks side by side, then what each rests on. Equal reports are equal
 * bytes.
 */
public final class ResultsPage {
  private static final double WIDTH = 720;
  private static final Pattern INNER_CAPITAL = Pattern.compile("(?<=[a-z])[A-Z]");

  /** By which a page is known that may be replaced. */
  private static final String MARK = "<!-- made by assay results: not to be edited -->";

  private final String folder;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> figures = new TreeMap<>();

  /**
   * A paper, checked.
   *
   * @param name in file names
   * @param title as a person reads it
   * @param source where it was published
   */
  public record Checked(String name, String title, String source, List<Part> parts) {
    public Checked {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A paper checked on one kind of networks.
   *
   * @param name in file names, distinct within a paper
   * @param heading what it was checked on
   * @param facts what is to be told beside the report, name to value
   * @param figures names of the report's figures that are shown
   */
  public record Part(
      String name, String heading, Map<String, String> facts, Report report, List<String> figures) {
    public Part {
      facts = new LinkedHashMap<>(facts);
      figures = List.copyOf(figures);
    }
  }

  /**
   * @param folder of the figures, as the page calls it
   */
  private ResultsPage(String folder) {
    this.folder = folder;
  }

  /**
   * Writes the page, and its figures into the folder beside it that is named as the page is: {@code
   * results.md} and {@code results/}.
   *
   * @param opening paragraphs at the top
   * @throws BadInputException if they cannot be written
   */
  public static void write(Path page, List<String> opening, List<Checked> papers) {
    String name = page.getFileName().toString();
    String folder = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name + "-files";
    requireOwn(page);
    ResultsPage made = new ResultsPage(folder);
    made.line(MARK);
    made.line("# Results");
    opening.forEach(made::paragraph);
    papers.forEach(made::paper);
    Path figures = page.resolveSibling(folder);
    try {
      Files.createDirectories(figures);
    } catch (IOException e) {
      throw new BadInputException(figures + ": cannot be made (" + e + ")", e);
    }
    made.figures.forEach((file, svg) -> write(figures.resolve(file), svg));
    write(page, made.text.toString());
  }

  private static void requireOwn(Path page) {
    try {
      if (Files.exists(page)
          && !(Files.isRegularFile(page) && Files.readString(page).startsWith(MARK))) {
        throw new BadInputException(
            page + ": is no page that assay results made; name another file, or move it away");
      }
    } catch (IOException e) {
      throw new BadInputException(page + ": cannot be read (" + e + ")", e);
    }
  }

  private static void write(Path file, String content) {
    AtomicFile.write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }

  private void paper(Checked paper) {
    paragraph("## " + escape(paper.title()));
    paragraph(escape(paper.source()) + ".");
    verdicts(paper.parts());
    paper.parts().forEach(part -> part(paper, part));
  }

  /** A row for each statement, a column for each part. */
  private void verdicts(List<Part> parts) {
    Set<String> ids = new LinkedHashSet<>();
    parts.forEach(part -> part.report().claims().forEach(claim -> ids.add(claim.id())));
    List<String> head = new ArrayList<>(List.of(""));
    parts.forEach(part -> head.add(part.heading()));
    head.add("statement");
    List<List<String>> rows = new ArrayList<>();
    for (String id : ids) {
      List<String> row = new ArrayList<>(List.of(id));
      String statement = "";
      for (Part part : parts) {
        Claim claim = claim(part, id);
        row.add(claim == null ? Numbers.UNKNOWN : claim.verdict().words());
        statement = claim == null || !statement.isEmpty() ? statement : claim.statement();
      }
      row.add(statement);
      rows.add(row);
    }
    table(head, rows);
  }

  private static Claim claim(Part part, String id) {
    return part.report().claims().stream()
        .filter(claim -> claim.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private void part(Checked paper, Part part) {
    Report report = part.report();
    paragraph("### On " + escape(part.heading()));
    report.summary().stream().skip(1).forEach(words -> paragraph(escape(words)));
    for (String name : part.figures()) {
      figure(paper, part, name);
    }
    for (Claim claim : report.claims()) {
      paragraph(
          Text.format(
              "**%s, %s.** %s", claim.id(), claim.verdict().words(), escape(claim.evidence())));
      numbers(claim.numbers());
      if (!claim.open().isEmpty()) {
        paragraph("Kept open by:");
        numbers(claim.open());
      }
    }
    paragraph("#### Key numbers");
    numbers(report.keyNumbers());
    paragraph("#### How it was measured");
    table(
        List.of("", ""),
        part.facts().entrySet().stream()
            .map(fact -> List.of(words(fact.getKey()), fact.getValue()))
            .toList());
    for (Report.Section section : report.sections()) {
      paragraph("#### " + escape(section.title()));
      points(section.points());
    }
    if (!report.notes().isEmpty()) {
      paragraph("#### Notes");
      points(report.notes());
    }
  }

  /** A setting as one says it: {@code noise width} for {@code noiseWidth}. */
  private static String words(String setting) {
    return INNER_CAPITAL
        .matcher(setting)
        .replaceAll(found -> " " + found.group().toLowerCase(Locale.ROOT));
  }

  private void figure(Checked paper, Part part, String name) {
    Report report = part.report();
    Figure figure =
        report.figures().stream()
            .filter(one -> one.heading().name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        Text.format("%s has no figure '%s'", paper.name(), name)));
    Figure.Heading heading = figure.heading();
    Drawing drawing = Painter.paint(figure, WIDTH, Palette.of(report)).titled(heading.title());
    String file = Text.format("%s-%s-%s.svg", paper.name(), part.name(), name);
    figures.put(file, Svg.file(drawing, heading.title(), heading.caption()));
    paragraph(Text.format("![%s](%s/%s)", escape(heading.title()), folder, file));
    if (!heading.caption().isBlank()) {
      paragraph(escape(heading.caption()));
    }
  }

  private void numbers(List<Quantity> numbers) {
    if (!numbers.isEmpty()) {
      boolean said = numbers.stream().anyMatch(number -> !number.remark().isEmpty());
      List<Function<Quantity, String>> columns =
          new ArrayList<>(
              List.of(
                  Quantity::label,
                  Numbers::value,
                  number -> number.interval() == null ? "" : Numbers.of(number.interval())));
      List<String> head = new ArrayList<>(List.of("", "value", "interval"));
      if (said) {
        columns.add(Quantity::remark);
        head.add("");
      }
      table(
          head,
          numbers.stream()
              .map(number -> columns.stream().map(column -> column.apply(number)).toList())
              .toList());
    }
  }

  private void table(List<String> head, List<List<String>> rows) {
    text.append('\n');
    row(head);
    line("|" + "---|".repeat(head.size()));
    rows.forEach(this::row);
  }

  private void row(List<String> cells) {
    text.append('|');
    cells.forEach(cell -> text.append(' ').append(escape(cell)).append(" |"));
    text.append('\n');
  }

  private void points(List<String> points) {
    text.append('\n');
    points.forEach(point -> line("- " + escape(point)));
  }

  private void paragraph(String words) {
    text.append('\n');
    line(words);
  }

  private void line(String words) {
    text.append(words).append('\n');
  }

  /** What Markdown or a page would take for its own stands as itself. */
  static String escape(String words) {
    return Text.visible(words).replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1");
  }
}
