package dev.assay.study.paper;

import dev.assay.geometry.NearestNeighbours.Neighbourhood;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Figure.Line;
import dev.assay.study.Figure.Points;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.study.paper.MissingMarginPaper.Draw;
import dev.assay.study.paper.MissingMarginPaper.Findings;
import dev.assay.study.paper.MissingMarginPaper.Geometry;
import dev.assay.study.paper.MissingMarginPaper.Kind;
import dev.assay.study.paper.MissingMarginPaper.Noisy;
import dev.assay.study.paper.MissingMarginPaper.Trained;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What the measurements of {@link MissingMarginPaper} say about statements C1 to C7. */
final class MissingMarginResults {
  /** Training accuracy from which a network interpolates. */
  private static final double INTERPOLATES = 0.99;

  /** Percent of the global margin within which groups count as alike. */
  private static final double ALIKE = 5;

  private static final Axis WIDTH = Axis.of("hidden units").logarithmic();
  private static final Axis MARGIN = Axis.of("distance to the boundary");

  private final Laboratory laboratory;
  private final MissingMarginScale scale;
  private final Findings findings;
  private final Bootstrap bootstrap;
  private final List<Long> seeds;

  MissingMarginResults(
      Laboratory laboratory, MissingMarginScale scale, Findings findings, Bootstrap bootstrap) {
    this.laboratory = laboratory;
    this.scale = scale;
    this.findings = findings;
    this.bootstrap = bootstrap;
    this.seeds = findings.draws().stream().map(Draw::seed).toList();
  }

  Report report() {
    Report.Builder report =
        Report.titled("The missing margin reproduced on " + laboratory.data())
            .summary(
                "Statements of \"The missing margin\" (Theunissen, Mouton, Davel 2022), checked on"
                    + " perceptrons of growing width, trained on %,d samples of %s: clean, with %.0f %%"
                        .formatted(scale.train(), laboratory.data(), 100 * scale.fraction())
                    + " of the labels wrong, and with as many images replaced by Gaussian noise. Up to"
                    + " %d fitted samples in each group, %d seeds."
                        .formatted(scale.samples(), seeds.size()));
    List<Claim> claims =
        new ArrayList<>(
            List.of(
                smaller("C1", Kind.LABEL, "Samples with wrong labels"),
                network(),
                smaller("C3", Kind.GAUSSIAN, "Samples with Gaussian inputs")));
    claims.add(effect());
    claims.add(capacity());
    claims.add(enemies());
    claims.add(global());
    claims.forEach(report::claim);
    int largest = largest();
    for (Kind kind : Kind.values()) {
      report.key(
          bootstrap
              .meanOfMeans(clean(kind, largest))
              .as(
                  "margin of clean samples, trained with %s, width %d"
                      .formatted(kind.words(), largest)));
    }
    figures().forEach(report::figure);
    report.table(networks()).table(noise()).table(neighbours()).table(correlations());
    notes(report);
    return report
        .provenance("paper", "missing-margin")
        .provenance("scale", scale)
        .provenance("solver", MissingMarginPaper.SOLVER)
        .provenance("seeds", seeds)
        .provenance(
            "data", findings.draws().stream().map(d -> d.set(Kind.CLEAN).provenance()).toList())
        .provenance("test", laboratory.test(scale.test()).provenance())
        .build();
  }

  /** C1 and C3: corrupted samples against clean ones of the same network, at every width. */
  private Claim smaller(String id, Kind kind, String what) {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> cases = new ArrayList<>();
    for (int width : scale.widths()) {
      Estimate difference = bootstrap.difference(corrupted(kind, width), clean(kind, width));
      numbers.add(difference.as("corrupted − clean, width " + width));
      cases.add(Verdicts.of(difference.below(0), difference.above(0)));
    }
    long smaller = cases.stream().filter(c -> c == Verdict.HOLDS).count();
    return new Claim(
        id,
        what + " have smaller margins than clean samples of the same network, at every capacity.",
        Verdicts.all(cases),
        "Smaller at %d of %d widths, larger at %d."
            .formatted(
                smaller,
                cases.size(),
                cases.stream().filter(c -> c == Verdict.DOES_NOT_HOLD).count()),
        numbers,
        seeds);
  }

