package dev.assay.paper.missing;

import dev.assay.io.Text;
import dev.assay.paper.missing.Findings.Noisy;
import dev.assay.paper.missing.Findings.Treatment;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Line;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What corruption does to a network as a whole: statements C4 and C7. */
final class Effects implements Topic {
  /** Percent of the global margin within which groups count as alike. */
  private static final double ALIKE = 5;

  private final Findings findings;
  private final Bootstrap bootstrap;

  Effects(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(effect(), global());
  }

  @Override
  public List<Figure> figures() {
    return List.of(accuracies(), byNoise());
  }

  @Override
  public List<Table> tables() {
    return List.of(noise());
  }

  /**
   * C4: what corruption does to clean samples' margins and to test accuracy. Both effects are taken
   * from the same samples, so a share of one can be compared with the other sample by sample.
   */
  private Claim effect() {
    int width = findings.largest();
    double own = bootstrap.meanOfMeans(findings.clean(Treatment.CLEAN, width)).value();
    Unchanged accuracy =
        new Unchanged(
            "test accuracy",
            100,
            "points",
            accuracyChanges(Treatment.GAUSSIAN, width),
            accuracyChanges(Treatment.LABEL, width),
            bootstrap);
    Unchanged margin =
        new Unchanged(
            "clean samples' margins",
            100 / own,
            "%",
            findings.marginChanges(Treatment.GAUSSIAN, Treatment.LABEL, width),
            findings.marginChanges(Treatment.LABEL, Treatment.GAUSSIAN, width),
            bootstrap);
    Estimate harm = bootstrap.meanOfMeans(accuracy.label());
    return new Claim(
            "C4",
            "Input corruption leaves clean samples' margins and test accuracy nearly unchanged,"
                + " while label corruption lowers test accuracy.",
            Verdicts.all(
                List.of(
                    accuracy.verdict(),
                    margin.verdict(),
                    Verdicts.of(harm.below(0), harm.above(0)))),
            Text.format(
                    "At %s, for the same samples. Nearly unchanged: the interval excludes a change,"
                        + " up or down, by a quarter of what wrong labels do; changed: by more than"
                        + " half of it.",
                    findings.networks().sized(width))
                + Fitted.notJudged(
                    margin.isFew() ? List.of("margins of clean samples") : List.of()),
            List.of(
                accuracy.byLabel(), accuracy.byGaussian(), margin.byLabel(), margin.byGaussian()),
            findings.seeds())
        .openFor(
            Stream.of(accuracy.open(), margin.open(), Verdicts.open(0, List.of(accuracy.byLabel())))
                .flatMap(List::stream)
                .toList());
  }

  /** C7: what one number for the whole network hides. */
  private Claim global() {
    int width = findings.largest();
    List<Quantity> numbers = new ArrayList<>();
    List<Estimate> groups = new ArrayList<>();
    List<String> few = new ArrayList<>();
    List<Quantity> open = new ArrayList<>();
    for (Treatment kind : List.of(Treatment.LABEL, Treatment.GAUSSIAN)) {
      List<double[]> corrupted = findings.corrupted(kind, width);
      List<double[]> clean = findings.clean(kind, width);
      Estimate difference =
          bootstrap
              .difference(corrupted, clean)
              .times(100 / bootstrap.meanOfMeans(findings.all(kind, width)).value());
      Quantity number =
          difference.as("corrupted − clean samples, of the global margin, " + kind.words(), "%");
      numbers.add(number);
      groups.add(difference);
      if (Fitted.isFew(corrupted) || Fitted.isFew(clean)) {
        few.add(kind.words());
        open.add(number.saying("too few fitted samples"));
      } else {
        open.addAll(open(number));
      }
    }
    Estimate accuracies =
        bootstrap.difference(
            findings.tests(Treatment.LABEL, width), findings.tests(Treatment.GAUSSIAN, width));
    numbers.add(accuracies.times(100).as("test accuracy, label − Gaussian", "points"));
    open.addAll(Verdicts.open(0, numbers.subList(numbers.size() - 1, numbers.size())));
    boolean different = accuracies.below(0) || accuracies.above(0);
    return new Claim(
            "C7",
            "A single global margin estimate is misleading across noise types.",
            Verdicts.of(
                few.isEmpty()
                    && different
                    && groups.stream().allMatch(g -> g.below(-ALIKE) || g.above(ALIKE)),
                few.isEmpty() && groups.stream().allMatch(g -> g.above(-ALIKE) && g.below(ALIKE))),
            Text.format(
                    "At %s. Misleading: within networks of both noise types the groups' margins"
                        + " differ by more than %.0f %% of the global margin, and the types differ"
                        + " in test accuracy; not so: by less.",
                    findings.networks().sized(width), ALIKE)
                + Fitted.notJudged(few),
            numbers,
            findings.seeds())
        .openFor(open);
  }

