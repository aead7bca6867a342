package dev.assay.study.margin;

import dev.assay.study.Table;
import dev.assay.study.margin.Margin.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The rows and their summary. */
final class MarginTables {
  private static final String ALL = "all";

  private MarginTables() {}

  private record Row(Measurement of, int at, Margin found) {}

  /** One row for each sample, space and solver. */
  static Table rows(List<Measurement> measurements) {
    List<Row> rows = new ArrayList<>();
    for (Measurement m : measurements) {
      for (int i = 0; i < m.margins().size(); i++) {
        rows.add(new Row(m, i, m.margins().get(i)));
      }
    }
    return Table.of(rows, "margins", "Margins, sample by sample")
        .note("One row for each sample, space and solver; failed searches are rows too.")
        .integer("sample", "position in the data set", r -> r.found().sample())
        .integer("label", "what the network was to learn", r -> r.found().label())
        .integer("predicted", "class with the largest logit", r -> known(r.found().predicted()))
        .flag("correct", "whether that is the label", r -> r.found().correct())
        .text("group", "what was done to the sample", r -> r.of().group(r.at()))
        .text("space", "where the distance is measured", r -> r.of().label())
        .integer(
            "components",
            "principal components that span the directions; none: all",
            r -> components(r.of()))
        .text("solver", "how the distance was found", r -> r.of().solver())
        .integer(
            "target",
            "the only class whose boundary counts; none: any",
            r -> known(r.of().target()))
        .integer("reached", "class on the other side", r -> known(r.found().reached()))
        .real(
            "lower",
            "",
            "certified: no boundary is nearer; none: nothing certified",
            r -> r.found().lower())
        .real("distance", "", "Euclidean distance to the boundary", r -> r.found().distance())
        .real("scale", "", "what distances are divided by", r -> r.of().scale())
        .real("margin", "", "distance divided by scale", r -> r.of().margin(r.at()))
        .text(
            "finder",
            "what found the point on the boundary; empty: none",
            r -> r.found().finder() == null ? "" : r.found().finder().name())
        .integer("iterations", "gradient evaluations", r -> r.found().iterations())
        .flag(
            "converged", "whether the point found lies on the boundary", r -> r.found().converged())
        .real("residual", "", "|logit difference| at the point found", r -> r.found().residual())
        .real(
            "relative_residual",
            "",
            "residual divided by the range of the sample's logits",
            r -> r.found().relativeResidual())
        .text("status", "how the search ended", r -> r.found().status().name())
        .flag(
            "cells_spent",
            "whether the cells or the time allowed ended the search before the bounds met",
            r -> r.found().spent())
        .build();
  }

  private record Group(
      Measurement of,
      Measurement last,
      String name,
      int[] positions,
      boolean correctOnly,
      Summary summary) {

    static Group of(Measurement of, Measurement last, String name, boolean correctOnly) {
      String group = name.equals(ALL) ? null : name;
      return new Group(
          of,
          last,
          name,
          of.positions(group),
          correctOnly,
          Summary.of(of.values(group, correctOnly)));
    }

    long count(Predicate<Margin> which) {
      return IntStream.of(positions).filter(i -> which.test(of.margins().get(i))).count();
    }

    double converged() {
      long converged =
          IntStream.of(positions)
              .filter(i -> of.usable(i, correctOnly) && of.margins().get(i).converged())
              .count();
      return (double) converged / summary.count();
    }

    double longer() {
      return Summary.of(of.ratios(last, positions, correctOnly)).median();
    }
  }

  /** Statistics for each space, solver and group. */
  static Table summary(MarginConfig config, List<String> groups, List<Measurement> measurements) {
    int solvers = config.solvers().size();
    List<Group> rows = new ArrayList<>();
    for (int at = 0; at < measurements.size(); at++) {
      Measurement last = measurements.get(at / solvers * solvers + solvers - 1);
      for (String group : withAll(groups)) {
        rows.add(Group.of(measurements.get(at), last, group, config.correctOnly()));
      }
    }
    return Table.of(rows, "margin-summary", "Margins by group")
        .note(
            config.correctOnly()
                ? "Statistics over correctly classified samples whose search found a distance."
                : "Statistics over samples whose search found a distance.")
        .text("space", "where margins are measured", r -> r.of().label())
        .integer(
            "components",
            "principal components that span the directions; none: all",
            r -> components(r.of()))
        .text("solver", "how distances were found", r -> r.of().solver())
        .text("group", "what was done to the samples", Group::name)
        .integer("samples", "samples of the group", r -> r.positions().length)
        .integer(
            "misclassified",
            "samples whose prediction is not the label",
            r -> r.count(m -> !m.correct()))
        .integer("failed", "samples without a distance", r -> r.count(m -> m.status() != Status.OK))
        .integer("used", "samples in the statistics", r -> r.summary().count())
        .real("converged", "", "share of the used samples whose search converged", Group::converged)
        .real("mean", "", "", r -> r.summary().mean())
        .real("lower_quartile", "", "", r -> r.summary().lowerQuartile())
        .real("median", "", "", r -> r.summary().median())
        .real("upper_quartile", "", "", r -> r.summary().upperQuartile())
        .real(
            "longer",
            "",
            "how much longer these margins are than those of the last solver in the same space:"
                + " median ratio, over samples that both have",
            Group::longer)
        .build();
  }

