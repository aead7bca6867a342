package dev.assay.study.paper;

import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Figure.Line;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.study.fragmentation.FragmentationFigures;
import dev.assay.study.paper.FragmentationPaper.Cut;
import dev.assay.study.paper.FragmentationPaper.Draw;
import dev.assay.study.paper.FragmentationPaper.End;
import dev.assay.study.paper.FragmentationPaper.Findings;
import dev.assay.study.paper.FragmentationPaper.Moment;
import dev.assay.study.paper.FragmentationPaper.Ordered;
import dev.assay.study.paper.FragmentationPaper.Picture;
import dev.assay.study.paper.FragmentationPaper.Rescaled;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the measurements of {@link FragmentationPaper} say about statements B1 to B6. */
final class FragmentationResults {
  /** Training accuracy from which a network interpolates. */
  private static final double INTERPOLATES = 0.99;

  private static final Axis WIDTH = Axis.of("hidden units").logarithmic();
  private static final Axis CHANGES = Axis.of("class changes on a segment");

  private final Laboratory laboratory;
  private final FragmentationScale scale;
  private final Findings findings;
  private final Bootstrap bootstrap;
  private final List<Long> seeds;

  FragmentationResults(
      Laboratory laboratory, FragmentationScale scale, Findings findings, Bootstrap bootstrap) {
    this.laboratory = laboratory;
    this.scale = scale;
    this.findings = findings;
    this.bootstrap = bootstrap;
    this.seeds = findings.draws().stream().map(Draw::seed).toList();
  }

  Report report() {
    Report.Builder report =
        Report.titled("Fragmentation reproduced on " + laboratory.data())
            .summary(
                "Statements of \"Is network fragmentation a useful complexity measure?\" (Mouton et"
                    + " al. 2024), checked on perceptrons trained on %,d samples of %s, with %,.0f %% of"
                        .formatted(scale.train(), laboratory.data(), 100 * scale.noise())
                    + " the labels wrong and with none. Fragmentation is the exact number of class"
                    + " changes on the segment between two clean training samples of one class,"
                    + " averaged over %,d pairs and %d seeds."
                        .formatted(scale.pairs(), seeds.size()));
    claims().forEach(report::claim);
    Estimate peak = mean(true, peak());
    report
        .key(peak.as("class changes at the peak, width " + peak()))
        .key(mean(true, largest()).as("class changes at width " + largest()))
        .key(missedAt(100));
    figures().forEach(report::figure);
    report.table(widths()).table(epochs()).table(cuts()).table(scalings()).table(family());
    notes(report);
    return report
        .provenance("paper", "fragmentation")
        .provenance("scale", scale)
        .provenance("seeds", seeds)
        .provenance("data", findings.draws().stream().map(d -> d.noisy().provenance()).toList())
        .provenance("test", laboratory.test(scale.test()).provenance())
        .build();
  }

  private List<Claim> claims() {
    return List.of(
        doubleDescent(), validation(), hiddenLayers(), norms(), generalisation(), labelNoise());
  }

  /**
   * B1: more class changes in the interpolation regime than at both ends of the range of widths,
   * and the largest number within it. The peak's width is chosen on the other seeds.
   */
  private Claim doubleDescent() {
    int interpolation = interpolation();
    List<Integer> regime = regime(interpolation);
    int peak = peak();
    List<Quantity> numbers = new ArrayList<>();
    Verdict verdict = Verdict.UNDECIDED;
    if (!regime.isEmpty()) {
      List<Integer> chosen = OtherSeeds.best(seeds, regime, this::level);
      Estimate rise = mean(differences(chosen, scale.widths().get(0)));
      Estimate fall = mean(differences(chosen, largest()));
      numbers.add(rise.as("peak of the regime − width " + scale.widths().get(0)));
      numbers.add(fall.as("peak of the regime − width " + largest()));
      verdict =
          Verdicts.of(
              regime.contains(peak) && rise.above(0) && fall.above(0),
              rise.below(0) || fall.below(0));
    }
    numbers.add(mean(true, peak).as("class changes at width " + peak));
    numbers.add(Quantity.of("training accuracy there", 100 * accuracy(true, peak), "%"));
    return new Claim(
        "B1",
        "Fragmentation against width peaks in the interpolation regime and then decreases.",
        verdict,
        "With label noise, segments whose ends the network classifies right. Training accuracy first reaches 99 %% at width %s; the regime is within a factor of four of it: %s. The largest mean is at width %d."
            .formatted(interpolation > 0 ? interpolation : "none", regime, peak),
        numbers,
        seeds);
  }

