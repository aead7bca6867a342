package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.Cut;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Samples;
import dev.assay.study.Subject;
import dev.assay.study.tree.Looked;
import dev.assay.study.tree.ShownNode;
import dev.assay.study.tree.Side;
import dev.assay.study.tree.Target;
import dev.assay.tree.Codes;
import dev.assay.tree.DecisionTree;
import dev.assay.tree.TreeConfig;
import java.util.List;

/**
 * The first levels of a decision tree that grows on which units are active at a cut, and what the
 * units that it tests look at: exact integrated gradients from the zero input.
 *
 * @param cut the name of a hidden cut behind an activation
 * @param levels of nodes, at least 1; those of the last one are leaves
 * @param attributed samples on each side of a test that are looked at, the first that come
 */
public record TreeTop(
    Provenance data, Selection samples, String cut, Target target, int levels, int attributed)
    implements NetworkMeasure<TreeTop.Found> {

  /** In preorder, the root first. */
  public record Found(List<ShownNode> nodes) {
    public Found {
      nodes = List.copyOf(nodes);
    }
  }

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Dataset from = bench.data(data);
    Subject subject = new NetworkSubject(network, from);
    Side grown = Side.of(Samples.of(from, samples.of(from)), subject.input().above());
    Cut at = subject.hidden(cut);
    Codes codes = Looked.at(at, grown.samples(), false, false).codes();
    DecisionTree tree =
        DecisionTree.grow(
            codes,
            grown.of(target),
            from.classes(),
            new TreeConfig(1, levels - 1, Integer.MAX_VALUE, 0));
    return new Found(ShownNode.of(tree, at, grown.samples(), codes, levels, attributed));
  }
}
