package dev.assay.reproduction;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Claim;
import dev.assay.study.Quantity;
import dev.assay.study.Quantity.Interval;
import dev.assay.study.Report;
import dev.assay.study.Report.Section;
import dev.assay.study.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A paper checked on networks of one kind or of several, so that one sees what carries over. */
public final class SideBySide {
  private SideBySide() {}

  /**
   * The paper's report; of several kinds one report of all, in which names begin with the kind.
   *
   * @param kinds distinct, at least one
   * @throws BadInputException if the paper cannot be checked on one of them
   */
  public static Report of(
      Paper paper, Laboratory laboratory, Paper.Scale scale, List<NetworkKind> kinds) {
    for (NetworkKind kind : kinds) {
      if (!paper.kinds().contains(kind)) {
        throw new BadInputException(
            Text.format(
                "%s cannot be checked on %s: its statements are about %s (--network %s)",
                paper.name(),
                kind.networks(),
                paper.kinds().get(0).networks(),
                paper.kinds().get(0)));
      }
    }
    Map<NetworkKind, Report> reports = new LinkedHashMap<>();
    for (NetworkKind kind : kinds) {
      reports.put(kind, paper.reproduce(laboratory, scale, kind));
    }
    return kinds.size() == 1 ? reports.get(kinds.get(0)) : joined(reports);
  }

  private static Report joined(Map<NetworkKind, Report> reports) {
    Report first = reports.values().iterator().next();
    List<String> said = common(reports, Report::summary);
    List<String> noted = common(reports, Report::notes);
    Report.Builder all =
        Report.titled(
            Text.format(
                "%s: %s",
                first.title(),
                reports.keySet().stream()
                    .map(NetworkKind::networks)
                    .collect(Collectors.joining(" and "))));
    said.forEach(all::summary);
    carriesOver(reports).forEach(all::summary);
    all.table(verdicts(reports));
    noted.forEach(all::note);
    List<Section> shared = shared(reports);
    reports.forEach(
        (kind, report) -> {
          Report.Builder own = report.without(said, noted, shared).toBuilder();
          all.include(kind.toString(), own.title(kind.networks()).build());
        });
    shared.forEach(all::section);
    return all.build();
  }

  /** Of sections that all have, the points that are the same. */
  private static List<Section> shared(Map<NetworkKind, Report> reports) {
    return reports.values().iterator().next().sections().stream()
        .map(
            section ->
                new Section(
                    section.title(),
                    common(
                        reports,
                        report ->
                            report.sections().stream()
                                .filter(other -> other.title().equals(section.title()))
                                .flatMap(other -> other.points().stream())
                                .toList())))
        .filter(section -> !section.points().isEmpty())
        .toList();
  }

  /** What all say. */
  private static List<String> common(
      Map<NetworkKind, Report> reports, Function<Report, List<String>> texts) {
    return texts.apply(reports.values().iterator().next()).stream()
        .filter(text -> reports.values().stream().allMatch(r -> texts.apply(r).contains(text)))
        .toList();
  }

  /** Which verdicts are alike on all kinds, and which are not. */
  private static List<String> carriesOver(Map<NetworkKind, Report> reports) {
    List<String> alike = new ArrayList<>();
    List<String> different = new ArrayList<>();
    for (Claim claim : reports.values().iterator().next().claims()) {
      Map<NetworkKind, String> verdicts = new LinkedHashMap<>();
      reports.forEach(
          (kind, report) -> verdicts.put(kind, claim(report, claim.id()).verdict().words()));
      if (new HashSet<>(verdicts.values()).size() == 1) {
        alike.add(Text.format("%s (%s)", claim.id(), claim.verdict().words()));
      } else {
        different.add(
            Text.format(
                "%s (%s)",
                claim.id(),
                verdicts.entrySet().stream()
                    .map(v -> v.getKey().networks() + ": " + v.getValue())
                    .collect(Collectors.joining(", "))));
      }
    }
    return Stream.of(
            sentence("The same verdict on all kinds of networks: ", alike),
            sentence("Not the same: ", different))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> sentence(String beginning, List<String> statements) {
    return statements.isEmpty()
        ? List.of()
        : List.of(beginning + String.join("; ", statements) + ".");
  }

  private static Claim claim(Report report, String id) {
    return report.claims().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  /** A statement on one kind of networks. */
  private record Judged(Claim claim, NetworkKind kind) {
    /** The first number is the one that says most. */
    <T> T number(Function<Quantity, T> value) {
      return claim.numbers().isEmpty() ? null : value.apply(claim.numbers().get(0));
    }

    Double bound(ToDoubleFunction<Interval> bound) {
      Interval interval = number(Quantity::interval);
      return interval == null ? null : bound.applyAsDouble(interval);
    }

    /** What would have to be seen, and how much it takes. */
    String open() {
      return claim.open().stream()
          .map(q -> q.remark().isEmpty() ? q.label() : q.label() + ": " + q.remark())
          .collect(Collectors.joining("; "));
    }
  }

  private static Table verdicts(Map<NetworkKind, Report> reports) {
    List<Judged> rows = new ArrayList<>();
    for (Claim claim : reports.values().iterator().next().claims()) {
      reports.forEach((kind, report) -> rows.add(new Judged(claim(report, claim.id()), kind)));
    }
    return Table.of(rows, "verdicts", "What carries over")
        .note(
            "Each statement on each kind of networks, with the first of the numbers behind it and"
                + " its 95 % interval; the claims have all of them.")
        .text("statement", "its number", j -> j.claim().id())
        .text("networks", "the kind it was checked on", j -> j.kind().networks())
        .text("verdict", "what the numbers say", j -> j.claim().verdict().words())
        .real("value", "", "the first number", j -> j.number(Quantity::value))
        .real("low", "", "lower end of its interval", j -> j.bound(Interval::low))
        .real("high", "", "upper end of its interval", j -> j.bound(Interval::high))
        .text("unit", "of the number", j -> j.number(Quantity::unit))
        .text("number", "what it is", j -> j.number(Quantity::label))
        .text("open", "what keeps it undecided", Judged::open)
        .text("says", "the statement", j -> j.claim().statement())
        .build();
  }
}
