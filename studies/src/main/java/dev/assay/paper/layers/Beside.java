package dev.assay.paper.layers;

import dev.assay.io.Text;
import dev.assay.measure.LayerTree;
import dev.assay.paper.layers.Findings.Net;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.Topic;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.List;
import java.util.function.Function;

/** What on and off leave out: statements B3 and B4. */
final class Beside implements Topic {
  /** Points of fidelity from which a tree is much better. */
  private static final double MUCH = 5;

  private final Findings findings;
  private final Bootstrap bootstrap;

  Beside(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(pixels(), numbers());
  }

  /** B3. */
  private Claim pixels() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      cases.below(
          0,
          fidelity(shape, Net::pixels, net -> net.layer(1).tree()),
          Text.format("fidelity, codes of layer 1 − pixels, %s", shape),
          "points");
      cases.above(
          MUCH,
          fidelity(shape, Net::pixels, net -> net.last().tree()),
          Text.format("fidelity, codes of layer %d − pixels, %s", shape.layers(), shape),
          "points");
    }
    return cases.claim(
        "B3",
        "A tree on the codes of the first hidden layer is worse than one on pixels, one on those of"
            + " the last hidden layer much better.",
        Text.format(
            "How often they answer as the network does, test samples; much is more than %.0f"
                + " points.",
            MUCH),
        findings.seeds());
  }

  /** B4. */
  private Claim numbers() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      for (int layer : shape.all()) {
        String where = Text.format("activations − codes, layer %d of %s", layer, shape);
        cases.below(
            0,
            bootstrap.meanOfMeans(
                findings.one(
                    shape,
                    net ->
                        100.0
                                * net.layer(layer).numbers().leaves()
                                / net.layer(layer).tree().leaves()
                            - 100)),
            "leaves, " + where,
            "%");
        cases.above(
            0,
            fidelity(shape, net -> net.layer(layer).tree(), net -> net.layer(layer).numbers()),
            "fidelity, " + where,
            "points");
      }
    }
    return cases.claim(
        "B4",
        "On and off cost something: at every hidden layer a tree on activations has fewer leaves and"
            + " answers as the network does more often than one on codes.",
        "Test samples; leaves in percent of those of the tree on codes.",
        findings.seeds());
  }

  /** By how much a second tree is better than a first one, sample by sample. */
  private Estimate fidelity(
      Shape shape, Function<Net, LayerTree.Found> first, Function<Net, LayerTree.Found> second) {
    return bootstrap.meanOfMeans(
        findings.each(
            shape, net -> Findings.points(first.apply(net).alike(), second.apply(net).alike())));
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
