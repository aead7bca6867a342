package dev.assay.study.margin;

import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import dev.assay.study.SampleTags;
import dev.assay.study.statistics.RankCorrelation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What margins look like. All but one figure show the last solver, the one meant to be trusted. */
final class MarginFigures {
  private static final Axis DISTANCE = Axis.of("distance to the boundary");
  private static final Axis MARGIN = Axis.of("margin");

  private final MarginConfig config;
  private final List<String> groups;
  private final List<Measurement> measurements;
  private final SampleTags tags;
  private final String solver;

  MarginFigures(
      MarginConfig config, List<String> groups, List<Measurement> measurements, SampleTags tags) {
    this.config = config;
    this.groups = groups;
    this.measurements = measurements;
    this.tags = tags;
    this.solver = config.solvers().get(config.solvers().size() - 1).label();
  }

  void addTo(Report.Builder report) {
    List<Measurement> shown = measurements.stream().filter(m -> m.solver().equals(solver)).toList();
    List<Measurement> input =
        shown.stream()
            .filter(m -> !m.hidden())
            .sorted(Comparator.comparingInt(Measurement::components))
            .toList();
    List<Measurement> hidden = shown.stream().filter(Measurement::hidden).toList();
    if (!input.isEmpty()) {
      report.figure(distribution("margins-input", "Margins in input space", DISTANCE, input));
    }
    if (!hidden.isEmpty()) {
      report.figure(
          distribution(
              "margins-hidden",
              "Margins at hidden cuts",
              config.normalizeHidden() ? Axis.of("normalised distance") : DISTANCE,
              hidden));
    }
    report.figure(histogram(shown.get(0)));
    if (shown.stream().filter(Measurement::leading).count() > 1) {
      report.figure(byComponents());
    }
    if (shown.stream().filter(m -> m.constrained() && !m.leading()).count() > 1) {
      report.figure(byBlock(shown.stream().filter(Measurement::constrained).toList()));
    }
    if (shown.stream().anyMatch(Measurement::bracketed)) {
      report.figure(gaps(shown.stream().filter(Measurement::bracketed).toList()));
    }
    if (groups.size() > 1) {
      shown.forEach(m -> report.figure(byGroup(m)));
    }
    if (config.solvers().size() > 1) {
      report.figure(agreement(measurements.get(0), shown.get(0)));
    }
  }

  /** Share of samples whose margin is at most x. */
  private Figure distribution(String name, String title, Axis x, List<Measurement> shown) {
    List<Plot.Sample> samples =
        shown.stream().map(m -> m.sample(m.label(), null, config.correctOnly(), tags)).toList();
    String caption =
        Text.format(
            "Share of samples whose %s margin is at most the distance shown. %s%s",
            solver, Plot.Distribution.BANDS, lacking(shown));
    return new Figure(
        new Heading(name, title, caption), new Plot.Distribution(x.logarithmic(), samples));
  }

  /** What of the measurements is not in a figure. */
  private String lacking(List<Measurement> shown) {
    return shown.stream()
        .filter(m -> m.failed(config.correctOnly()) > 0)
        .map(m -> " " + m.label() + m.lacking(config.correctOnly()) + ".")
        .collect(Collectors.joining());
  }

  private Figure histogram(Measurement m) {
    Heading heading =
        new Heading(
            "margin-histogram",
            "Margins, " + m.label(),
            Text.format(
                "Distribution of %s margins, %s.%s", solver, m.label(), lacking(List.of(m))));
    return new Figure(heading, new Plot.Histogram(MARGIN, byGroupSamples(m)));
  }

  private Figure byGroup(Measurement m) {
    Heading heading =
        new Heading(
            "margin-groups-" + fileName(m.label()),
            "Margins by group, " + m.label(),
            Text.format("%s margins, %s.%s", solver, m.label(), lacking(List.of(m))));
    return new Figure(heading, new Plot.Boxes(Axis.of("group"), MARGIN, byGroupSamples(m)));
  }