  /** C2: clean samples in a network trained with wrong labels, against the same in a clean one. */
  private Claim network() {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> cases = new ArrayList<>();
    for (int width : scale.widths()) {
      Estimate difference = bootstrap.meanOfMeans(marginChanges(Kind.LABEL, Kind.LABEL, width));
      numbers.add(difference.as("label noise − clean, width " + width));
      cases.add(Verdicts.of(difference.below(0), difference.above(0)));
    }
    return new Claim(
        "C2",
        "Label corruption shrinks the margins of the clean samples, too.",
        Verdicts.all(cases),
        "The same clean samples, where both networks fit them; smaller at %d of %d widths."
            .formatted(cases.stream().filter(c -> c == Verdict.HOLDS).count(), cases.size()),
        numbers,
        seeds);
  }

  /**
   * C4: what corruption does to clean samples' margins and to test accuracy. Both effects are taken
   * from the same samples, so a share of one can be compared with the other sample by sample.
   */
  private Claim effect() {
    int width = largest();
    List<double[]> labelAccuracy = accuracyChanges(Kind.LABEL, width);
    List<double[]> gaussianAccuracy = accuracyChanges(Kind.GAUSSIAN, width);
    List<double[]> labelMargin = marginChanges(Kind.LABEL, Kind.GAUSSIAN, width);
    List<double[]> gaussianMargin = marginChanges(Kind.GAUSSIAN, Kind.LABEL, width);
    Estimate harm = bootstrap.meanOfMeans(labelAccuracy);
    double own = mean(clean(Kind.CLEAN, width));
    List<Verdict> kept =
        List.of(kept(gaussianAccuracy, labelAccuracy), kept(gaussianMargin, labelMargin));
    List<Verdict> cases = new ArrayList<>(kept);
    cases.add(Verdicts.of(harm.below(0), harm.above(0)));
    return new Claim(
        "C4",
        "Input corruption leaves clean samples' margins and test accuracy nearly unchanged, while label corruption lowers test accuracy.",
        Verdicts.all(cases),
        "At width %d, for the same samples. Nearly unchanged: the interval excludes a change, up or down, by a quarter of what wrong labels do; changed: by more than half of it."
            .formatted(width),
        List.of(
            scaled(harm, 100).as("test accuracy, label − clean", "points"),
            scaled(bootstrap.meanOfMeans(gaussianAccuracy), 100)
                .as("test accuracy, Gaussian − clean", "points"),
            scaled(bootstrap.meanOfMeans(labelMargin), 100 / own)
                .as("clean samples' margins, label − clean", "%"),
            scaled(bootstrap.meanOfMeans(gaussianMargin), 100 / own)
                .as("clean samples' margins, Gaussian − clean", "%")),
        seeds);
  }

  /** Whether a change is small beside another one, which is negative. */
  private Verdict kept(List<double[]> change, List<double[]> reference) {
    boolean small =
        combined(change, reference, -0.25).above(0) && combined(change, reference, 0.25).below(0);
    boolean large =
        combined(change, reference, -0.5).below(0) || combined(change, reference, 0.5).above(0);
    return Verdicts.of(small, large);
  }

  /** Mean of one change plus a multiple of another. */
  private Estimate combined(List<double[]> change, List<double[]> other, double factor) {
    List<double[]> sums = new ArrayList<>();
    for (int s = 0; s < change.size(); s++) {
      double[] a = change.get(s);
      double[] b = other.get(s);
      sums.add(IntStream.range(0, a.length).mapToDouble(i -> a[i] + factor * b[i]).toArray());
    }
    return bootstrap.meanOfMeans(sums);
  }

