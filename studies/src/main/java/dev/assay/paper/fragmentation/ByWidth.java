package dev.assay.paper.fragmentation;

import dev.assay.io.Text;
import dev.assay.paper.fragmentation.Findings.End;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.OtherSeeds;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
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
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Class changes at the end of training: capacity and label noise, statements B1 and B6. */
final class ByWidth implements Topic {
  static final Axis CHANGES = Axis.of("class changes on a segment");

  private final Findings findings;
  private final Bootstrap bootstrap;

  ByWidth(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(doubleDescent(), labelNoise());
  }

  @Override
  public List<Figure> figures() {
    return List.of(byWidth(), allByWidth(), errorsByWidth());
  }

  @Override
  public List<Table> tables() {
    return List.of(widths());
  }

  /** The level with label noise at a width. */
  Quantity at(int width) {
    return mean(width).as("class changes with label noise, " + sized(width));
  }

  private String sized(int width) {
    return findings.networks().sized(width);
  }

  /**
   * B1: more class changes in the interpolation regime than at both ends of the range of widths,
   * and the largest number within it, by the curve that is drawn. The peak's width is chosen on the
   * other seeds. An end of the range counts where it lies beyond the width that first interpolates.
   */
  private Claim doubleDescent() {
    int smallest = findings.smallest();
    int largest = findings.largest();
    int interpolation = findings.interpolation();
    boolean below = smallest < interpolation;
    boolean above = interpolation > 0 && interpolation < largest;
    int peak = findings.peak();
    List<Quantity> numbers = new ArrayList<>();
    List<Quantity> open = new ArrayList<>();
    Verdict verdict = Verdict.UNDECIDED;
    if (interpolation > 0) {
      List<Integer> regime = regime(interpolation);
      List<Integer> chosen = OtherSeeds.best(findings.seeds(), regime, findings::level);
      Estimate rise = bootstrap.difference(values(chosen), values(smallest));
      Estimate fall = bootstrap.difference(values(chosen), values(largest));
      numbers.add(rise.as("peak of the regime − " + sized(smallest)));
      numbers.add(fall.as("peak of the regime − " + sized(largest)));
      open.addAll(Verdicts.open(0, numbers));
      numbers.addAll(onCommonSegments(chosen, List.of(smallest, largest)));
      verdict =
          Verdicts.of(
              below && above && regime.contains(peak) && rise.above(0) && fall.above(0),
              rise.below(0) || fall.below(0));
      if (!regime.contains(peak)) {
        open.add(accuracy("training accuracy at the peak, outside the regime, ", peak));
      }
      if (!below) {
        open.add(accuracy("training accuracy of the smallest, ", smallest));
      }
    }
    if (!above) {
      open.add(accuracy("training accuracy of the largest, ", largest));
    }
    numbers.add(mean(peak).as("class changes at " + sized(peak)));
    numbers.add(accuracy("training accuracy at ", peak));
    return new Claim(
            "B1",
            "Fragmentation against capacity peaks in the interpolation regime and then decreases.",
            verdict,
            Text.format(
                "With label noise, segments whose ends the network classifies right. %s The largest"
                    + " mean is at %s.",
                interpolationText(), sized(peak)),
            numbers,
            findings.seeds())
        .openFor(open);
  }

  private Quantity accuracy(String label, int width) {
    return Quantity.of(label + sized(width), 100 * findings.accuracy(true, width), "%");
  }

  /** Where interpolation begins, and what the range of widths lacks. */
  private String interpolationText() {
    int width = findings.interpolation();
    if (width == 0) {
      return Text.format(
          "No network fits its training set, which is a training accuracy of 99 %%: the largest,"
              + " %s, gets %.0f %% right. So there is nothing at or above the interpolation"
              + " threshold.",
          sized(findings.largest()), 100 * findings.accuracy(true, findings.largest()));
    }
    String lacks = "";
    if (width <= findings.smallest()) {
      lacks = " Nothing is known below it: no network is too small to fit.";
    } else if (width >= findings.largest()) {
      lacks = " Nothing is known above it: only the largest fits.";
    }
    return Text.format(
        "Training accuracy first reaches 99 %% at %s; the regime is within a factor of four of it:"
            + " %s.%s",
        sized(width), regime(width), lacks);
  }