  private List<Plot.Sample> byGroupSamples(Measurement m) {
    return groups.stream()
        .map(group -> m.sample(group, group, config.correctOnly(), tags))
        .toList();
  }

  private Figure byComponents() {
    List<Plot.Line> lines = new ArrayList<>();
    for (MarginSolver each : config.solvers()) {
      List<Measurement> constrained =
          measurements.stream()
              .filter(m -> m.leading() && m.solver().equals(each.label()))
              .sorted(Comparator.comparingInt(Measurement::components))
              .toList();
      List<Summary> summaries =
          constrained.stream().map(m -> Summary.of(m.values(null, config.correctOnly()))).toList();
      double[] counts = constrained.stream().mapToDouble(Measurement::components).toArray();
      lines.add(
          Plot.Line.of(each.label(), counts, all(summaries, Summary::median))
              .within(
                  all(summaries, Summary::lowerQuartile), all(summaries, Summary::upperQuartile)));
    }
    Heading heading =
        new Heading(
            "margins-by-components",
            "Constrained margins by number of components",
            "Median and quartiles of the margin constrained to the first principal components.");
    return new Figure(
        heading,
        new Plot.Lines(
            Axis.of("principal components")
                .logarithmic()
                .counting()
                .at(lines.stream().flatMapToDouble(line -> Arrays.stream(line.x())).toArray()),
            DISTANCE.logarithmic(),
            lines));
  }

  private Figure byBlock(List<Measurement> blocks) {
    Heading heading =
        new Heading(
            "margins-by-block",
            "Margins along blocks of principal components",
            Text.format("%s margins constrained to some components only.", solver));
    List<Plot.Sample> samples =
        blocks.stream().map(m -> m.sample(m.label(), null, config.correctOnly(), tags)).toList();
    return new Figure(heading, new Plot.Boxes(Axis.of("components"), DISTANCE, samples));
  }

  /** Share of brackets whose relative width is at most x. */
  private Figure gaps(List<Measurement> bracketed) {
    Heading heading =
        new Heading(
            "margin-gaps",
            "How narrow the brackets are",
            "Share of samples whose certified bound is at most this far below the point found,"
                + " relative to it. "
                + Plot.Distribution.BANDS);
    List<Plot.Sample> samples =
        bracketed.stream()
            .map(m -> new Plot.Sample(m.label(), m.gaps(config.correctOnly())))
            .toList();
    return new Figure(heading, new Plot.Distribution(Axis.of("relative gap"), samples));
  }

  private Figure agreement(Measurement first, Measurement last) {
    List<Plot.Points> points = new ArrayList<>();
    for (String group : groups) {
      int[] both =
          IntStream.of(last.positions(group))
              .filter(i -> first.usable(i, config.correctOnly()))
              .filter(i -> last.usable(i, config.correctOnly()))
              .toArray();
      points.add(
          new Plot.Points(
              group,
              IntStream.of(both).mapToDouble(last::margin).toArray(),
              IntStream.of(both).mapToDouble(first::margin).toArray(),
              last.tags(both, tags)));
    }
    Heading heading =
        new Heading(
            "margin-solvers",
            "Solvers compared, " + last.label(),
            "On the diagonal both solvers agree.");
    return new Figure(
        heading,
        new Plot.Scatter(
            Axis.of(last.solver() + " margin"),
            Axis.of(first.solver() + " margin"),
            points,
            true,
            RankCorrelation.tau(
                    points.stream().flatMapToDouble(p -> Arrays.stream(p.x())).toArray(),
                    points.stream().flatMapToDouble(p -> Arrays.stream(p.y())).toArray())
                .as("Kendall's tau")));
  }

  private static double[] all(List<Summary> summaries, ToDoubleFunction<Summary> statistic) {
    return summaries.stream().mapToDouble(statistic).toArray();
  }

  private static String fileName(String label) {
    return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
