package dev.assay.reproduction;

import dev.assay.io.Text;
import dev.assay.study.Claim;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A paper checked on networks of one kind or of several, so that one sees what carries over. */
public final class SideBySide {
  private SideBySide() {}

  /**
   * The paper's report; of several kinds one report of all, in which names begin with the kind.
   *
   * @param kinds distinct, at least one, that the paper takes
   */
  public static Report of(
      Paper paper, Laboratory laboratory, Paper.Scale scale, List<NetworkKind> kinds) {
    Map<NetworkKind, Report> reports = new LinkedHashMap<>();
    for (NetworkKind kind : kinds) {
      reports.put(kind, paper.reproduce(laboratory, scale, kind));
    }
    return kinds.size() == 1 ? reports.get(kinds.get(0)) : joined(reports);
  }

  private static Report joined(Map<NetworkKind, Report> reports) {
    Report first = reports.values().iterator().next();
    Report.Builder all =
        Report.titled(
                Text.format(
                    "%s: %s",
                    first.title(),
                    reports.keySet().stream()
                        .map(NetworkKind::networks)
                        .collect(Collectors.joining(" and "))))
            .table(verdicts(reports));
    reports.forEach(
        (kind, report) ->
            all.include(kind.toString(), report.toBuilder().title(kind.networks()).build()));
    return all.build();
  }

  private static Table verdicts(Map<NetworkKind, Report> reports) {
    List<Claim> statements = reports.values().iterator().next().claims();
    List<Integer> rows = IntStream.range(0, statements.size()).boxed().toList();
    Table.Builder<Integer> table =
        Table.of(rows, "verdicts", "What carries over")
            .text("statement", "its number", i -> statements.get(i).id());
    reports.forEach(
        (kind, report) ->
            table.text(
                kind.toString(),
                "verdict on " + kind.networks(),
                i -> report.claims().get(i).verdict().words()));
    return table.text("says", "the statement", i -> statements.get(i).statement()).build();
  }
}