  /** Widths within a factor of four of a width. */
  private List<Integer> regime(int interpolation) {
    return scale.widths().stream()
        .filter(width -> width >= interpolation / 4 && width <= 4 * interpolation)
        .toList();
  }

  /**
   * B2: rank correlation with the test error over the epochs, between training and test samples.
   */
  private Claim validation() {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> train = new ArrayList<>();
    List<Verdict> test = new ArrayList<>();
    for (int width : scale.followed()) {
      Estimate tau = bootstrap.kendall(overEpochs(width, Moment::testError, Moment::between));
      Estimate testTau =
          bootstrap.kendall(overEpochs(width, Moment::testError, Moment::betweenTest));
      numbers.add(tau.as("tau, training samples, width " + width));
      numbers.add(testTau.as("tau, test samples, width " + width));
      train.add(Verdicts.of(tau.above(0), tau.below(0)));
      test.add(Verdicts.of(testTau.above(0), testTau.below(0)));
    }
    numbers.add(
        bootstrap
            .kendall(overEpochs(Moment::trainError, Moment::between))
            .as("tau with training error, training samples"));
    List<Verdict> choices = List.of(Verdicts.all(train), Verdicts.all(test));
    return new Claim(
        "B2",
        "Fragmentation follows the validation error during training.",
        Verdicts.of(
            choices.stream().allMatch(c -> c == Verdict.HOLDS),
            choices.stream().allMatch(c -> c == Verdict.DOES_NOT_HOLD)),
        "Kendall's tau between fragmentation and test error over %d epochs of networks trained with label noise; the intervals resample seeds and epochs. The paper's choice of samples is not known, so segments between training samples and between test samples must agree, at every width."
            .formatted(scale.snapshots().size() + 1),
        numbers,
        seeds);
  }

  /** B3: class changes after the first hidden layer, on segments whose ends are right. */
  private Claim hiddenLayers() {
    List<Quantity> numbers = new ArrayList<>();
    List<String> names = findings.cuts().stream().map(Cut::name).distinct().toList();
    for (String name : names) {
      numbers.add(changesAt(name).as("class changes, " + name));
    }
    Estimate first = changesAt(names.get(1));
    return new Claim(
        "B3",
        "Fragmentation is also present in hidden representations.",
        Verdicts.of(first.above(0), first.value() == 0),
        "Segments between the activations, after the first ReLU, of samples that the network classifies right; networks with %d hidden layers of %d units, trained with label noise. In front of the last layer regions are convex, so nothing can change there."
            .formatted(scale.deepDepth(), scale.deepWidth()),
        numbers,
        seeds);
  }

  private Estimate changesAt(String cut) {
    return mean(
        findings.cuts().stream().filter(c -> c.name().equals(cut)).map(Cut::values).toList());
  }

