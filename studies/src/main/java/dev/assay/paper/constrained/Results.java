package dev.assay.paper.constrained;

import dev.assay.io.Text;
import dev.assay.reproduction.Design;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.PaperReport;
import dev.assay.reproduction.Untrained;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.HyperparameterGrid;
import dev.assay.study.statistics.NoisyOrder;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The report on the measurements of {@link Experiment}. */
final class Results {
  private Results() {}

  static Report report(Laboratory laboratory, Findings findings, Bootstrap bootstrap) {
    Size scale = findings.scale();
    Design family = scale.family();
    PaperReport report =
        new PaperReport(
            new ConstrainedMargins(),
            "Constrained margins reproduced on " + laboratory.data(),
            Text.format(
                "Its statements, checked on a family of %d %s (%s) for %s, trained on %,d"
                    + " samples of %s. A measure is judged by Kendall's tau between minus the mean"
                    + " margin of %d training samples and the generalisation gap: 1 orders the"
                    + " networks perfectly, 0 not at all.",
                family.size(),
                family.kind().networks(),
                axes(family),
                seeds(findings),
                count(laboratory, findings),
                laboratory.data(),
                scale.samples()),
            List.of(
                new Predictors(findings, bootstrap),
                new Components(findings, bootstrap),
                new Rescalings(findings)));
    report
        .key(findings.tau(MeanMargins.KNEE, bootstrap).as("tau, constrained margins (Kneedle)"))
        .key(
            findings
                .tau(MeanMargins.RANDOM, bootstrap)
                .as("tau, margins in random subspaces of as many dimensions"))
        .key(findings.tau(MeanMargins.INPUT, bootstrap).as("tau, input margins"));
    for (String hidden : findings.hidden()) {
      report.key(findings.tau(hidden, bootstrap).as("tau, margins, " + hidden + " layer"));
    }
    report.key(Quantity.of("tau that is reachable as the gaps are measured", findings.reachable()));
    notes(report, findings, bootstrap);
    return report
        .provenance("network", family.kind())
        .provenance("solvers", MeanMargins.solvers(family.kind()))
        .differences(
            "The paper ranks the networks of PGDL's eight tasks: convolutional networks trained on"
                + " CIFAR-10, SVHN, CINIC-10, Flowers, Pets and Fashion-MNIST, up to 96 in a task."
                + " They are not used here.",
            Text.format(
                "Here: %d %s, for %s, that differ in %s%s, on %,d samples of %s. That is one"
                    + " task where the paper has eight.",
                family.size(),
                family.described(),
                seeds(findings),
                axes(family),
                fixed(family),
                count(laboratory, findings),
                laboratory.data()),
            Text.format(
                "Step, tolerance, number of iterations and of samples, and whether points are held"
                    + " within the range of the data, are not known to this program; here: %d"
                    + " samples of the training set, points are not held, damped steps of DeepFool"
                    + " towards equal logits for every verdict, settings as in the provenance%s.",
                scale.samples(),
                family.kind() == NetworkKind.MLP
                    ? ""
                    : "; margins by the nearest of several searches stand beside those in input"
                        + " space"),
            "How the paper draws the curve from which Kneedle takes the number of components is not"
                + " known to this program; here: the variance of each component, all of them.",
            "Of the measures that the paper compares with, input margins and hidden margins are"
                + " measured here, the entries of PGDL's competition are not.",
            "Of its numbers none is known to this program: statements are checked, not numbers.")
        .of(
            scale,
            findings.seeds(),
            findings.family().stream().map(m -> m.member().training().train()).toList(),
            laboratory.test(family.test()).provenance());
  }

  private static String seeds(Findings findings) {
    int seeds = findings.seeds().size();
    return seeds == 1 ? "one seed" : Text.format("each of %d seeds", seeds);
  }

  private static String axes(Design family) {
    return family.axes().stream().map(Hyperparameter::name).collect(Collectors.joining(", "));
  }

