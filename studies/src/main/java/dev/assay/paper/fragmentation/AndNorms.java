package dev.assay.paper.fragmentation;

import dev.assay.io.Text;
import dev.assay.paper.fragmentation.Findings.End;
import dev.assay.paper.fragmentation.Findings.Moment;
import dev.assay.paper.fragmentation.Findings.Scaled;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Class changes and the size of weights: statement B4. */
final class AndNorms implements Topic {
  private final Findings findings;
  private final Bootstrap bootstrap;

  AndNorms(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(norms());
  }

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    return List.of(scalings());
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
    Quantity changing =
        Quantity.of(
            "segments that change class",
            findings.rescaled().stream()
                .flatMapToInt(r -> Arrays.stream(r.changes()))
                .filter(changes -> changes > 0)
                .count());
    Estimate norm = bootstrap.kendall(findings.overEpochs(Moment::norm, Moment::between));
    Estimate error = bootstrap.kendall(findings.overEpochs(Moment::testError, Moment::between));
    Estimate byWidth = bootstrap.kendall(normsByWidth());
    return new Claim(
            "B4",
            "Fragmentation does not change when weights are re-scaled without changing the"
                + " function: it is not a matter of weight norms.",
            Verdicts.of(different == 0 && changing.value() > 0, different > 0),
            Text.format(
                "%d networks re-scaled by %s; the counts of %s differ.",
                findings.rescaled().size() / Experiment.FACTORS.size(),
                Experiment.FACTORS,
                different == 0 ? "none" : different),
            List.of(
                Quantity.of("re-scaled networks that differ", different),
                changing,
                Quantity.of("largest change of the weight norm, factor", largestChange),
                norm.as("tau with weight norm over epochs"),
                error.as("tau with test error over epochs"),
                byWidth.as(Text.format("tau with %s, label noise", findings.networks().size()))),
            findings.seeds())
        .openFor(List.of(changing));
  }

  private List<Pairs> normsByWidth() {
    return findings.seeds().stream()
        .map(
            seed -> {
              List<End> ends = findings.ends(true, seed);
              return new Pairs(
                  Values.of(ends, End::width), Values.of(ends, end -> end.lines().mean()));
            })
        .toList();
  }

  private Table scalings() {
    return Table.of(findings.rescaled(), "rescaled", "Re-scaled networks")
        .integer("seed", "of data, noise and weights", r -> r.draw().seed())
        .integer("width", findings.networks().unit(), Scaled::width)
        .real("factor", "", "by which the hidden layer's output is multiplied", Scaled::factor)
        .real("norm", "", "weight norm before", Scaled::norm)
        .real("scaled_norm", "", "weight norm after", Scaled::scaledNorm)
        .integer("different", "segments whose number of class changes differs", AndNorms::different)
        .build();
  }

  /** Segments whose number of class changes differs. */
  private static long different(Scaled r) {
    return IntStream.range(0, r.changes().length)
        .filter(i -> r.changes()[i] != r.scaledChanges()[i])
        .count();
  }
}
