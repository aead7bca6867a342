package dev.assay.paper.generalization;

import dev.assay.io.Text;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Verdicts;
import dev.assay.score.MeasureScore;
import dev.assay.score.MeasureScore.Sign;
import dev.assay.score.Ranking;
import dev.assay.score.ScoreReport;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a measure's sign when networks are trained otherwise: statement F1. */
final class Recipes implements Topic {
  private static final String RECIPE = "recipe";

  private final Findings findings;
  private final Ranking ranking;

  /**
   * @param ranking of twins
   */
  Recipes(Findings findings, Ranking ranking) {
    this.findings = findings;
    this.ranking = ranking;
  }

  private Quantity count(Sign sign, String label) {
    return Quantity.of(
        label, ranking.measures().stream().filter(score -> score.sign(RECIPE) == sign).count());
  }

  @Override
  public List<Claim> claims() {
    List<MeasureScore> all = ranking.measures();
    Quantity kept = count(Sign.KEPT, "measures whose sign is kept");
    Quantity changed = count(Sign.CHANGED, "measures whose sign changes");
    Quantity open = count(Sign.OPEN, "measures whose sign is not sure with some recipe");
    List<Quantity> numbers = new ArrayList<>(List.of(kept, changed, open));
    for (Recipe recipe : Recipe.values()) {
      numbers.add(Quantity.of("networks, " + recipe.words(), findings.twins(recipe).size()));
    }
    return List.of(
        new Claim(
                "F1",
                "Many measures are fragile: another rate, optimiser or seed reverses their sign.",
                Verdicts.of(4 * changed.value() > all.size(), 4 * kept.value() > 3 * all.size()),
                Text.format(
                    "Kendall's tau of each of %d measures with the gap, in the same networks trained by"
                        + " Adam, at twice the rate, by SGD, and with another seed. A sign changes if"
                        + " the intervals of two are on different sides of 0. Holds if more than a"
                        + " quarter change, does not if more than three quarters are kept.",
                    all.size()),
                numbers,
                findings.seeds())
            .openFor(List.of(open)));
  }

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    Table signs =
        Table.of(ranking.measures(), "signs", "Does the sign survive other recipes?")
            .note(
                "Kept: with every recipe the interval of tau is on the same side of 0; changed: two are"
                    + " on different sides; open: neither.")
            .text("measure", "", MeasureScore::measure)
            .text("sign", "of tau", score -> score.sign(RECIPE).words())
            .build();
    return List.of(ScoreReport.recipes(ranking), signs);
  }
}
