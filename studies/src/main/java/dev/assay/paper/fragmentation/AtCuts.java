package dev.assay.paper.fragmentation;

import dev.assay.io.Text;
import dev.assay.paper.fragmentation.Findings.Cut;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Class changes between hidden activations: statement B3. */
final class AtCuts implements Topic {
  private final Findings findings;
  private final Bootstrap bootstrap;

  AtCuts(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(hiddenLayers());
  }

  @Override
  public List<Figure> figures() {
    return right().isEmpty() ? List.of() : List.of(byCut());
  }

  @Override
  public List<Table> tables() {
    return List.of(cuts());
  }

  /** Networks that get both ends of some segment right. */
  private List<Cut> right() {
    return findings.cuts().stream().filter(cut -> cut.values().length > 0).toList();
  }

  /** B3: class changes after the first hidden layer, on segments whose ends are right. */
  private Claim hiddenLayers() {
    List<Quantity> numbers = new ArrayList<>();
    List<String> names = findings.cuts().stream().map(Cut::name).distinct().toList();
    if (!right().isEmpty()) {
      names.forEach(name -> numbers.add(changesAt(name).as("class changes, " + name)));
    }
    long changing =
        findings.cuts().stream()
            .filter(c -> c.name().equals(names.get(1)))
            .flatMapToDouble(c -> Arrays.stream(c.values()))
            .filter(changes -> changes > 0)
            .count();
    Quantity found = Quantity.of("segments that change class at " + names.get(1), changing);
    numbers.add(0, found);
    return new Claim(
            "B3",
            "Fragmentation is also present in hidden representations.",
            Verdicts.of(changing > 0, false),
            Text.format(
                "A statement that something exists: one exact class change proves it, none found"
                    + " leaves it open. Segments between the activations, behind the first of %s,"
                    + " of samples that the network classifies right; trained with label noise. In"
                    + " front of the last layer regions are convex, so nothing can change there.",
                findings.deep()),
            numbers,
            findings.seeds())
        .openFor(List.of(found));
  }

  private Estimate changesAt(String cut) {
    return bootstrap.meanOfMeans(
        right().stream().filter(c -> c.name().equals(cut)).map(Cut::values).toList());
  }

  private Figure byCut() {
    List<String> names = findings.cuts().stream().map(Cut::name).distinct().toList();
    List<Estimate> means = names.stream().map(this::changesAt).toList();
    return new Figure(
        new Heading(
            "fragmentation-by-cut",
            "Fragmentation at hidden cuts",
            Text.format(
                "Segments whose ends are classified right; networks with %s, trained with label"
                    + " noise; 95 %% intervals.",
                findings.deep())),
        new Plot.Bars(
            Axis.of("space"),
            ByWidth.CHANGES,
            names,
            List.of(Values.bars("class changes", means))));
  }

  private Table cuts() {
    return Table.of(findings.cuts(), "cuts", "Networks at hidden cuts")
        .integer("seed", "of data, noise and weights", cut -> cut.draw().seed())
        .text("space", "where segments lie", Cut::name)
        .real(
            "changes_correct",
            "",
            "mean class changes where both ends are classified right, exact; none where there is no"
                + " such segment",
            cut -> cut.values().length == 0 ? null : cut.level())
        .real("changes", "", "mean class changes on a segment, exact", cut -> cut.lines().mean())
        .integer("unanswered", "segments without an answer", cut -> cut.lines().unanswered())
        .build();
  }
}
