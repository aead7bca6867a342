package dev.assay.study;

import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a study found. Knows no file format.
 *
 * @param title what was studied
 * @param summary paragraphs of plain text
 * @param keyNumbers the few numbers a reader wants first
 * @param claims statements that were checked
 * @param figures figures; their names are unique
 * @param tables tidy rows; the names are unique
 * @param sections texts with a heading of their own
 * @param notes what a reader must know to trust the numbers: warnings, limits
 * @param provenance everything that determines the result (configuration, seeds, checksums of the
 *     data, architecture, code version), in order; see {@link Provenance#of} for the values
 */
public record Report(
    String title,
    List<String> summary,
    List<Quantity> keyNumbers,
    List<Claim> claims,
    List<Figure> figures,
    List<Table> tables,
    List<Section> sections,
    List<String> notes,
    Map<String, Object> provenance) {

  /** A heading and what is said under it, point by point. */
  public record Section(String title, List<String> points) {
    public Section {
      Names.text(title, "title of a section");
      points = List.copyOf(points);
    }

    private Section without(List<Section> parts) {
      Set<String> gone =
          parts.stream()
              .filter(part -> part.title.equals(title))
              .flatMap(part -> part.points.stream())
              .collect(Collectors.toSet());
      return new Section(title, points.stream().filter(point -> !gone.contains(point)).toList());
    }
  }

  public Report {
    Names.text(title, "title of a report");
    summary = List.copyOf(summary);
    keyNumbers = List.copyOf(keyNumbers);
    claims = List.copyOf(claims);
    figures = List.copyOf(figures);
    tables = List.copyOf(tables);
    sections = List.copyOf(sections);
    notes = List.copyOf(notes);
    provenance = Provenance.of(provenance);
    unique("table", tables.stream().map(Table::name).toList());
    unique("figure", figures.stream().map(figure -> figure.heading().name()).toList());
    unique("claim", claims.stream().map(Claim::id).toList());
  }

  public static Builder titled(String title) {
    return new Builder(title);
  }

  /** A builder that holds all of this. */
  public Builder toBuilder() {
    Builder builder = new Builder(title);
    builder.summary.addAll(summary);
    builder.keyNumbers.addAll(keyNumbers);
    builder.claims.addAll(claims);
    builder.figures.addAll(figures);
    builder.tables.addAll(tables);
    builder.sections.addAll(sections);
    builder.notes.addAll(notes);
    builder.provenance.putAll(provenance);
    return builder;
  }

  /** The same without some paragraphs of its summary, some notes, and points of some sections. */
  public Report without(List<String> paragraphs, List<String> remarks, List<Section> parts) {
    Builder builder = toBuilder();
    builder.summary.removeAll(paragraphs);
    builder.notes.removeAll(remarks);
    builder.sections.replaceAll(section -> section.without(parts));
    builder.sections.removeIf(section -> section.points().isEmpty());
    return builder.build();
  }

  private static void unique(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            Text.format("a report has two of the same %s: %s", what, name));
      }
    }
  }

  /** Collects a report; everything is kept in the order in which it is added. */
  public static final class Builder {
    private String title;
    private final List<String> summary = new ArrayList<>();
    private final List<Quantity> keyNumbers = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Object> provenance = new LinkedHashMap<>();

    private Builder(String title) {
      this.title = title;
    }

    /** Another title. */
    public Builder title(String text) {
      title = text;
      return this;
    }

    public Builder summary(String paragraph) {
      summary.add(paragraph);
      return this;
    }

    public Builder key(Quantity number) {
      keyNumbers.add(number);
      return this;
    }

    public Builder claim(Claim claim) {
      claims.add(claim);
      return this;
    }

    public Builder figure(Figure figure) {
      figures.add(figure);
      return this;
    }

    public Builder table(Table table) {
      tables.add(table);
      return this;
    }

    public Builder section(Section section) {
      sections.add(section);
      return this;
    }

    public Builder note(String text) {
      notes.add(text);
      return this;
    }

    public Builder provenance(String key, Object value) {
      provenance.put(key, value);
      return this;
    }

    /**
     * Takes in a whole report as a part of this one: its names get the prefix {@code name-}, its
     * titles and labels the prefix {@code title: }, its provenance the key {@code name}.
     */
    public Builder include(String name, Report part) {
      String before = part.title() + ": ";
      part.summary().forEach(this::summary);
      for (Quantity q : part.keyNumbers()) {
        key(q.labelled(before + q.label()));
      }
      for (Claim c : part.claims()) {
        claim(c.named(name + "-" + c.id()));
      }
      for (Section s : part.sections()) {
        section(new Section(before + s.title(), s.points()));
      }
      for (Figure f : part.figures()) {
        Figure.Heading h = f.heading();
        figure(
            new Figure(
                new Figure.Heading(name + "-" + h.name(), before + h.title(), h.caption()),
                f.plot()));
      }
      for (Table t : part.tables()) {
        table(t.renamed(name + "-" + t.name(), before + t.title()));
      }
      part.notes().forEach(text -> note(before + text));
      return provenance(name, part.provenance());
    }

    public Report build() {
      return new Report(
          title, summary, keyNumbers, claims, figures, tables, sections, notes, provenance);
    }
  }
}