  /** B4: the same counts with other weights. */
  private Claim norms() {
    long different =
        findings.rescaled().stream()
            .filter(r -> !Arrays.equals(r.changes(), r.scaledChanges()))
            .count();
    double largestChange =
        findings.rescaled().stream()
            .mapToDouble(r -> Math.max(r.scaledNorm() / r.norm(), r.norm() / r.scaledNorm()))
            .max()
            .orElseThrow();
    Estimate norm = bootstrap.kendall(overEpochs(Moment::norm, Moment::between));
    Estimate error = bootstrap.kendall(overEpochs(Moment::testError, Moment::between));
    Estimate byWidth = bootstrap.kendall(normsByWidth());
    return new Claim(
        "B4",
        "Fragmentation does not change when weights are re-scaled without changing the function: it is not a matter of weight norms.",
        Verdicts.of(different == 0, different > 0),
        "%d networks re-scaled by %s; the counts of %s differ."
            .formatted(
                findings.rescaled().size() / FragmentationPaper.FACTORS.size(),
                FragmentationPaper.FACTORS,
                different == 0 ? "none" : different),
        List.of(
            Quantity.of("re-scaled networks that differ", different),
            Quantity.of("largest change of the weight norm, factor", largestChange),
            norm.as("tau with weight norm over epochs"),
            error.as("tau with test error over epochs"),
            byWidth.as("tau with width, label noise")),
        seeds);
  }

  private List<Pairs> normsByWidth() {
    return seeds.stream()
        .map(
            seed -> {
              List<End> ends = ends(true, seed);
              return new Pairs(values(ends, End::width), values(ends, end -> end.lines().mean()));
            })
        .toList();
  }

  /** B5, on the family instead of PGDL. */
  private Claim generalisation() {
    List<Pairs> pairs =
        seeds.stream()
            .map(
                seed -> {
                  List<Ordered> members = members(seed);
                  return new Pairs(
                      values(members, m -> m.lines().mean()),
                      values(members, m -> m.accuracy().gap()));
                })
            .toList();
    Estimate tau = bootstrap.kendall(pairs);
    return new Claim(
        "B5",
        "Fragmentation has a positive rank correlation with the generalisation gap.",
        Verdicts.of(tau.above(0), tau.below(0)),
        "Kendall's tau over a family of %d networks for each seed (width, depth, weight decay, batch size), trained without label noise; the paper's statement is about the tasks of PGDL."
            .formatted(scale.family().size()),
        List.of(
            tau.as("tau(fragmentation, gap)"),
            Quantity.of("smallest gap", 100 * gaps().min().orElseThrow(), "%"),
            Quantity.of("largest gap", 100 * gaps().max().orElseThrow(), "%")),
        seeds);
  }

  private DoubleStream gaps() {
    return findings.family().stream().mapToDouble(member -> member.accuracy().gap());
  }

  /** B6: with noise more than without, over all widths, and less at none. */
  private Claim labelNoise() {
    List<Quantity> numbers = new ArrayList<>();
    List<List<double[]>> all = new ArrayList<>();
    int larger = 0;
    int smaller = 0;
    for (int width : scale.widths()) {
      List<double[]> differences = noiseDifferences(width);
      Estimate more = mean(differences);
      numbers.add(more.as("noise − none, width " + width));
      all.add(differences);
      larger += more.above(0) ? 1 : 0;
      smaller += more.below(0) ? 1 : 0;
    }
    Estimate overall =
        bootstrap.meanOfStrata(
            IntStream.range(0, seeds.size())
                .mapToObj(s -> all.stream().map(widths -> widths.get(s)).toList())
                .toList());
    numbers.add(0, overall.as("noise − none, mean over widths"));
    return new Claim(
        "B6",
        "At equal width, fragmentation is larger with label noise than without.",
        Verdicts.of(overall.above(0) && smaller == 0, overall.below(0)),
        "Larger at %d of %d widths, smaller at %d, no clear difference at the others; segments whose ends both networks classify right."
            .formatted(larger, scale.widths().size(), smaller),
        numbers,
        seeds);
  }

  // ---- Selections ----

  private int largest() {
    return scale.widths().get(scale.widths().size() - 1);
  }

  private int peak() {
    return scale.widths().stream().max(Comparator.comparingDouble(this::level)).orElseThrow();
  }

  /** The first width from which networks with label noise interpolate; 0 for none. */
  private int interpolation() {
    return scale.widths().stream()
        .filter(width -> accuracy(true, width) >= INTERPOLATES)
        .findFirst()
        .orElse(0);
  }

