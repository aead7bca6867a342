package dev.assay.paper.generalization;

import dev.assay.io.Text;
import dev.assay.paper.generalization.Findings.Measured;
import dev.assay.reproduction.ConvolutionalNetworks;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.PaperReport;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.score.Ranking;
import dev.assay.study.Progress;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.NoisyOrder;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The report on the measurements of {@link Experiment}. */
final class Results {
  private static final int KEYS = 5;

  private Results() {}

  /**
   * @param constrained the statements on constrained margins
   */
  static Report report(
      Laboratory laboratory, Findings findings, List<Topic> constrained, Bootstrap bootstrap) {
    ConvolutionalNetworks family = findings.size().family();
    Ranking ranking = Ranking.of(findings.table(findings.seen()), findings.seen(), Progress.NONE);
    Ranked ranked = new Ranked(findings, ranking, laboratory.data());
    Repeated repeated = new Repeated(findings, ranking, bootstrap);
    List<Topic> topics =
        new ArrayList<>(
            List.of(
                ranked,
                repeated,
                new ByAxis(findings, ranking),
                new Recipes(findings, Ranking.of(findings.audit(), findings.seen(), Progress.NONE)),
                new Hidden(findings, bootstrap),
                new Fragmented(findings, ranking, bootstrap)));
    topics.addAll(constrained);
    PaperReport report =
        new PaperReport(
            new Generalization(),
            "Which measure predicts generalisation, on " + laboratory.data(),
            summary(laboratory, findings),
            topics);
    ranking.scores(KEYS).forEach(report::key);
    repeated.numbers().forEach(report::key);
    report.key(
        Quantity.of(
            "tau that is reachable as the gaps are measured",
            findings.order(findings.seen()).reachableTau()));
    notes(report, findings, ranked);
    return report
        .differences(differences(findings.size()))
        .of(
            findings.size(),
            findings.seeds(),
            findings.networks().stream().map(n -> n.member().training().train()).toList(),
            laboratory.test(family.test()).provenance());
  }

  private static String summary(Laboratory laboratory, Findings findings) {
    ConvolutionalNetworks family = findings.size().family();
    return Text.format(
        "%d measures on a family of %d %s (%s) for each of two seeds, trained on %,d samples of %s until"
            + " %s. They are ranked by Kendall's tau with the generalisation gap on the networks of"
            + " seed %d, and anew on those of seed %d: 1 orders networks as their gaps do, 0 not at"
            + " all.",
        findings.measures().size(),
        family.size(),
        family.kind().networks(),
        family.axes().stream().map(Hyperparameter::name).collect(Collectors.joining(", ")),
        laboratory.train(family.train(), findings.seen()).count(),
        laboratory.data(),
        family.criterion().words(),
        findings.seen(),
        findings.unseen());
  }

  private static String[] differences(Size size) {
    ConvolutionalNetworks family = size.family();
    return new String[] {
      "The competition's task: networks of 256 and 512 filters, dense layers of 128 units, trained"
          + " by SGD on all of CIFAR-10, for up to 1,200 epochs; its axes are filters, dropout,"
          + " blocks, dense layers, weight decay (0 and 0.001) and batch size (8, 32, 512): 96"
          + " networks.",
      Text.format(
          "Here: the same axes with other values, %s; %s. Few training samples make gaps that"
              + " differ.",
          family.hyperparameters().stream()
              .map(each -> each.name() + " " + each.values())
              .collect(Collectors.joining(", ")),
          family.described()),
      "The competition's measures are scored on whole grids; here networks that miss the criterion"
          + " are left out, and all intervals are over networks.",
      Text.format(
          "Statements A1 to A7 and B5 are those of “Input margins can predict generalization too”"
              + " (Mouton, Theunissen and Davel 2024) and of “Is network fragmentation a useful"
              + " complexity measure?” (Mouton et al. 2024), judged as in the reproductions of"
              + " these, with margins of %d samples; H1 is one of arXiv 2405.17445, F1 of arXiv"
              + " 2510.18934. G1 to G3 are this program's own.",
          size.margins()),
      "Twins by other recipes are those with the fewest dense layers and the least weight decay"
          + " alone.",
      "Of its numbers none is compared: statements are checked, not numbers."
    };
  }

  private static void notes(PaperReport report, Findings findings, Ranked ranked) {
    for (long seed : findings.seeds()) {
      DoubleSummaryStatistics gaps =
          DoubleStream.of(Values.of(findings.family(seed), n -> 100 * n.gap())).summaryStatistics();
      NoisyOrder order = findings.order(seed);
      report.note(
          Text.format(
              "Seed %d: gaps of %d networks between %.2f and %.2f points; a gap has a standard error"
                  + " of %.2f points, and without it a standard deviation of %.2f. What ordered the"
                  + " networks as they truly are would reach a tau of %.2f.",
              seed,
              gaps.getCount(),
              gaps.getMin(),
              gaps.getMax(),
              100 * order.error(),
              100 * order.spread(),
              order.reachableTau()));
    }
    for (Recipe recipe : List.of(Recipe.USUAL, Recipe.FASTER, Recipe.SGD)) {
      report.note(
          Text.format(
              "%s: %s%s",
              recipe.words(),
              findings.untrained(recipe).named(),
              findings.untrained(recipe).none() ? "" : " They are not judged."));
    }
    report.note(
        Text.format(
            "The shifted test set is the plain one, %s: accuracy there is %.1f %% on average, where"
                + " it is %.1f %% plain.",
            Experiment.SHIFT.text(),
            mean(findings, Measured::shifted),
            mean(findings, n -> n.accuracy().test())));
    ranked.notes().forEach(report::note);
    report.intervals("networks");
    report.note(
        "Intervals of the ranking resample the networks of one seed, the same for all measures; those"
            + " called simultaneous are tau ± c σ with σ the standard deviation of its resamples and c"
            + " the 95 % quantile, over resamples, of the largest |deviation| / σ among all measures"
            + " (max-t).");
  }

  private static double mean(Findings findings, ToDoubleFunction<Measured> accuracy) {
    return findings.family(findings.seen()).stream()
        .mapToDouble(n -> 100 * accuracy.applyAsDouble(n))
        .average()
        .orElseThrow();
  }
}
