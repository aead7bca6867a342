package dev.assay.paper.generalization;

import dev.assay.io.Text;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Verdicts;
import dev.assay.score.MeasureScore;
import dev.assay.score.Ranking;
import dev.assay.score.Score;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/** Fragmentation as a measure: statement B5 of Mouton et al. 2024. */
final class Fragmented implements Topic {
  static final String INPUT = "fragmentation";
  private static final String HIDDEN = "hidden-fragmentation";
  private static final String STATEMENT =
      "Fragmentation has a positive rank correlation with the generalisation gap.";

  private final Findings findings;
  private final Ranking ranking;
  private final Bootstrap bootstrap;

  Fragmented(Findings findings, Ranking ranking, Bootstrap bootstrap) {
    this.findings = findings;
    this.ranking = ranking;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    List<String> measures = ranking.measures().stream().map(MeasureScore::measure).toList();
    if (!measures.contains(INPUT)) {
      return List.of(
          new Claim(
              "B5",
              STATEMENT,
              Verdict.NOT_TESTED,
              "Exact segments of some networks would take too long.",
              List.of(),
              findings.seeds()));
    }
    Estimate tau = findings.tau(INPUT, bootstrap);
    Quantity deciding = tau.as("tau, " + INPUT);
    List<Quantity> numbers = new ArrayList<>(List.of(deciding));
    if (measures.contains(HIDDEN)) {
      numbers.add(findings.tau(HIDDEN, bootstrap).as("tau, " + HIDDEN));
    }
    MeasureScore score = ranking.measures().get(measures.indexOf(INPUT));
    score.scores().forEach((kind, value) -> numbers.add(value.as(words(kind))));
    numbers.add(Quantity.of("its rank among the measures", 1 + measures.indexOf(INPUT)));
    return List.of(
        new Claim(
                "B5",
                STATEMENT,
                Verdicts.of(tau.above(0), tau.below(0)),
                Text.format(
                    "Kendall's tau over the networks of both seeds; scores and rank on those of seed %d,"
                        + " among %d measures. The paper's statement is about the tasks of PGDL.",
                    findings.seen(), measures.size()),
                numbers,
                findings.seeds())
            .openFor(Verdicts.open(0, List.of(deciding))));
  }

  private static String words(Score kind) {
    return kind.words() + ", networks that were seen";
  }

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