  /**
   * A group's difference that does not show it misleading: because the interval holds the threshold
   * on its side, or because the groups are alike.
   */
  private static List<Quantity> open(Quantity difference) {
    double bound = Math.copySign(ALIKE, difference.value());
    List<Quantity> near = Verdicts.open(bound, List.of(difference));
    return near.isEmpty() && Math.abs(difference.value()) <= ALIKE
        ? List.of(difference.saying(Text.format("alike: within %.0f %%", ALIKE)))
        : near;
  }

  /** For each seed and test sample, how a network differs from a clean one in being right. */
  private List<double[]> accuracyChanges(Treatment kind, int width) {
    List<double[]> ours = findings.tests(kind, width);
    List<double[]> others = findings.tests(Treatment.CLEAN, width);
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

  private Figure accuracies() {
    return new Figure(
        new Heading(
            "accuracy-by-width",
            "Test accuracy by capacity",
            Text.format("Mean over %d seeds; bands: 95 %% intervals.", findings.seeds().size())),
        new Plot.Lines(
            Groups.width(findings),
            Axis.of("test accuracy"),
            Arrays.stream(Treatment.values())
                .map(kind -> line(kind.words() + ", all samples", w -> findings.tests(kind, w)))
                .toList()));
  }

  private Line line(String name, Function<Integer, List<double[]>> groups) {
    List<Integer> widths = findings.scale().widths();
    return Values.line(
        name,
        Values.of(widths, width -> width),
        widths.stream().map(groups).map(bootstrap::meanOfMeans).toList());
  }

  private Figure byNoise() {
    double[] noises = findings.noisy().stream().mapToDouble(Noisy::noise).distinct().toArray();
    List<Line> lines = new ArrayList<>();
    List<Estimate> means =
        Arrays.stream(noises).mapToObj(noise -> bootstrap.meanOfMeans(noisy(noise))).toList();
    double[] percent = Arrays.stream(noises).map(noise -> 100 * noise).toArray();
    lines.add(Values.line(Treatment.LABEL.words() + ", clean samples", percent, means));
    return new Figure(
        new Heading(
            "margins-by-noise",
            "Margins of clean samples as noise grows",
            Text.format(
                "Networks of %s; mean over %d seeds, band: 95 %% interval.",
                findings.networks().sized(findings.scale().noiseWidth()), findings.seeds().size())),
        new Plot.Lines(Axis.of("wrong labels", "%").at(percent), Groups.MARGIN, lines));
  }

  private List<double[]> noisy(double noise) {
    return findings.noisy().stream()
        .filter(n -> n.noise() == noise)
        .map(n -> n.clean().values())
        .toList();
  }

  private Table noise() {
    return Table.of(findings.noisy(), "noise", "Networks by label noise")
        .integer("seed", "of data, corruption and weights", n -> n.draw().seed())
        .real("noise", "", "share of wrong labels", Noisy::noise)
        .real("train_accuracy", "", "on the targets as trained", n -> n.fit().train())
        .real(
            "test_accuracy",
            "",
            "at the end",
            n -> Arrays.stream(n.fit().test()).average().orElseThrow())
        .real(
            "clean_margin", Findings.UNIT, "mean over fitted clean samples", n -> n.clean().mean())
        .build();
  }
}
