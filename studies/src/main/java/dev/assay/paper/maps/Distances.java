package dev.assay.paper.maps;

import dev.assay.io.Text;
import dev.assay.paper.maps.Findings.Measured;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/** Whether Euclidean distances rank networks as cosines do: statement C-4. */
final class Distances implements Topic {
  /** Pairs that are told, at most. */
  private static final int TOLD = 3;

  private final Findings findings;

  Distances(Findings findings) {
    this.findings = findings;
  }

  /** Distance of logits at the largest radius. */
  static double far(Measured network) {
    double[] distances = network.logits().distances();
    return distances[distances.length - 1];
  }

  private static double cosine(Measured network) {
    double[] cosines = network.logits().cosines();
    return cosines[cosines.length - 1];
  }

  @Override
  public List<Claim> claims() {
    List<Quantity> told = new ArrayList<>();
    int agree = 0;
    int contradict = 0;
    List<Design> designs = findings.size().designs();
    for (int i = 0; i < designs.size(); i++) {
      for (int j = i + 1; j < designs.size(); j++) {
        List<Design> one = List.of(designs.get(i));
        List<Design> other = List.of(designs.get(j));
        Estimate cosine = findings.difference(one, other, Distances::cosine);
        Estimate distance = findings.difference(one, other, Distances::far);
        boolean same = cosine.above(0) && distance.below(0) || cosine.below(0) && distance.above(0);
        boolean opposite =
            cosine.above(0) && distance.above(0) || cosine.below(0) && distance.below(0);
        agree += same ? 1 : 0;
        contradict += opposite ? 1 : 0;
        if (opposite && contradict <= TOLD) {
          String pair =
              Text.format(
                  "%s − %s", findings.words(designs.get(i)), findings.words(designs.get(j)));
          told.add(cosine.as("cosine of logits, " + pair));
          told.add(distance.as("distance of logits, " + pair));
        }
      }
    }
    told.add(0, Quantity.of("pairs that both rank for sure, alike", agree));
    told.add(1, Quantity.of("pairs that both rank for sure, the other way round", contradict));
    Verdict verdict =
        contradict > 0 ? Verdict.HOLDS : agree > 0 ? Verdict.DOES_NOT_HOLD : Verdict.NOT_TESTED;
    return List.of(
        new Claim(
            "C-4",
            "Euclidean distances rank networks otherwise than cosines: there are networks of which"
                + " one is more invariant by the one and less by the other.",
            verdict,
            "Logits, at the largest radius; pairs of networks whose difference is sure by both."
                + " That there can be such follows from the scale of a layer, which distances see"
                + " and cosines do not; here is whether there are.",
            told,
            findings.seeds()));
  }

  @Override
  public List<Figure> figures() {
    List<Plot.Points> points =
        List.of(points("last map with places", false), points("forced", true));
    return List.of(
        new Figure(
            new Heading(
                "distances-and-cosines",
                "Distances and cosines of logits",
                "A point for each network; at the largest radius."),
            new Plot.Scatter(
                Axis.of("mean cosine"), Axis.of("mean distance"), points, false, null)));
  }

  private Plot.Points points(String name, boolean forced) {
    List<Measured> some =
        findings.networks().stream().filter(n -> findings.forced(n.design()) == forced).toList();
    return new Plot.Points(
        name, Values.of(some, Distances::cosine), Values.of(some, Distances::far));
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