  private record Found(Measurement of, Margin.Finder finder, long count, int used) {}

  /** How often each search found the nearer point. */
  static Table finders(MarginConfig config, List<Measurement> measurements) {
    List<Found> rows = new ArrayList<>();
    for (Measurement m : measurements) {
      int[] used = m.used(config.correctOnly());
      for (Margin.Finder finder : Margin.Finder.values()) {
        long count = IntStream.of(used).filter(i -> m.margins().get(i).finder() == finder).count();
        if (count > 0) {
          rows.add(new Found(m, finder, count, used.length));
        }
      }
    }
    return Table.of(rows, "margin-finders", "What found the points on the boundary")
        .note("Of the samples in the statistics.")
        .text("space", "where margins are measured", r -> r.of().label())
        .text("solver", "how distances were found", r -> r.of().solver())
        .text("finder", "what found the nearest point", r -> r.finder().name())
        .integer("samples", "whose point it found", Found::count)
        .real("share", "", "of the used samples", r -> (double) r.count() / r.used())
        .build();
  }

  /** How narrow brackets are. */
  static Table brackets(MarginConfig config, List<Measurement> measurements) {
    boolean correctOnly = config.correctOnly();
    return Table.of(
            measurements.stream().filter(Measurement::bracketed).toList(),
            "margin-brackets",
            "Brackets: how far the certified bound is from the point")
        .note("The gap is (distance − lower) / distance.")
        .text("space", "where margins are measured", Measurement::label)
        .integer(
            "components", "principal components that span the directions", Measurement::components)
        .integer("samples", "samples with a bracket", m -> m.gaps(correctOnly).length)
        .integer("failed", "samples without a distance", m -> m.failed(correctOnly))
        .integer(
            "cells_spent",
            "samples whose cells or time ended the search",
            m -> m.margins().stream().filter(Margin::spent).count())
        .real(
            "below_10_percent",
            "",
            "share of them whose gap is less than 10 %",
            m ->
                Arrays.stream(m.gaps(correctOnly))
                    .map(g -> g < 0.1 ? 1 : 0)
                    .average()
                    .orElse(Double.NaN))
        .real("median_gap", "", "", m -> Summary.of(m.gaps(correctOnly)).median())
        .real("upper_quartile_gap", "", "", m -> Summary.of(m.gaps(correctOnly)).upperQuartile())
        .real("median_lower", "", "", m -> Summary.of(m.lower(correctOnly)).median())
        .real("median_distance", "", "", m -> Summary.of(m.values(null, correctOnly)).median())
        .build();
  }

  private record Pair(Measurement of, int from, Summary summary, long failed) {}

  /** Distances from each class to each other. */
  static Table pairs(MarginConfig config, List<Measurement> pairs) {
    List<Pair> rows = new ArrayList<>();
    for (Measurement m : pairs) {
      int[] used = m.used(config.correctOnly());
      int[] failed = m.without(config.correctOnly());
      IntUnaryOperator from = i -> m.margins().get(i).reference(config.reference());
      IntStream.concat(IntStream.of(used), IntStream.of(failed))
          .map(from)
          .distinct()
          .sorted()
          .forEach(
              c ->
                  rows.add(
                      new Pair(
                          m,
                          c,
                          Summary.of(
                              IntStream.of(used)
                                  .filter(i -> from.applyAsInt(i) == c)
                                  .mapToDouble(m::margin)
                                  .toArray()),
                          IntStream.of(failed).filter(i -> from.applyAsInt(i) == c).count())));
    }
    return Table.of(rows, "margin-pairs", "Margins by pair of classes")
        .note("From the samples of one class to the boundary between it and another.")
        .text("space", "where margins are measured", p -> p.of().label())
        .text("solver", "how distances were found", p -> p.of().solver())
        .integer("from", "class from which distances are measured", Pair::from)
        .integer("to", "class whose boundary counts", p -> p.of().target())
        .integer("used", "samples in the statistics", p -> p.summary().count())
        .integer("failed", "samples without a distance", Pair::failed)
        .real("mean", "", "", p -> p.summary().mean())
        .real("median", "", "", p -> p.summary().median())
        .build();
  }

  private static List<String> withAll(List<String> groups) {
    List<String> result = new ArrayList<>(List.of(ALL));
    if (groups.size() > 1) {
      result.addAll(groups);
    }
    return result;
  }

  private static Integer components(Measurement m) {
    return m.constrained() ? m.components() : null;
  }

  private static Integer known(int index) {
    return index < 0 ? null : index;
  }
}