  /** The peak against other widths on the segments that both networks get right. */
  private List<Quantity> onCommonSegments(List<Integer> chosen, List<Integer> others) {
    List<Quantity> numbers = new ArrayList<>();
    for (int other : others) {
      List<double[]> differences = differences(chosen, other);
      if (!Fitted.isFew(differences)) {
        numbers.add(
            mean(differences).as("the same, segments that both get right, " + sized(other)));
      }
    }
    return numbers;
  }

  /** For each seed class changes of the network of a width of its own, with label noise. */
  private List<double[]> values(List<Integer> widths) {
    List<double[]> values = new ArrayList<>();
    for (int s = 0; s < widths.size(); s++) {
      values.add(findings.end(true, widths.get(s), findings.seeds().get(s)).values());
    }
    return values;
  }

  private List<double[]> values(int width) {
    return findings.ends(true, width).stream().map(End::values).toList();
  }

  /** Widths within a factor of four of a width. */
  private List<Integer> regime(int interpolation) {
    return findings.widths().stream()
        .filter(width -> width >= interpolation / 4 && width <= 4 * interpolation)
        .toList();
  }

  /** B6: with noise more than without, over all widths, and less at none. */
  private Claim labelNoise() {
    List<Quantity> numbers = new ArrayList<>();
    List<List<double[]>> all = new ArrayList<>();
    int larger = 0;
    int smaller = 0;
    for (int width : findings.scale().widths()) {
      List<double[]> differences = noiseDifferences(width);
      if (!Fitted.isFew(differences)) {
        Estimate more = mean(differences);
        numbers.add(more.as("noise − none, " + sized(width)));
        all.add(differences);
        larger += more.above(0) ? 1 : 0;
        smaller += more.below(0) ? 1 : 0;
      }
    }
    String size = findings.networks().size();
    Verdict verdict = Verdict.UNDECIDED;
    List<Quantity> open = List.of(Quantity.of(size + "s with such segments", all.size()));
    if (!all.isEmpty()) {
      Estimate overall =
          bootstrap.meanOfStrata(
              IntStream.range(0, findings.seeds().size())
                  .mapToObj(s -> all.stream().map(widths -> widths.get(s)).toList())
                  .toList());
      open =
          overall.above(0)
              ? numbers.stream()
                  .filter(q -> q.interval() != null && q.interval().high() < 0)
                  .toList()
              : Verdicts.open(0, List.of(overall.as("noise − none, mean over " + size + "s")));
      numbers.add(0, overall.as("noise − none, mean over " + size + "s"));
      verdict = Verdicts.of(overall.above(0) && smaller == 0, overall.below(0));
    }
    int without = findings.scale().widths().size() - all.size();
    return new Claim(
            "B6",
            "At equal capacity, fragmentation is larger with label noise than without.",
            verdict,
            Text.format(
                "Larger at %d of %d %ss, smaller at %d, no clear difference at the others; segments"
                    + " whose ends both networks classify right%s.",
                larger,
                all.size(),
                size,
                smaller,
                without > 0
                    ? Text.format(
                        ", of which there are fewer than %d with some seed at %d more",
                        Fitted.FEW, without)
                    : ""),
            numbers,
            findings.seeds())
        .openFor(open);
  }

  private Estimate mean(int width) {
    return mean(values(width));
  }

  private Estimate mean(List<double[]> groups) {
    return bootstrap.meanOfMeans(groups);
  }

  private List<double[]> noiseDifferences(int width) {
    return findings.seeds().stream()
        .map(seed -> differences(findings.end(true, width, seed), findings.end(false, width, seed)))
        .toList();
  }

  /** Of networks with label noise: for each seed one of a width of its own, and a common one. */
  private List<double[]> differences(List<Integer> chosen, int other) {
    List<double[]> differences = new ArrayList<>();
    for (int s = 0; s < findings.seeds().size(); s++) {
      long seed = findings.seeds().get(s);
      differences.add(
          differences(findings.end(true, chosen.get(s), seed), findings.end(true, other, seed)));
    }
    return differences;
  }

  /** On the segments whose ends both networks classify as labelled. */
  private static double[] differences(End first, End second) {
    int[] a = first.lines().changes();
    int[] b = second.lines().changes();
    boolean[] correct = first.lines().asLabelled();
    boolean[] otherCorrect = second.lines().asLabelled();
    return IntStream.range(0, a.length)
        .filter(i -> correct[i] && otherCorrect[i])
        .mapToDouble(i -> a[i] - b[i])
        .toArray();
  }

