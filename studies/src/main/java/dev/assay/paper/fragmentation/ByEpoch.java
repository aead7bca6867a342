package dev.assay.paper.fragmentation;

import dev.assay.io.Text;
import dev.assay.paper.fragmentation.Findings.Moment;
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
import java.util.function.ToDoubleFunction;

/** Class changes in the course of training: statement B2. */
final class ByEpoch implements Topic {
  private final Findings findings;
  private final Bootstrap bootstrap;

  ByEpoch(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(validation());
  }

  @Override
  public List<Figure> figures() {
    return findings.scale().followed().stream().map(this::byEpoch).toList();
  }

  @Override
  public List<Table> tables() {
    return List.of(epochs());
  }

  /**
   * B2: rank correlation with the test error over the epochs, between training and test samples.
   */
  private Claim validation() {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> train = new ArrayList<>();
    List<Verdict> test = new ArrayList<>();
    for (int width : findings.scale().followed()) {
      Estimate tau =
          bootstrap.kendall(findings.overEpochs(width, Moment::testError, Moment::between));
      Estimate testTau =
          bootstrap.kendall(findings.overEpochs(width, Moment::testError, Moment::betweenTest));
      numbers.add(tau.as("tau, training samples, " + findings.networks().sized(width)));
      numbers.add(testTau.as("tau, test samples, " + findings.networks().sized(width)));
      train.add(Verdicts.of(tau.above(0), tau.below(0)));
      test.add(Verdicts.of(testTau.above(0), testTau.below(0)));
    }
    List<Quantity> open = Verdicts.open(0, numbers);
    numbers.add(
        bootstrap
            .kendall(findings.overEpochs(Moment::trainError, Moment::between))
            .as("tau with training error, training samples"));
    List<Verdict> choices = List.of(Verdicts.all(train), Verdicts.all(test));
    return new Claim(
            "B2",
            "Fragmentation follows the validation error during training.",
            Verdicts.of(
                choices.stream().allMatch(c -> c == Verdict.HOLDS),
                choices.stream().allMatch(c -> c == Verdict.DOES_NOT_HOLD)),
            Text.format(
                "Kendall's tau between fragmentation and test error over %d epochs of networks"
                    + " trained with label noise; the intervals resample seeds and epochs. The"
                    + " paper's choice of samples is not known, so segments between training"
                    + " samples and between test samples must agree, at every %s.",
                findings.scale().snapshots().size() + 1, findings.networks().size()),
            numbers,
            findings.seeds())
        .openFor(open.isEmpty() ? numbers : open);
  }

  private Figure byEpoch(int width) {
    List<Moment> one = findings.moments(width, findings.seeds().get(0));
    double[] epochs = Values.of(one, Moment::epoch);
    String sized = findings.networks().sized(width);
    return new Figure(
        new Heading(
            "fragmentation-by-epoch-" + sized.replace(' ', '-'),
            "Fragmentation during training, " + sized,
            Text.format(
                "With label noise; means over %d seeds, each curve divided by its largest value.",
                findings.seeds().size())),
        new Plot.Lines(
            Axis.of("epoch").logarithmic().counting().at(epochs),
            Axis.of("relative to the largest value"),
            List.of(
                Line.of("changes, training samples", epochs, relative(width, Moment::between)),
                Line.of(
                    "changes, training samples classified right",
                    epochs,
                    relative(width, Moment::betweenCorrect)),
                Line.of("changes, test samples", epochs, relative(width, Moment::betweenTest)),
                Line.of("test error", epochs, relative(width, Moment::testError)),
                Line.of("training error", epochs, relative(width, Moment::trainError)),
                Line.of("weight norm", epochs, relative(width, Moment::norm)))));
  }

  /** Unknown where a seed has no such value. */
  private double[] relative(int width, ToDoubleFunction<Moment> value) {
    double[] means = new double[findings.scale().snapshots().size() + 1];
    for (long seed : findings.seeds()) {
      List<Moment> moments = findings.moments(width, seed);
      for (int i = 0; i < means.length; i++) {
        means[i] += value.applyAsDouble(moments.get(i)) / findings.seeds().size();
      }
    }
    double largest = Arrays.stream(means).filter(m -> !Double.isNaN(m)).max().orElse(0);
    return Arrays.stream(means).map(m -> largest > 0 ? m / largest : m).toArray();
  }

  private Table epochs() {
    return Table.of(findings.moments(), "epochs", "Networks during training")
        .integer("seed", "of data, noise and weights", m -> m.draw().seed())
        .integer("width", findings.networks().unit(), Moment::width)
        .integer("epoch", "epochs trained", Moment::epoch)
        .real("train_error", "", "of the mini-batches of the epoch", Moment::trainError)
        .real("test_error", "", "after the epoch", Moment::testError)
        .real("weight_norm", "", "Euclidean norm of all weights", Moment::norm)
        .real("changes", "", "mean class changes between training samples, exact", Moment::between)
        .real(
            "changes_correct",
            "",
            "where both ends are classified right; none where there is no such segment",
            m -> Double.isNaN(m.betweenCorrect()) ? null : m.betweenCorrect())
        .real("changes_test", "", "between test samples", Moment::betweenTest)
        .build();
  }
}
