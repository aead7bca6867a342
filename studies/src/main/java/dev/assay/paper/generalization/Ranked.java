package dev.assay.paper.generalization;

import dev.assay.io.Text;
import dev.assay.paper.generalization.Findings.Measured;
import dev.assay.paper.generalization.Findings.Undefined;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Verdicts;
import dev.assay.score.MeasureScore;
import dev.assay.score.Ranking;
import dev.assay.score.ScoreReport;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/** All measures on the first seed's networks: statement G1. */
final class Ranked implements Topic {
  /** From this tau on a measure is called predictive. */
  static final double PREDICTIVE = 0.1;

  private static final int SHOWN = 10;

  private final Findings findings;
  private final Ranking ranking;
  private final Report scored;

  Ranked(Findings findings, Ranking ranking, String data) {
    this.findings = findings;
    this.ranking = ranking;
    this.scored = ScoreReport.of(ranking, data);
  }

  @Override
  public List<Claim> claims() {
    List<MeasureScore> all = ranking.measures();
    long sure = all.stream().filter(score -> score.simultaneous().above(0)).count();
    boolean none = all.stream().allMatch(score -> score.simultaneous().below(PREDICTIVE));
    List<Quantity> numbers = new ArrayList<>(ranking.scores(SHOWN));
    numbers.add(Quantity.of("measures", all.size()));
    numbers.add(Quantity.of("of these larger where the gap is, all intervals at once", sure));
    numbers.add(
        Quantity.of(
            "of these smaller where the gap is, all intervals at once",
            all.stream().filter(MeasureScore::reversed).count()));
    Estimate best = all.get(0).simultaneous();
    return List.of(
        new Claim(
                "G1",
                "There are measures that order networks by their generalisation gap.",
                Verdicts.of(sure > 0, none),
                Text.format(
                    "Of %d networks of seed %d. The intervals hold for all %d measures at once: the"
                        + " best of so many is not better by chance.",
                    findings.family(findings.seen()).size(), findings.seen(), all.size()),
                numbers,
                List.of(findings.seen()))
            .openFor(List.of(best.as("tau, " + all.get(0).measure()))));
  }

  @Override
  public List<Figure> figures() {
    return scored.figures();
  }

  /** What the report on scores says of them. */
  List<String> notes() {
    return scored.notes();
  }

  @Override
  public List<Table> tables() {
    List<Table> tables = new ArrayList<>(scored.tables());
    tables.add(networks());
    if (!findings.undefined().isEmpty()) {
      tables.add(undefined());
    }
    return tables;
  }

  private Table undefined() {
    return Table.of(findings.undefined(), "undefined", "Measures that are not ranked")
        .note("A measure is ranked if it has a number of every network that is judged.")
        .text("measure", "", Undefined::measure)
        .integer("networks", "that have none", Undefined::networks)
        .text("reason", "of the first of them", Undefined::why)
        .build();
  }

  private Table networks() {
    Table.Builder<Measured> table =
        findings
            .size()
            .family()
            .table(
                findings.networks(),
                "family",
                "All networks, with their measures",
                Measured::member)
            .text("recipe", "how it was trained", n -> n.recipe().words())
            .real("loss", "", "on the training samples", Measured::loss)
            .real("training_accuracy", "", "at the end", n -> n.accuracy().train())
            .real("tested_accuracy", "", "at the end", n -> n.accuracy().test())
            .real("shifted_accuracy", "", "on shifted test samples", Measured::shifted);
    for (String name : findings.measures()) {
      table.real(name.replace('-', '_'), "", "the measure", n -> n.of(name));
    }
    return table.build();
  }
}
