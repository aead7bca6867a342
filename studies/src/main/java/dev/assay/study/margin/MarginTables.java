package dev.assay.study.margin;

import dev.assay.study.Table;
import dev.assay.study.margin.Margin.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows and their summary. */
final class MarginTables {
  private static final String ALL = "all";

  private MarginTables() {}

  /** One row for each sample, space and solver. */
  static Table rows(List<Measurement> measurements) {
    Table.Builder table =
        Table.named("margins", "Margins, sample by sample")
            .note("One row for each sample, space and solver; failed searches are rows too.")
            .integer("sample", "position in the data set")
            .integer("label", "what the network was to learn")
            .integer("predicted", "class with the largest logit")
            .flag("correct", "whether that is the label")
            .text("group", "what was done to the sample")
            .text("space", "where the distance is measured")
            .integer("components", "principal components that span the directions; none: all")
            .text("solver", "how the distance was found")
            .integer("target", "the only class whose boundary counts; none: any")
            .integer("reached", "class on the other side")
            .real("lower", "", "certified: no boundary is nearer; none: nothing certified")
            .real("distance", "", "Euclidean distance to the boundary")
            .real("scale", "", "what distances are divided by")
            .real("margin", "", "distance divided by scale")
            .text("finder", "what found the point on the boundary; empty: none")
            .integer("iterations", "gradient evaluations")
            .flag("converged", "whether the point found lies on the boundary")
            .real("residual", "", "|logit difference| at the point found")
            .real("relative_residual", "", "residual divided by the range of the sample's logits")
            .text("status", "how the search ended")
            .flag(
                "cells_spent",
                "whether the cells or the time allowed ended the search before the bounds met");
    for (Measurement m : measurements) {
      for (int i = 0; i < m.margins().size(); i++) {
        Margin margin = m.margins().get(i);
        table.row(
            margin.sample(),
            margin.label(),
            known(margin.predicted()),
            margin.correct(),
            m.group(i),
            m.label(),
            m.constrained() ? m.components() : null,
            m.solver(),
            known(m.target()),
            known(margin.reached()),
            margin.lower(),
            margin.distance(),
            m.scale(),
            m.margin(i),
            margin.finder() == null ? "" : margin.finder(),
            margin.iterations(),
            margin.converged(),
            margin.residual(),
            margin.relativeResidual(),
            margin.status(),
            margin.spent());
      }
    }
    return table.build();
  }

  /** Statistics for each space, solver and group. */
  static Table summary(MarginConfig config, List<String> groups, List<Measurement> measurements) {
    Table.Builder table =
        Table.named("margin-summary", "Margins by group")
            .note(
                config.correctOnly()
                    ? "Statistics over correctly classified samples whose search found a distance."
                    : "Statistics over samples whose search found a distance.")
            .text("space", "where margins are measured")
            .integer("components", "principal components that span the directions; none: all")
            .text("solver", "how distances were found")
            .text("group", "what was done to the samples")
            .integer("samples", "samples of the group")
            .integer("misclassified", "samples whose prediction is not the label")
            .integer("failed", "samples without a distance")
            .integer("used", "samples in the statistics")
            .real("converged", "", "share of the used samples whose search converged")
            .real("mean", "", "")
            .real("lower_quartile", "", "")
            .real("median", "", "")
            .real("upper_quartile", "", "")
            .real(
                "longer",
                "",
                "how much longer these margins are than those of the last solver in the same space:"
                    + " median ratio, over samples that both have");
    int solvers = config.solvers().size();
    for (int at = 0; at < measurements.size(); at++) {
      Measurement last = measurements.get(at / solvers * solvers + solvers - 1);
      for (String group : withAll(groups)) {
        addSummary(table, config, measurements.get(at), last, group);
      }
    }
    return table.build();
  }

  private static void addSummary(
      Table.Builder table, MarginConfig config, Measurement m, Measurement last, String group) {
    String of = group.equals(ALL) ? null : group;
    int[] positions = m.positions(of);
    Summary summary = Summary.of(m.values(of, config.correctOnly()));
    long converged =
        IntStream.of(positions)
            .filter(i -> m.usable(i, config.correctOnly()) && m.margins().get(i).converged())
            .count();
    table.row(
        m.label(),
        m.constrained() ? m.components() : null,
        m.solver(),
        group,
        positions.length,
        IntStream.of(positions).filter(i -> !m.margins().get(i).correct()).count(),
        IntStream.of(positions).filter(i -> m.margins().get(i).status() != Status.OK).count(),
        summary.count(),
        (double) converged / summary.count(),
        summary.mean(),
        summary.lowerQuartile(),
        summary.median(),
        summary.upperQuartile(),
        Summary.of(m.ratios(last, positions, config.correctOnly())).median());
  }