  private Figure byWidth() {
    return new Figure(
        new Heading(
            "fragmentation-by-width",
            "Fragmentation by " + findings.networks().size(),
            "Mean number of class changes on a segment between clean training samples of one class"
                + Text.format(
                    " that the network gets right, over %d seeds; bands: 95 %% intervals. With %s:"
                        + " %s",
                    findings.seeds().size(), findings.noise(true), interpolationText())),
        new Plot.Lines(
            axis(),
            CHANGES,
            List.of(
                widthLine(findings.noise(true), true, End::values),
                widthLine(findings.noise(false), false, End::values))));
  }

  private Figure allByWidth() {
    return new Figure(
        new Heading(
            "fragmentation-of-all-pairs",
            "Fragmentation by " + findings.networks().size() + ", all pairs",
            "As above, with the segments that end in a sample which the network gets wrong:"
                + " networks too small for the task have many."),
        new Plot.Lines(
            axis(),
            CHANGES,
            List.of(
                widthLine(findings.noise(true), true, end -> end.lines().values()),
                widthLine(findings.noise(false), false, end -> end.lines().values()))));
  }

  /** The sizes that were trained. */
  private Axis axis() {
    return Axis.of(findings.networks().unit()).logarithmic().counting().at(widthAxis());
  }

  private Line widthLine(String name, boolean noise, Function<End, double[]> values) {
    List<Estimate> means =
        findings.scale().widths().stream()
            .map(width -> findings.ends(noise, width).stream().map(values).toList())
            .map(bootstrap::meanOfMeans)
            .toList();
    return Values.line(name, widthAxis(), means);
  }

  private double[] widthAxis() {
    return findings.scale().widths().stream().mapToDouble(w -> w).toArray();
  }

  private Figure errorsByWidth() {
    List<Line> lines = new ArrayList<>();
    for (boolean noise : new boolean[] {true, false}) {
      String name = findings.noise(noise);
      lines.add(errorLine(name + ", test", noise, end -> 1 - end.accuracy().test()));
      lines.add(errorLine(name + ", training", noise, end -> 1 - end.accuracy().train()));
    }
    return new Figure(
        new Heading(
            "error-by-width",
            "Error by " + findings.networks().size(),
            Text.format(
                "Mean and range over %d seeds, after %d epochs.",
                findings.seeds().size(), findings.scale().epochs())),
        new Plot.Lines(axis(), Axis.of("error", "%"), lines));
  }

  private Line errorLine(String name, boolean noise, ToDoubleFunction<End> error) {
    List<double[]> errors =
        findings.scale().widths().stream()
            .map(
                width ->
                    findings.ends(noise, width).stream()
                        .mapToDouble(error)
                        .map(e -> 100 * e)
                        .toArray())
            .toList();
    return Line.of(
            name, widthAxis(), Values.of(errors, e -> Arrays.stream(e).average().orElseThrow()))
        .within(
            Values.of(errors, e -> Arrays.stream(e).min().orElseThrow()),
            Values.of(errors, e -> Arrays.stream(e).max().orElseThrow()));
  }

  private Table widths() {
    return Table.of(findings.ends(), "widths", "Networks by " + findings.networks().size())
        .integer("seed", "of data, noise and weights", end -> end.draw().seed())
        .real(
            "noise",
            "",
            "share of wrong labels",
            end -> end.noise() ? findings.scale().noise() : 0.0)
        .integer("width", findings.networks().unit(), End::width)
        .real(
            "train_accuracy",
            "",
            "at the end, on the labels as trained",
            end -> end.accuracy().train())
        .real("test_accuracy", "", "at the end", end -> end.accuracy().test())
        .real(
            "changes_correct",
            "",
            "mean class changes where both ends are classified right, exact; none where there is no"
                + " such segment",
            end -> end.values().length == 0 ? null : end.level())
        .integer("correct", "segments of these", end -> end.values().length)
        .real("changes", "", "mean class changes on a segment, exact", end -> end.lines().mean())
        .real(
            "changes_seen_by_100",
            "",
            "mean class changes that 100 points see",
            end -> perSegment(end, end.lines().seenBy(100)))
        .integer("segments", "segments with an answer", end -> end.lines().values().length)
        .integer("unanswered", "segments without", end -> end.lines().unanswered())
        .real(
            "pieces",
            "",
            "mean linear pieces of a segment",
            end -> perSegment(end, end.lines().pieces()))
        .build();
  }

  /** A total as the mean over the segments that have an answer. */
  private static double perSegment(End end, long total) {
    return (double) total / end.lines().values().length;
  }
}