  private List<End> ends(boolean noise, long seed) {
    return findings.ends().stream()
        .filter(end -> end.noise() == noise && end.draw().seed() == seed)
        .toList();
  }

  private List<End> ends(boolean noise, int width) {
    return findings.ends().stream()
        .filter(end -> end.noise() == noise && end.width() == width)
        .toList();
  }

  private List<Ordered> members(long seed) {
    return findings.family().stream().filter(m -> m.member().seed() == seed).toList();
  }

  private double accuracy(boolean noise, int width) {
    return ends(noise, width).stream()
        .mapToDouble(end -> end.accuracy().train())
        .average()
        .orElseThrow();
  }

  private End end(boolean noise, int width, long seed) {
    return ends(noise, width).stream()
        .filter(end -> end.draw().seed() == seed)
        .findFirst()
        .orElseThrow();
  }

  /** Fragmentation with label noise. */
  private double level(int width, long seed) {
    return end(true, width, seed).level();
  }

  /** Mean over seeds of fragmentation with label noise. */
  private double level(int width) {
    return seeds.stream().mapToDouble(seed -> level(width, seed)).average().orElseThrow();
  }

  private Estimate mean(boolean noise, int width) {
    return mean(ends(noise, width).stream().map(End::values).toList());
  }

  private Estimate mean(List<double[]> groups) {
    return bootstrap.meanOfMeans(groups);
  }

  private List<double[]> noiseDifferences(int width) {
    return seeds.stream()
        .map(seed -> differences(end(true, width, seed), end(false, width, seed)))
        .toList();
  }

  /** Of networks with label noise: for each seed one of a width of its own, and a common one. */
  private List<double[]> differences(List<Integer> chosen, int other) {
    List<double[]> differences = new ArrayList<>();
    for (int s = 0; s < seeds.size(); s++) {
      long seed = seeds.get(s);
      differences.add(differences(end(true, chosen.get(s), seed), end(true, other, seed)));
    }
    return differences;
  }

  /** On the segments whose ends both networks classify as labelled. */
  private static double[] differences(End first, End second) {
    int[] a = first.lines().changes();
    int[] b = second.lines().changes();
    boolean[] correct = first.correct();
    boolean[] otherCorrect = second.correct();
    return IntStream.range(0, a.length)
        .filter(i -> correct[i] && otherCorrect[i])
        .mapToDouble(i -> a[i] - b[i])
        .toArray();
  }

  private List<Pairs> overEpochs(
      ToDoubleFunction<Moment> other, ToDoubleFunction<Moment> fragmentation) {
    return scale.followed().stream()
        .flatMap(width -> overEpochs(width, other, fragmentation).stream())
        .toList();
  }

  private List<Pairs> overEpochs(
      int width, ToDoubleFunction<Moment> other, ToDoubleFunction<Moment> fragmentation) {
    return seeds.stream()
        .map(
            seed -> {
              List<Moment> moments = moments(width, seed);
              return new Pairs(values(moments, fragmentation), values(moments, other));
            })
        .toList();
  }

  private List<Moment> moments(int width, long seed) {
    return findings.moments().stream()
        .filter(m -> m.width() == width && m.draw().seed() == seed)
        .toList();
  }

  private static <T> double[] values(List<T> things, ToDoubleFunction<T> value) {
    return things.stream().mapToDouble(value).toArray();
  }