  /** How often each search found the nearer point. */
  static Table finders(MarginConfig config, List<Measurement> measurements) {
    Table.Builder table =
        Table.named("margin-finders", "What found the points on the boundary")
            .note("Of the samples in the statistics.")
            .text("space", "where margins are measured")
            .text("solver", "how distances were found")
            .text("finder", "what found the nearest point")
            .integer("samples", "whose point it found")
            .real("share", "", "of the used samples");
    for (Measurement m : measurements) {
      int[] used = m.used(config.correctOnly());
      for (Margin.Finder finder : Margin.Finder.values()) {
        long count = IntStream.of(used).filter(i -> m.margins().get(i).finder() == finder).count();
        if (count > 0) {
          table.row(m.label(), m.solver(), finder, count, (double) count / used.length);
        }
      }
    }
    return table.build();
  }

  /** How narrow brackets are. */
  static Table brackets(MarginConfig config, List<Measurement> measurements) {
    Table.Builder table =
        Table.named("margin-brackets", "Brackets: how far the certified bound is from the point")
            .note("The gap is (distance − lower) / distance.")
            .text("space", "where margins are measured")
            .integer("components", "principal components that span the directions")
            .integer("samples", "samples with a bracket")
            .integer("failed", "samples without a distance")
            .integer("cells_spent", "samples whose cells or time ended the search")
            .real("below_10_percent", "", "share of them whose gap is less than 10 %")
            .real("median_gap", "", "")
            .real("upper_quartile_gap", "", "")
            .real("median_lower", "", "")
            .real("median_distance", "", "");
    for (Measurement m : measurements) {
      if (m.bracketed()) {
        double[] gaps = m.gaps(config.correctOnly());
        int[] used = m.used(config.correctOnly());
        Summary gap = Summary.of(gaps);
        table.row(
            m.label(),
            m.components(),
            gaps.length,
            m.failed(config.correctOnly()),
            m.margins().stream().filter(Margin::spent).count(),
            (double) Arrays.stream(gaps).filter(g -> g < 0.1).count() / gaps.length,
            gap.median(),
            gap.upperQuartile(),
            Summary.of(IntStream.of(used).mapToDouble(i -> m.margins().get(i).lower()).toArray())
                .median(),
            Summary.of(m.values(null, config.correctOnly())).median());
      }
    }
    return table.build();
  }

  /** Distances from each class to each other. */
  static Table pairs(MarginConfig config, List<Measurement> pairs) {
    Table.Builder table =
        Table.named("margin-pairs", "Margins by pair of classes")
            .note("From the samples of one class to the boundary between it and another.")
            .text("space", "where margins are measured")
            .text("solver", "how distances were found")
            .integer("from", "class from which distances are measured")
            .integer("to", "class whose boundary counts")
            .integer("used", "samples in the statistics")
            .integer("failed", "samples without a distance")
            .real("mean", "", "")
            .real("median", "", "");
    for (Measurement m : pairs) {
      int[] used = m.used(config.correctOnly());
      int[] failed = m.without(config.correctOnly());
      int[] classes =
          IntStream.concat(IntStream.of(used), IntStream.of(failed))
              .map(i -> m.margins().get(i).reference(config.reference()))
              .distinct()
              .sorted()
              .toArray();
      for (int from : classes) {
        Summary summary =
            Summary.of(
                IntStream.of(used)
                    .filter(i -> m.margins().get(i).reference(config.reference()) == from)
                    .mapToDouble(m::margin)
                    .toArray());
        table.row(
            m.label(),
            m.solver(),
            from,
            m.target(),
            summary.count(),
            IntStream.of(failed)
                .filter(i -> m.margins().get(i).reference(config.reference()) == from)
                .count(),
            summary.mean(),
            summary.median());
      }
    }
    return table.build();
  }

  private static List<String> withAll(List<String> groups) {
    List<String> result = new ArrayList<>(List.of(ALL));
    if (groups.size() > 1) {
      result.addAll(groups);
    }
    return result;
  }

  private static Integer known(int index) {
    return index < 0 ? null : (Integer) index;
  }
}
