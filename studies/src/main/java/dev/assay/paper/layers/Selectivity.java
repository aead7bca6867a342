package dev.assay.paper.layers;

import dev.assay.io.Text;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.Topic;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;

/** What single units are active for: statements B5 and B6. */
final class Selectivity implements Topic {
  /** From this share of the number of classes on, a perplexity says that a unit tells no class. */
  private static final double UNSPECIFIC = 0.75;

  private final Findings findings;
  private final Bootstrap bootstrap;

  Selectivity(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(unspecific(), drift());
  }

  /** B5. */
  private Claim unspecific() {
    Cases cases = new Cases();
    double bound = UNSPECIFIC * findings.classes();
    for (Shape shape : findings.scale().shapes()) {
      for (int layer : shape.all()) {
        cases.above(
            bound,
            bootstrap.meanOfMeans(
                findings.one(shape, net -> net.layer(layer).codes().perplexity())),
            Text.format("perplexity, layer %d of %s", layer, shape),
            "classes");
      }
    }
    return cases.claim(
        "B5",
        "Single units tell no class, codes do: a unit is active for most classes at every hidden"
            + " layer.",
        Text.format(
            "Perplexity of the classes of the training samples that a unit is active for, 1 for one"
                + " class, %d for all; median over units that are ever active. No class is told"
                + " where it is above %s.",
            findings.classes(), Text.format("%.2f", bound)),
        findings.seeds());
  }

  /** B6. */
  private Claim drift() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      for (int layer : shape.later()) {
        cases.below(
            0,
            bootstrap.meanOfMeans(
                findings.one(
                    shape,
                    net ->
                        net.layer(layer).codes().perplexity()
                            - net.layer(layer - 1).codes().perplexity())),
            Text.format("perplexity, layer %d − %d of %s", layer, layer - 1, shape),
            "classes");
      }
    }
    return cases.claim(
        "B6",
        "Units become more selective with depth: their perplexity falls from each hidden layer to"
            + " the next.",
        "As for B5.",
        findings.seeds());
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Curves(findings, bootstrap)
            .figure(
                "perplexity-by-depth",
                "For how many classes units are active",
                Text.format(
                    "Perplexity of the classes that a unit is active for, of %d; median over units.",
                    findings.classes()),
                Axis.of("perplexity", "classes"),
                List.of(Curves.of("units", net -> l -> Curves.one(l.codes().perplexity())))));
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