  // ---- Figures ----

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>(List.of(byWidth(), allByWidth(), errorsByWidth()));
    scale.followed().forEach(width -> figures.add(byEpoch(width)));
    figures.add(missed());
    figures.add(byCut());
    figures.add(againstGap());
    for (Picture picture : findings.pictures()) {
      if (picture.plane().ok()) {
        figures.add(
            FragmentationFigures.plane(
                new Heading(
                    picture.name(),
                    "Decision regions, " + picture.where(),
                    "The plane through three training samples, trained with label noise: %d regions."
                        .formatted(picture.plane().regions())),
                picture.plane(),
                picture.data(),
                picture.triplet()));
      }
    }
    return figures;
  }

  private Figure byWidth() {
    return new Figure.Lines(
        new Heading(
            "fragmentation-by-width",
            "Fragmentation by width",
            "Mean number of class changes on a segment between clean training samples of one class"
                + " that the network gets right, over %d seeds; bands: 95 %% bootstrap intervals over the segments."
                    .formatted(seeds.size())),
        WIDTH,
        CHANGES,
        List.of(
            widthLine("%.0f %% label noise".formatted(100 * scale.noise()), true, End::values),
            widthLine("no label noise", false, End::values)));
  }

  private Figure allByWidth() {
    return new Figure.Lines(
        new Heading(
            "fragmentation-of-all-pairs",
            "Fragmentation by width, all pairs",
            "As above, with the segments that end in a sample which the network gets wrong: networks"
                + " too small for the task have many."),
        WIDTH,
        CHANGES,
        List.of(
            widthLine(
                "%.0f %% label noise".formatted(100 * scale.noise()),
                true,
                end -> end.lines().values()),
            widthLine("no label noise", false, end -> end.lines().values())));
  }

  private Line widthLine(String name, boolean noise, Function<End, double[]> values) {
    List<Estimate> means =
        scale.widths().stream()
            .map(width -> mean(ends(noise, width).stream().map(values).toList()))
            .toList();
    return Line.of(name, widthAxis(), values(means, Estimate::value))
        .within(values(means, Estimate::low), values(means, Estimate::high));
  }

  private double[] widthAxis() {
    return scale.widths().stream().mapToDouble(w -> w).toArray();
  }

  private Figure errorsByWidth() {
    List<Line> lines = new ArrayList<>();
    for (boolean noise : new boolean[] {true, false}) {
      String name = noise ? "%.0f %% noise".formatted(100 * scale.noise()) : "no noise";
      lines.add(errorLine("test, " + name, noise, end -> 1 - end.accuracy().test()));
      lines.add(errorLine("training, " + name, noise, end -> 1 - end.accuracy().train()));
    }
    return new Figure.Lines(
        new Heading(
            "error-by-width",
            "Error by width",
            "Mean and range over %d seeds, after %d epochs."
                .formatted(seeds.size(), scale.epochs())),
        WIDTH,
        Axis.of("error", "%"),
        lines);
  }

  private Line errorLine(String name, boolean noise, ToDoubleFunction<End> error) {
    List<double[]> errors =
        scale.widths().stream()
            .map(
                width -> ends(noise, width).stream().mapToDouble(error).map(e -> 100 * e).toArray())
            .toList();
    return Line.of(name, widthAxis(), values(errors, e -> Arrays.stream(e).average().orElseThrow()))
        .within(
            values(errors, e -> Arrays.stream(e).min().orElseThrow()),
            values(errors, e -> Arrays.stream(e).max().orElseThrow()));
  }

  private Figure byEpoch(int width) {
    List<Moment> one = moments(width, seeds.get(0));
    double[] epochs = values(one, Moment::epoch);
    return new Figure.Lines(
        new Heading(
            "fragmentation-by-epoch-width-" + width,
            "Fragmentation during training, width " + width,
            "With label noise; means over %d seeds, each curve divided by its largest value."
                .formatted(seeds.size())),
        Axis.of("epoch").logarithmic(),
        Axis.of("relative to the largest value"),
        List.of(
            Line.of("changes, training samples", epochs, relative(width, Moment::between)),
            Line.of("changes, those right", epochs, relative(width, Moment::betweenCorrect)),
            Line.of("changes, test samples", epochs, relative(width, Moment::betweenTest)),
            Line.of("test error", epochs, relative(width, Moment::testError)),
            Line.of("training error", epochs, relative(width, Moment::trainError)),
            Line.of("weight norm", epochs, relative(width, Moment::norm))));
  }

  private double[] relative(int width, ToDoubleFunction<Moment> value) {
    double[] means = new double[scale.snapshots().size() + 1];
    for (long seed : seeds) {
      List<Moment> moments = moments(width, seed);
      for (int i = 0; i < means.length; i++) {
        means[i] += value.applyAsDouble(moments.get(i)) / seeds.size();
      }
    }
    double largest = Arrays.stream(means).max().orElseThrow();
    return Arrays.stream(means).map(m -> largest > 0 ? m / largest : 0).toArray();
  }

  private Figure missed() {
    List<Line> lines = new ArrayList<>();
    for (int width : List.of(scale.widths().get(0), peak(), largest())) {
      lines.add(missedLine("width " + width, ends(true, width).stream().map(End::lines)));
    }
    lines.add(
        missedLine(
            "%d hidden layers".formatted(scale.deepDepth()),
            findings.cuts().stream().filter(c -> c.name().equals("input")).map(Cut::lines)));
    return FragmentationFigures.missed(lines);
  }

  private static Line missedLine(String name, Stream<Lines> stream) {
    List<Lines> lines = stream.toList();
    return Line.of(
        name,
        FragmentationFigures.POINTS.stream().mapToDouble(n -> n).toArray(),
        FragmentationFigures.POINTS.stream().mapToDouble(n -> missed(lines, n)).toArray());
  }

  private static double missed(List<Lines> lines, int points) {
    long all = lines.stream().mapToLong(Lines::total).sum();
    long seen = lines.stream().mapToLong(l -> l.seenBy(points)).sum();
    return all == 0 ? Double.NaN : (double) (all - seen) / all;
  }

  private Quantity missedAt(int points) {
    return Quantity.of(
        "class changes that %d points miss, label noise".formatted(points),
        100 * missed(findings.ends().stream().filter(End::noise).map(End::lines).toList(), points),
        "%");
  }

  private Figure byCut() {
    List<String> names = findings.cuts().stream().map(Cut::name).distinct().toList();
    List<Estimate> means = names.stream().map(this::changesAt).toList();
    return new Figure.Bars(
        new Heading(
            "fragmentation-by-cut",
            "Fragmentation at hidden cuts",
            "Networks with %d hidden layers of %d units, trained with label noise; 95 %% intervals."
                .formatted(scale.deepDepth(), scale.deepWidth())),
        Axis.of("space"),
        CHANGES,
        names,
        List.of(
            Figure.BarSeries.of("class changes", values(means, Estimate::value))
                .within(values(means, Estimate::low), values(means, Estimate::high))));
  }

  private Figure againstGap() {
    List<Figure.Points> points = new ArrayList<>();
    for (long seed : seeds) {
      List<Ordered> members = members(seed);
      points.add(
          new Figure.Points(
              "seed " + seed,
              values(members, m -> m.lines().mean()),
              values(members, m -> 100 * m.accuracy().gap())));
    }
    return new Figure.Scatter(
        new Heading(
            "fragmentation-and-gap",
            "Fragmentation and generalisation gap",
            "Each point is a network of the family, trained without label noise."),
        CHANGES,
        Axis.of("training − test accuracy", "%"),
        points,
        false);
  }

  // ---- Tables ----

  private Table widths() {
    Table.Builder table =
        Table.named("widths", "Networks by width")
            .integer("seed", "of data, noise and weights")
            .real("noise", "", "share of wrong labels")
            .integer("width", "hidden units")
            .real("train_accuracy", "", "at the end, on the labels as trained")
            .real("test_accuracy", "", "at the end")
            .real(
                "changes_correct",
                "",
                "mean class changes where both ends are classified right, exact")
            .integer("correct", "segments of these")
            .real("changes", "", "mean class changes on a segment, exact")
            .real("changes_seen_by_100", "", "mean class changes that 100 points see")
            .integer("segments", "segments with an answer")
            .integer("unanswered", "segments without")
            .real("pieces", "", "mean linear pieces of a segment");
    for (End end : findings.ends()) {
      Lines lines = end.lines();
      int answered = lines.values().length;
      table.row(
          end.draw().seed(),
          end.noise() ? scale.noise() : 0.0,
          end.width(),
          end.accuracy().train(),
          end.accuracy().test(),
          end.level(),
          end.values().length,
          lines.mean(),
          (double) lines.seenBy(100) / answered,
          answered,
          lines.unanswered(),
          (double) lines.pieces() / answered);
    }
    return table.build();
  }

  private Table epochs() {
    Table.Builder table =
        Table.named("epochs", "Networks during training")
            .integer("seed", "of data, noise and weights")
            .integer("width", "hidden units")
            .integer("epoch", "epochs trained")
            .real("train_error", "", "of the mini-batches of the epoch")
            .real("test_error", "", "after the epoch")
            .real("weight_norm", "", "Euclidean norm of all weights")
            .real("changes", "", "mean class changes between training samples, exact")
            .real("changes_correct", "", "where both ends are classified right")
            .real("changes_test", "", "between test samples");
    for (Moment m : findings.moments()) {
      table.row(
          m.draw().seed(),
          m.width(),
          m.epoch(),
          m.trainError(),
          m.testError(),
          m.norm(),
          m.between(),
          m.betweenCorrect(),
          m.betweenTest());
    }
    return table.build();
  }

  private Table cuts() {
    Table.Builder table =
        Table.named("cuts", "Networks at hidden cuts")
            .integer("seed", "of data, noise and weights")
            .text("space", "where segments lie")
            .real("changes", "", "mean class changes on a segment, exact")
            .integer("unanswered", "segments without an answer");
    for (Cut cut : findings.cuts()) {
      table.row(cut.draw().seed(), cut.name(), cut.lines().mean(), cut.lines().unanswered());
    }
    return table.build();
  }

  private Table scalings() {
    Table.Builder table =
        Table.named("rescaled", "Re-scaled networks")
            .integer("seed", "of data, noise and weights")
            .integer("width", "hidden units")
            .real("factor", "", "by which the hidden layer's output is multiplied")
            .real("norm", "", "weight norm before")
            .real("scaled_norm", "", "weight norm after")
            .integer("different", "segments whose number of class changes differs");
    for (Rescaled r : findings.rescaled()) {
      int[] before = r.changes();
      int[] after = r.scaledChanges();
      long different = IntStream.range(0, before.length).filter(i -> before[i] != after[i]).count();
      table.row(r.draw().seed(), r.width(), r.factor(), r.norm(), r.scaledNorm(), different);
    }
    return table.build();
  }

  private Table family() {
    Table.Builder table =
        Table.named("family", "The family of networks")
            .integer("seed", "of data and weights")
            .integer("width", "hidden units of a layer")
            .integer("depth", "hidden layers")
            .real("weight_decay", "", "of Adam, as an L2 term")
            .integer("batch", "samples in a step")
            .real("train_accuracy", "", "at the end")
            .real("test_accuracy", "", "at the end")
            .real("changes", "", "mean class changes on a segment, exact");
    for (Ordered o : findings.family()) {
      table.row(
          o.member().seed(),
          o.member().width(),
          o.member().depth(),
          o.member().weightDecay(),
          o.member().batch(),
          o.accuracy().train(),
          o.accuracy().test(),
          o.lines().mean());
    }
    return table.build();
  }

  private void notes(Report.Builder report) {
    report.note(
        Verdicts.INTERVALS.formatted(
            "segments (epochs or networks where a rank correlation is meant)"));
    int unanswered = findings.ends().stream().mapToInt(end -> end.lines().unanswered()).sum();
    if (unanswered > 0) {
      report.note(
          "%d segments have no answer (equal end points) and count in no mean."
              .formatted(unanswered));
    }
    report.note(
        "The paper's statement B5 is about PGDL, which is not used here; the family stands in for it.");
  }
}
