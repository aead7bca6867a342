package dev.assay.paper.layers;

import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.paper.layers.Findings.Top;
import dev.assay.reproduction.Topic;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Table;
import dev.assay.study.tree.TreeFigure;
import java.util.List;

/** Trees that one can read: what the first and the last hidden layer ask first. */
final class Tops implements Topic {
  private final Findings findings;

  Tops(Findings findings) {
    this.findings = findings;
  }

  @Override
  public List<Claim> claims() {
    return List.of();
  }

  @Override
  public List<Figure> figures() {
    return findings.tops().stream().map(Tops::figure).toList();
  }

  private static Figure figure(Top top) {
    Dataset data = top.draw().train();
    return TreeFigure.of(
        Text.format("tree-%dx%d-layer-%d", top.shape().layers(), top.shape().width(), top.layer()),
        Text.format("What hidden layer %d of %s tells", top.layer(), top.shape()),
        Text.format(
            "A sample begins on top and goes down to the right where the unit is on for it, to the"
                + " left where it is off. The first %d levels of the tree on codes, seed %d;"
                + " training samples by the network's classes.",
            Size.LEVELS, top.draw().seed()),
        data.classNames(),
        top.nodes(),
        data.sample(),
        Size.LEVELS);
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
