package dev.assay.paper.missing;

import dev.assay.io.Text;
import dev.assay.paper.missing.Findings.Trained;
import dev.assay.paper.missing.Findings.Treatment;
import dev.assay.reproduction.Fitted;
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

/** Margins of corrupted and of clean samples: statements C1 to C3. */
final class Groups implements Topic {
  static final Axis MARGIN = Axis.of("distance to the boundary", Findings.UNIT);

  private final Findings findings;
  private final Bootstrap bootstrap;

  Groups(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        smaller("C1", Treatment.LABEL, "Samples with wrong labels"),
        network(),
        smaller("C3", Treatment.GAUSSIAN, "Samples with Gaussian inputs"));
  }

  @Override
  public List<Figure> figures() {
    return List.of(groups(), cleanSamples());
  }

  @Override
  public List<Table> tables() {
    return List.of(networks());
  }

  /** C1 and C3: corrupted samples against clean ones of the same network, at every width. */
  private Claim smaller(String id, Treatment kind, String what) {
    Sizes sizes = new Sizes();
    for (int width : findings.scale().widths()) {
      List<double[]> corrupted = findings.corrupted(kind, width);
      List<double[]> clean = findings.clean(kind, width);
      sizes.add(
          "corrupted − clean, ",
          width,
          bootstrap.difference(corrupted, clean),
          clean,
          Fitted.isFew(corrupted) || Fitted.isFew(clean));
    }
    return new Claim(
            id,
            what
                + " have smaller margins than clean samples of the same network, at every"
                + " capacity.",
            Verdicts.all(sizes.cases),
            sizes.evidence("Smaller"),
            sizes.numbers,
            findings.seeds())
        .openFor(sizes.open);
  }

  /** C2: clean samples in a network trained with wrong labels, against the same in a clean one. */
  private Claim network() {
    Sizes sizes = new Sizes();
    for (int width : findings.scale().widths()) {
      List<double[]> changes = findings.marginChanges(Treatment.LABEL, Treatment.LABEL, width);
      sizes.add(
          "label noise − clean, ",
          width,
          bootstrap.meanOfMeans(changes),
          findings.clean(Treatment.CLEAN, width),
          Fitted.isFew(changes));
    }
    return new Claim(
            "C2",
            "Label corruption shrinks the margins of the clean samples, too.",
            Verdicts.all(sizes.cases),
            sizes.evidence("The same clean samples, where both networks fit them; smaller"),
            sizes.numbers,
            findings.seeds())
        .openFor(sizes.open);
  }

  /**
   * What is found at one size after the other: whether a difference is below 0. In front stands
   * that of the largest networks as a share, which can be compared between kinds of networks.
   */
  private final class Sizes {
    private final List<Quantity> numbers = new ArrayList<>();
    private final List<Verdict> cases = new ArrayList<>();
    private final List<Quantity> open = new ArrayList<>();
    private final List<String> few = new ArrayList<>();

    /**
     * @param clean margins to which the difference is compared
     */
    void add(String what, int width, Estimate difference, List<double[]> clean, boolean isFew) {
      String size = findings.networks().sized(width);
      Quantity number = difference.as(what + size);
      numbers.add(number);
      if (width == findings.largest()) {
        numbers.add(
            0,
            difference
                .times(100 / bootstrap.meanOfMeans(clean).value())
                .as(what + size + ", of the clean ones", "%"));
      }
      cases.add(isFew ? Verdict.UNDECIDED : Verdicts.of(difference.below(0), difference.above(0)));
      if (isFew) {
        few.add(size);
        open.add(number.saying("too few fitted samples"));
      } else {
        open.addAll(Verdicts.open(0, List.of(number)));
      }
    }

    String evidence(String smaller) {
      return Text.format(
              "%s at %d of %d %ss, larger at %d.",
              smaller,
              cases.stream().filter(c -> c == Verdict.HOLDS).count(),
              cases.size(),
              findings.networks().size(),
              cases.stream().filter(c -> c == Verdict.DOES_NOT_HOLD).count())
          + Fitted.notJudged(few);
    }
  }

  /** The sizes that were trained. */
  static Axis width(Findings findings) {
    return Axis.of(findings.networks().unit())
        .logarithmic()
        .counting()
        .at(Values.of(findings.scale().widths(), width -> width));
  }

  private Figure groups() {
    return new Figure(
        new Heading(
            "margins-by-group",
            "Margins by group and capacity",
            Text.format(
                "Mean distance to the boundary of fitted samples, %d seeds; bands: 95 %%"
                    + " intervals.",
                findings.seeds().size())),
        new Plot.Lines(
            width(findings),
            MARGIN,
            List.of(
                line(
                    Treatment.LABEL.words() + ", corrupted samples",
                    w -> findings.corrupted(Treatment.LABEL, w)),
                line(
                    Treatment.LABEL.words() + ", clean samples",
                    w -> findings.clean(Treatment.LABEL, w)),
                line(
                    Treatment.GAUSSIAN.words() + ", corrupted samples",
                    w -> findings.corrupted(Treatment.GAUSSIAN, w)),
                line(
                    Treatment.GAUSSIAN.words() + ", clean samples",
                    w -> findings.clean(Treatment.GAUSSIAN, w)),
                line(
                    Treatment.CLEAN.words() + ", clean samples",
                    w -> findings.clean(Treatment.CLEAN, w)))));
  }

  private Figure cleanSamples() {
    return new Figure(
        new Heading(
            "margins-of-clean-samples",
            "The same clean samples in three networks",
            "Mean distance to the boundary where the network fits them; bands: 95 % intervals."),
        new Plot.Lines(
            width(findings),
            MARGIN,
            Arrays.stream(Treatment.values())
                .map(kind -> line(kind.words() + ", clean samples", w -> findings.clean(kind, w)))
                .toList()));
  }

  private Line line(String name, Function<Integer, List<double[]>> groups) {
    List<Integer> widths = findings.scale().widths();
    return Values.line(
        name,
        Values.of(widths, width -> width),
        widths.stream().map(groups).map(bootstrap::meanOfMeans).toList());
  }

  private Table networks() {
    return Table.of(findings.trained(), "networks", "Networks")
        .integer("seed", "of data, corruption and weights", t -> t.draw().seed())
        .text("trained_with", "what was done to the training set", t -> t.kind().words())
        .integer("width", findings.networks().unit(), Trained::width)
        .real("train_accuracy", "", "on the targets as trained", t -> t.fit().train())
        .real(
            "test_accuracy",
            "",
            "at the end",
            t -> Arrays.stream(t.fit().test()).average().orElseThrow())
        .real(
            "clean_margin", Findings.UNIT, "mean over fitted clean samples", t -> t.clean().mean())
        .integer("clean_fitted", "how many these are", t -> t.clean().values().length)
        .real(
            "corrupted_margin",
            Findings.UNIT,
            "mean over fitted corrupted samples; none where there are none",
            t -> t.corrupted().values().length == 0 ? null : t.corrupted().mean())
        .integer("corrupted_fitted", "how many these are", t -> t.corrupted().values().length)
        .integer(
            "not_found",
            "samples for which no boundary was found",
            t -> t.clean().failed() + t.corrupted().failed())
        .build();
  }
}