  /** C5: from the first width that interpolates to the largest. */
  private Claim capacity() {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> cases = new ArrayList<>();
    List<String> from = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      int first = interpolation(kind);
      if (first == 0 || first == largest()) {
        cases.add(Verdict.UNDECIDED);
        from.add(kind.words() + ": no two widths interpolate");
        continue;
      }
      Estimate growth = bootstrap.difference(all(kind, largest()), all(kind, first));
      numbers.add(growth.as("width %d − %d, %s".formatted(largest(), first, kind.words())));
      cases.add(Verdicts.of(growth.above(0), growth.below(0)));
      from.add("%s: from width %d".formatted(kind.words(), first));
    }
    return new Claim(
        "C5",
        "Margins grow with capacity beyond interpolation.",
        Verdicts.all(cases),
        "Interpolation is a training accuracy of 99 %% (mean over seeds). %s."
            .formatted(String.join("; ", from)),
        numbers,
        seeds);
  }

  /**
   * C6: rank correlation of margin and distance to the nearest sample with another target, within
   * each type of sample. Types mixed would be compared by what was done to them instead: Gaussian
   * inputs are far from everything and have small margins all the same, which is C3.
   */
  private Claim enemies() {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> cases = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (boolean corrupted : new boolean[] {false, true}) {
        if (kind != Kind.CLEAN || !corrupted) {
          Estimate rho = bootstrap.spearman(enemies(kind, corrupted));
          numbers.add(
              rho.as(
                  "Spearman's rho, %s samples, trained with %s"
                      .formatted(corrupted ? "corrupted" : "clean", kind.words())));
          cases.add(Verdicts.of(rho.above(0), rho.below(0)));
        }
      }
    }
    for (Kind kind : List.of(Kind.LABEL, Kind.GAUSSIAN)) {
      numbers.add(
          bootstrap
              .spearman(against(kind, largest(), Neighbourhood::enemyDistance))
              .as("both together, trained with " + kind.words()));
    }
    return new Claim(
        "C6",
        "A sample's margin increases with its distance to the nearest sample of another target.",
        Verdicts.all(cases),
        "Within each type of sample, networks of width %d; both types together are shown beside, and count for nothing."
            .formatted(largest()),
        numbers,
        seeds);
  }

  /** C7: what one number for the whole network hides. */
  private Claim global() {
    int width = largest();
    List<Quantity> numbers = new ArrayList<>();
    List<Estimate> groups = new ArrayList<>();
    for (Kind kind : List.of(Kind.LABEL, Kind.GAUSSIAN)) {
      Estimate difference =
          scaled(
              bootstrap.difference(corrupted(kind, width), clean(kind, width)),
              100 / mean(all(kind, width)));
      numbers.add(
          difference.as("corrupted − clean samples, of the global margin, " + kind.words(), "%"));
      groups.add(difference);
    }
    Estimate accuracies =
        bootstrap.difference(tests(Kind.LABEL, width), tests(Kind.GAUSSIAN, width));
    numbers.add(scaled(accuracies, 100).as("test accuracy, label − Gaussian", "points"));
    boolean different = accuracies.below(0) || accuracies.above(0);
    return new Claim(
        "C7",
        "A single global margin estimate is misleading across noise types.",
        Verdicts.of(
            different && groups.stream().allMatch(g -> g.below(0) || g.above(0)),
            groups.stream().allMatch(g -> g.above(-ALIKE) && g.below(ALIKE))),
        "At width %d. Misleading: within networks of both noise types the groups' margins differ, and the types differ in test accuracy; not so: groups differ by less than %.0f %% of the global margin."
            .formatted(width, ALIKE),
        numbers,
        seeds);
  }

  // ---- Selections ----

  private int largest() {
    return scale.widths().get(scale.widths().size() - 1);
  }

  private List<Trained> trained(Kind kind, int width) {
    return findings.trained().stream().filter(t -> t.kind() == kind && t.width() == width).toList();
  }

  private List<double[]> of(Kind kind, int width, Function<Trained, double[]> values) {
    return trained(kind, width).stream().map(values).toList();
  }

  private List<double[]> clean(Kind kind, int width) {
    return of(kind, width, t -> t.clean().values());
  }

  private List<double[]> corrupted(Kind kind, int width) {
    return of(kind, width, t -> t.corrupted().values());
  }

  /** All measured samples of a network; there are as many of each group as were asked for. */
  private List<double[]> all(Kind kind, int width) {
    return of(
        kind,
        width,
        t ->
            DoubleStream.concat(
                    DoubleStream.of(t.clean().values()), DoubleStream.of(t.corrupted().values()))
                .toArray());
  }

  private List<double[]> tests(Kind kind, int width) {
    return of(kind, width, t -> t.fit().test());
  }

  /** The mean over groups of their means. */
  private static double mean(List<double[]> groups) {
    return groups.stream()
        .mapToDouble(group -> Arrays.stream(group).average().orElse(Double.NaN))
        .average()
        .orElseThrow();
  }

  /**
   * For each seed, how the margins of clean samples differ from those in a clean network, where
   * both networks fit them, and a third one, too.
   */
  private List<double[]> marginChanges(Kind kind, Kind alsoFitted, int width) {
    List<double[]> changes = new ArrayList<>();
    for (int s = 0; s < seeds.size(); s++) {
      SampleMargins a = trained(kind, width).get(s).clean();
      SampleMargins b = trained(Kind.CLEAN, width).get(s).clean();
      SampleMargins c = trained(alsoFitted, width).get(s).clean();
      changes.add(
          IntStream.range(0, a.samples().length)
              .filter(i -> a.usable(i) && b.usable(i) && c.usable(i))
              .mapToDouble(i -> a.distances()[i] - b.distances()[i])
              .toArray());
    }
    return changes;
  }

  /** For each seed and test sample, how a network differs from a clean one in being right. */
  private List<double[]> accuracyChanges(Kind kind, int width) {
    List<double[]> ours = tests(kind, width);
    List<double[]> others = tests(Kind.CLEAN, width);
    List<double[]> differences = new ArrayList<>();
    for (int s = 0; s < ours.size(); s++) {
      double[] a = ours.get(s);
      double[] b = others.get(s);
      double[] difference = new double[a.length];
      Arrays.setAll(difference, i -> a[i] - b[i]);
      differences.add(difference);
    }
    return differences;
  }

  private static Estimate scaled(Estimate estimate, double factor) {
    return new Estimate(
        factor * estimate.value(),
        factor * estimate.low(),
        factor * estimate.high(),
        estimate.level());
  }

  private double trainAccuracy(Kind kind, int width) {
    return trained(kind, width).stream().mapToDouble(t -> t.fit().train()).average().orElseThrow();
  }

  private int interpolation(Kind kind) {
    return scale.widths().stream()
        .filter(width -> trainAccuracy(kind, width) >= INTERPOLATES)
        .findFirst()
        .orElse(0);
  }

  /** For each seed, margins of fitted samples and something about where they lie. */
  private List<Pairs> against(Kind kind, int width, ToDoubleFunction<Neighbourhood> distance) {
    List<Pairs> pairs = new ArrayList<>();
    List<Trained> networks = trained(kind, width);
    List<Geometry> places = geometry(kind);
    for (int s = 0; s < networks.size(); s++) {
      Trained network = networks.get(s);
      Geometry place = places.get(s);
      Points clean = points("", network.clean(), place.clean(), distance);
      Points corrupted = points("", network.corrupted(), place.corrupted(), distance);
      pairs.add(
          new Pairs(
              DoubleStream.concat(DoubleStream.of(clean.x()), DoubleStream.of(corrupted.x()))
                  .toArray(),
              DoubleStream.concat(DoubleStream.of(clean.y()), DoubleStream.of(corrupted.y()))
                  .toArray()));
    }
    return pairs;
  }

  /** As {@link #against} in the widest networks, of one type of samples and enemies only. */
  private List<Pairs> enemies(Kind kind, boolean corrupted) {
    List<Pairs> pairs = new ArrayList<>();
    for (int s = 0; s < seeds.size(); s++) {
      Trained network = trained(kind, largest()).get(s);
      Geometry place = geometry(kind).get(s);
      Points points =
          points(
              "",
              corrupted ? network.corrupted() : network.clean(),
              corrupted ? place.corrupted() : place.clean(),
              Neighbourhood::enemyDistance);
      pairs.add(new Pairs(points.x(), points.y()));
    }
    return pairs;
  }

  private static Points points(
      String name,
      SampleMargins margins,
      List<Neighbourhood> places,
      ToDoubleFunction<Neighbourhood> distance) {
    int[] usable = IntStream.range(0, margins.samples().length).filter(margins::usable).toArray();
    return new Points(
        name,
        IntStream.of(usable).mapToDouble(i -> distance.applyAsDouble(places.get(i))).toArray(),
        IntStream.of(usable).mapToDouble(i -> margins.distances()[i]).toArray());
  }

  private List<Geometry> geometry(Kind kind) {
    return findings.geometry().stream().filter(g -> g.kind() == kind).toList();
  }

  // ---- Figures ----

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(groups());
    figures.add(cleanSamples());
    figures.add(accuracies());
    figures.add(byNoise());
    for (Kind kind : Kind.values()) {
      figures.add(scatter(kind));
    }
    figures.add(
        distances(
            "enemy-distance",
            "Distance to the nearest sample of another target",
            Neighbourhood::enemyDistance));
    figures.add(
        distances(
            "neighbour-distance", "Distance to the nearest other sample", Neighbourhood::distance));
    figures.add(
        distances(
            "mean-distance", "Mean distance to all other samples", Neighbourhood::meanDistance));
    return figures;
  }

  private double[] widthAxis() {
    return scale.widths().stream().mapToDouble(w -> w).toArray();
  }

  private Line line(String name, Function<Integer, List<double[]>> groups) {
    List<Estimate> means = scale.widths().stream().map(groups).map(bootstrap::meanOfMeans).toList();
    return Line.of(name, widthAxis(), values(means, Estimate::value))
        .within(values(means, Estimate::low), values(means, Estimate::high));
  }

  private static double[] values(List<Estimate> estimates, ToDoubleFunction<Estimate> value) {
    return estimates.stream().mapToDouble(value).toArray();
  }

  private Figure groups() {
    return new Figure.Lines(
        new Heading(
            "margins-by-group",
            "Margins by group and capacity",
            "Mean distance to the boundary of fitted samples, %d seeds; bands: 95 %% intervals over the samples."
                .formatted(seeds.size())),
        WIDTH,
        MARGIN,
        List.of(
            line("wrong labels: corrupted samples", w -> corrupted(Kind.LABEL, w)),
            line("wrong labels: clean samples", w -> clean(Kind.LABEL, w)),
            line("Gaussian inputs: corrupted samples", w -> corrupted(Kind.GAUSSIAN, w)),
            line("Gaussian inputs: clean samples", w -> clean(Kind.GAUSSIAN, w)),
            line("clean network", w -> clean(Kind.CLEAN, w))));
  }

  private Figure cleanSamples() {
    return new Figure.Lines(
        new Heading(
            "margins-of-clean-samples",
            "The same clean samples in three networks",
            "Mean distance to the boundary where the network fits them; bands: 95 % intervals."),
        WIDTH,
        MARGIN,
        Arrays.stream(Kind.values())
            .map(kind -> line("trained with " + kind.words(), w -> clean(kind, w)))
            .toList());
  }

  private Figure accuracies() {
    return new Figure.Lines(
        new Heading(
            "accuracy-by-width",
            "Test accuracy by capacity",
            "Mean over %d seeds; bands: 95 %% intervals over the test samples."
                .formatted(seeds.size())),
        WIDTH,
        Axis.of("test accuracy"),
        Arrays.stream(Kind.values())
            .map(kind -> line("trained with " + kind.words(), w -> tests(kind, w)))
            .toList());
  }

  private Figure byNoise() {
    double[] noises = findings.noisy().stream().mapToDouble(Noisy::noise).distinct().toArray();
    List<Line> lines = new ArrayList<>();
    List<Estimate> means =
        Arrays.stream(noises).mapToObj(noise -> bootstrap.meanOfMeans(noisy(noise))).toList();
    lines.add(
        Line.of(
                "clean samples",
                Arrays.stream(noises).map(noise -> 100 * noise).toArray(),
                values(means, Estimate::value))
            .within(values(means, Estimate::low), values(means, Estimate::high)));
    return new Figure.Lines(
        new Heading(
            "margins-by-noise",
            "Margins of clean samples as noise grows",
            "Networks of width %d; mean over %d seeds, band: 95 %% interval."
                .formatted(scale.noiseWidth(), seeds.size())),
        Axis.of("wrong labels", "%"),
        MARGIN,
        lines);
  }

  private List<double[]> noisy(double noise) {
    return findings.noisy().stream()
        .filter(n -> n.noise() == noise)
        .map(n -> n.clean().values())
        .toList();
  }

  private Figure scatter(Kind kind) {
    Trained network = trained(kind, largest()).get(0);
    Geometry place = geometry(kind).get(0);
    List<Points> points = new ArrayList<>();
    points.add(points("clean", network.clean(), place.clean(), Neighbourhood::enemyDistance));
    if (!place.corrupted().isEmpty()) {
      points.add(
          points(
              "corrupted", network.corrupted(), place.corrupted(), Neighbourhood::enemyDistance));
    }
    return new Figure.Scatter(
        new Heading(
            "margin-and-enemy-" + kind.name().toLowerCase(Locale.ROOT),
            "Margin and nearest enemy, trained with " + kind.words(),
            "Fitted samples of the network of width %d, seed %d."
                .formatted(largest(), network.draw().seed())),
        Axis.of("distance to the nearest sample of another target"),
        MARGIN,
        points,
        false);
  }

  private Figure distances(String name, String title, ToDoubleFunction<Neighbourhood> distance) {
    List<Figure.Sample> samples = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Geometry place = geometry(kind).get(0);
      if (kind == Kind.CLEAN) {
        samples.add(sample("clean", place.clean(), distance));
      } else {
        samples.add(sample(kind.words(), place.corrupted(), distance));
      }
    }
    return new Figure.Boxes(
        new Heading(name, title, "Among all training samples, seed %d.".formatted(seeds.get(0))),
        Axis.of("samples"),
        Axis.of("distance"),
        samples);
  }

  private static Figure.Sample sample(
      String name, List<Neighbourhood> places, ToDoubleFunction<Neighbourhood> distance) {
    return new Figure.Sample(name, places.stream().mapToDouble(distance).toArray());
  }

  // ---- Tables ----

  private Table networks() {
    Table.Builder table =
        Table.named("networks", "Networks")
            .integer("seed", "of data, corruption and weights")
            .text("trained_with", "what was done to the training set")
            .integer("width", "hidden units")
            .real("train_accuracy", "", "on the targets as trained")
            .real("test_accuracy", "", "at the end")
            .real("clean_margin", "", "mean over fitted clean samples")
            .integer("clean_fitted", "how many these are")
            .real(
                "corrupted_margin",
                "",
                "mean over fitted corrupted samples; none where there are none")
            .integer("corrupted_fitted", "how many these are")
            .integer("not_found", "samples for which no boundary was found");
    for (Trained t : findings.trained()) {
      table.row(
          t.draw().seed(),
          t.kind().words(),
          t.width(),
          t.fit().train(),
          Arrays.stream(t.fit().test()).average().orElseThrow(),
          t.clean().mean(),
          t.clean().values().length,
          t.corrupted().values().length == 0 ? null : (Double) t.corrupted().mean(),
          t.corrupted().values().length,
          t.clean().failed() + t.corrupted().failed());
    }
    return table.build();
  }

  private Table noise() {
    Table.Builder table =
        Table.named("noise", "Networks by label noise")
            .integer("seed", "of data, corruption and weights")
            .real("noise", "", "share of wrong labels")
            .real("train_accuracy", "", "on the targets as trained")
            .real("test_accuracy", "", "at the end")
            .real("clean_margin", "", "mean over fitted clean samples");
    for (Noisy n : findings.noisy()) {
      table.row(
          n.draw().seed(),
          n.noise(),
          n.fit().train(),
          Arrays.stream(n.fit().test()).average().orElseThrow(),
          n.clean().mean());
    }
    return table.build();
  }

  private Table neighbours() {
    Table.Builder table =
        Table.named("neighbours", "Where samples lie")
            .note("Means over the measured samples of a group, among all training samples.")
            .integer("seed", "of data and corruption")
            .text("training_set", "what was done to it")
            .text("group", "which samples")
            .real("neighbour", "", "distance to the nearest other sample")
            .real("enemy", "", "distance to the nearest sample of another target")
            .real("mean", "", "mean distance to all others");
    for (Geometry g : findings.geometry()) {
      row(table, g, "clean", g.clean());
      if (!g.corrupted().isEmpty()) {
        row(table, g, "corrupted", g.corrupted());
      }
    }
    return table.build();
  }

  private static void row(
      Table.Builder table, Geometry g, String group, List<Neighbourhood> places) {
    table.row(
        g.draw().seed(),
        g.kind().words(),
        group,
        places.stream().mapToDouble(Neighbourhood::distance).average().orElseThrow(),
        places.stream().mapToDouble(Neighbourhood::enemyDistance).average().orElseThrow(),
        places.stream().mapToDouble(Neighbourhood::meanDistance).average().orElseThrow());
  }

  private Table correlations() {
    Table.Builder table =
        Table.named("correlations", "Margin and geometry")
            .note("Spearman's rho over fitted samples, mean over seeds, 95 % bootstrap interval.")
            .text("trained_with", "what was done to the training set")
            .integer("width", "hidden units")
            .text("distance", "what the margin is compared with")
            .real("rho", "", "Spearman's rho")
            .real("low", "", "lower end of the interval")
            .real("high", "", "upper end of the interval");
    for (Kind kind : Kind.values()) {
      for (int width : scale.widths()) {
        correlation(table, kind, width, "nearest enemy", Neighbourhood::enemyDistance);
        correlation(table, kind, width, "nearest neighbour", Neighbourhood::distance);
        correlation(table, kind, width, "mean distance", Neighbourhood::meanDistance);
      }
    }
    return table.build();
  }

  private void correlation(
      Table.Builder table,
      Kind kind,
      int width,
      String name,
      ToDoubleFunction<Neighbourhood> distance) {
    Bootstrap quick = new Bootstrap(200, bootstrap.level(), bootstrap.seed());
    Estimate rho = quick.spearman(against(kind, width, distance));
    table.row(kind.words(), width, name, rho.value(), rho.low(), rho.high());
  }

  private void notes(Report.Builder report) {
    report.note(
        "Margins are distances to a point found on the boundary: upper bounds. They count where the"
            + " network predicts the target that the sample was trained on.");
    report.note(Verdicts.INTERVALS.formatted("samples"));
    int failed =
        findings.trained().stream()
            .mapToInt(t -> t.clean().failed() + t.corrupted().failed())
            .sum();
    if (failed > 0) {
      report.note("For %d samples no boundary was found; they count in no mean.".formatted(failed));
    }
  }
}
