package dev.assay.study.tree;

import dev.assay.io.Text;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.tensor.Shape;
import java.util.List;

/** A tree on codes, drawn: what its nodes test, and which samples come to them. */
public final class TreeFigure {
  private static final String NODES =
      "A node names the unit that it tests, or, at the end, how many samples come to it; its colour"
          + " is the class of most of them, which has the share that is written. The upper bar is"
          + " the mix of classes, the lower one their share of all samples.";

  private static final String PICTURES =
      " Pictures: what raises (red) or lowers (blue) the unit in samples for which it is on.";

  private TreeFigure() {}

  /**
   * @param caption what stands before what nodes mean
   * @param input shape of an input; pictures are drawn where it is an image
   * @param levels that are drawn
   */
  public static Figure of(
      String name,
      String title,
      String caption,
      List<String> classes,
      List<ShownNode> nodes,
      Shape input,
      int levels) {
    boolean pictured =
        input.rank() == 3 && nodes.stream().anyMatch(node -> node.inputs().length > 0);
    return new Figure(
        new Heading(name, title, caption + " " + NODES + (pictured ? PICTURES : "")),
        new Plot.Tree(classes, root(classes, nodes, input), levels));
  }

  /** All of a tree, from its leaves up: it may be deep. */
  private static Plot.Node root(List<String> classes, List<ShownNode> nodes, Shape input) {
    Plot.Node[] drawn = new Plot.Node[nodes.size()];
    double all = nodes.get(0).samples();
    for (int n = drawn.length - 1; n >= 0; n--) {
      ShownNode node = nodes.get(n);
      int predicted = node.predicted();
      int samples = node.samples();
      drawn[n] =
          new Plot.Node(
              List.of(
                  node.isLeaf() ? Text.format("n = %,d", samples) : "unit " + node.unit(),
                  Text.format(
                      "%s: %.0f %%",
                      classes.get(predicted), 100.0 * node.counts().get(predicted) / samples)),
              predicted,
              samples / all,
              node.counts().stream().map(count -> (double) count / samples).toList(),
              picture(node, input),
              node.isLeaf()
                  ? List.of()
                  : List.of(
                      new Plot.Branch("off", drawn[node.off()]),
                      new Plot.Branch("on", drawn[node.on()])));
    }
    return drawn[0];
  }

  private static Picture picture(ShownNode node, Shape input) {
    return input.rank() != 3 || node.inputs().length == 0
        ? null
        : AttributionPictures.picture(i -> node.inputs()[i], input);
  }
}
