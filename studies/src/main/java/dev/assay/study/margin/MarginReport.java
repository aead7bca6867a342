package dev.assay.study.margin;

import dev.assay.io.Text;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.SampleTags;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.margin.Margin.Status;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Puts measurements into words. */
final class MarginReport {
  private final MarginConfig config;
  private final Samples samples;
  private final Places places;
  private final List<Measurement> measurements;
  private final List<Measurement> pairs;
  private final SampleTags tags;

  MarginReport(
      MarginConfig config,
      Samples samples,
      Places places,
      List<Measurement> measurements,
      List<Measurement> pairs,
      SampleTags tags) {
    this.config = config;
    this.samples = samples;
    this.places = places;
    this.measurements = measurements;
    this.pairs = pairs;
    this.tags = tags;
  }

  Report build() {
    Report.Builder report = Report.titled("Margins");
    report.summary(summary());
    keyNumbers(report);
    List<String> groups = samples.groups().stream().distinct().sorted().toList();
    new MarginFigures(config, groups, measurements, tags).addTo(report);
    report.table(MarginTables.summary(config, groups, measurements));
    report.table(MarginTables.finders(config, measurements));
    if (measurements.stream().anyMatch(Measurement::bracketed)) {
      report.table(MarginTables.brackets(config, measurements));
    }
    if (!pairs.isEmpty()) {
      report.table(MarginTables.pairs(config, pairs));
    }
    report.table(MarginTables.rows(Stream.concat(measurements.stream(), pairs.stream()).toList()));
    notes(report);
    return report.provenance("margins", config.plain()).build();
  }

  private String summary() {
    long correct = measurements.get(0).margins().stream().filter(Margin::correct).count();
    return Text.format(
        "%d samples, %d of them classified correctly; %s; %s.",
        samples.count(),
        correct,
        count(places.spaces().size(), "space"),
        count(config.solvers().size(), "solver"));
  }

  private void keyNumbers(Report.Builder report) {
    int solvers = config.solvers().size();
    for (int s = solvers - 1; s < measurements.size(); s += solvers) {
      Measurement m = measurements.get(s);
      double median = Summary.of(m.values(null, config.correctOnly())).median();
      report.key(
          Quantity.of("median margin, " + m.label() + m.lacking(config.correctOnly()), median));
    }
    measurements.stream().filter(Measurement::bracketed).forEach(m -> tightness(report, m));
    if (solvers > 1) {
      Measurement first = measurements.get(0);
      Measurement last = measurements.get(solvers - 1);
      double[] ratios = first.ratios(last, first.positions(null), config.correctOnly());
      report.key(
          Quantity.of(
              Text.format(
                  "median of %s ÷ %s margin, %s", first.solver(), last.solver(), first.label()),
              Summary.of(ratios).median()));
    }
  }

  private void tightness(Report.Builder report, Measurement m) {
    double[] gaps = m.gaps(config.correctOnly());
    long narrow = Arrays.stream(gaps).filter(gap -> gap < 0.1).count();
    report.key(Quantity.of("brackets below 10 %, " + m.label(), (double) narrow / gaps.length));
  }

  private void notes(Report.Builder report) {
    report.note(
        config.reference() == Reference.PREDICTION
            ? "Margins are measured from the class that the network predicts."
            : "Margins are measured from the label; misclassified samples have none.");
    if (config.correctOnly()) {
      report.note("Statistics are over correctly classified samples; the rows hold all.");
    }
    for (MarginSolver solver : config.solvers()) {
      report.note(meaning(solver));
    }
    if (measurements.stream().anyMatch(Measurement::hidden)) {
      report.note(
          config.normalizeHidden()
              ? "Margins at hidden cuts are distances divided by the square root of the total"
                  + " variance there over the training inputs."
              : "Margins at hidden cuts are not normalised: they do not compare between cuts or"
                  + " networks.");
    }
    if (!places.piecewiseLinear()) {
      report.note(
          "The network is not piecewise linear, so no class is confirmed in double precision: near"
              + " ties, and which side of the boundary a point is on, are as far as single"
              + " precision tells.");
    }
    if (config.clip()) {
      report.note(
          "Points in input space are held within the range of each feature over the training"
              + " inputs; first-order distances are not.");
    }
    if (config.spaces().contains(Space.knee()) || config.spaces().contains(new Space.Sweep())) {
      report.note(
          Text.format(
              "Kneedle chose %d of the %d principal components of the training inputs.",
              places.kneeComponents(), places.rank()));
    }
    measurements.forEach(m -> failures(report, m));
  }

  private static String meaning(MarginSolver solver) {
    if (solver instanceof MarginSolver.Nearest) {
      return "Nearest margins are the smaller distance of two polished searches: upper bounds.";
    } else if (solver instanceof MarginSolver.Bracket) {
      return "Brackets: no boundary is nearer than the lower bound, and one is at the distance.";
    }
    return solver instanceof MarginSolver.FirstOrder
        ? "First-order margins belong to the linearised network: neither upper nor lower bounds."
            + " Converged means that the point they name lies on the boundary."
        : "Iterative margins are distances to a point found on the boundary: upper bounds.";
  }

  private static void failures(Report.Builder report, Measurement m) {
    for (Status status : Status.values()) {
      int failed = m.count(status);
      if (status != Status.OK && failed > 0) {
        report.note(
            Text.format(
                "%s, %s: %s of %d ended with %s and count in no statistic.",
                m.label(), m.solver(), failed, m.margins().size(), status));
      }
    }
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