  /** Hyperparameters that are the same for all. */
  private static String fixed(Design family) {
    String fixed =
        family.hyperparameters().stream()
            .filter(each -> !each.varies())
            .map(each -> each.name() + " " + each.values().get(0))
            .collect(Collectors.joining(", "));
    return fixed.isEmpty() ? "" : Text.format(" (all with %s)", fixed);
  }

  private static void notes(PaperReport report, Findings findings, Bootstrap bootstrap) {
    var range =
        findings.family().stream().mapToDouble(m -> 100 * m.accuracy().gap()).summaryStatistics();
    report.note(
        Text.format(
            "The gaps of the family are between %.2f and %.2f points: one task. The paper's"
                + " statements are about eight tasks of PGDL, which are not used here.",
            range.getMin(), range.getMax()));
    order(report, findings);
    training(report, findings, bootstrap);
    if (findings.missing() > 0) {
      report.note(
          Text.format(
              "%d networks classify none of the measured samples correctly in some space, so they"
                  + " have no mean margin and count in no tau. Over those that are there, PGDL's"
                  + " score is %.3f for constrained margins and %.3f for input margins; the table"
                  + " has none, as it asks for the whole grid.",
              findings.missing(),
              score(findings, MeanMargins.KNEE),
              score(findings, MeanMargins.INPUT)));
    }
    report.intervals("networks");
    report.note(
        "Granulated tau and PGDL's score are resampled in the same way; information is larger in"
            + " resamples, which hold fewer different networks, and their intervals are moved by as"
            + " much.");
  }

  /** How far the order by gap can be trusted. */
  private static void order(PaperReport report, Findings findings) {
    double spread = mean(findings, NoisyOrder::spread);
    double error = mean(findings, NoisyOrder::error);
    report.note(
        Text.format(
            "A gap taken on %,d test samples has a standard error, √(p (1 − p) / n), of %.2f points"
                + " here; without it the gaps of a seed have a standard deviation of %.2f points. A"
                + " measure that ordered the networks as they truly are would reach a tau of %.2f"
                + " (simulated: true gaps with this deviation, measured once more). Networks of a"
                + " seed are tested on the same samples, so that their order is rather less noisy.",
            findings.chance().samples(), 100 * error, 100 * spread, findings.reachable()));
    List<Long> unordered =
        IntStream.range(0, findings.seeds().size())
            .filter(s -> findings.orders().get(s).spread() == 0)
            .mapToObj(s -> findings.seeds().get(s))
            .toList();
    if (!unordered.isEmpty()) {
      report.note(
          Text.format(
              "For seeds %s the gaps differ no more than their standard errors explain: what orders"
                  + " them orders noise.",
              unordered));
    }
    if (findings.atChance() > 0) {
      report.note(
          Text.format(
              "%d of %d networks are within three standard errors of chance (%.1f %%): they do not"
                  + " generalise; they count like the others.",
              findings.atChance(), findings.family().size(), 100 * findings.chance().share()));
    }
  }

  private static double mean(Findings findings, ToDoubleFunction<NoisyOrder> of) {
    return findings.orders().stream().mapToDouble(of).average().orElseThrow();
  }

  /** Whether all were trained to the criterion. */
  private static void training(PaperReport report, Findings findings, Bootstrap bootstrap) {
    Untrained untrained = findings.untrained();
    Findings others = findings.trained();
    boolean telling =
        !untrained.none() && others.groups().stream().allMatch(group -> group.size() > 1);
    report.note(
        untrained.words()
            + (telling
                ? Text.format(
                    " Without them tau is %.2f for constrained margins and %.2f for input margins.",
                    others.tau(MeanMargins.KNEE, bootstrap).value(),
                    others.tau(MeanMargins.INPUT, bootstrap).value())
                : ""));
  }

  /** Training samples of a network. */
  private static int count(Laboratory laboratory, Findings findings) {
    return laboratory.bench().data(findings.family().get(0).member().training().train()).count();
  }

  private static double score(Findings findings, String space) {
    return findings.scoreOfRanked(space, HyperparameterGrid::score);
  }
}
