package dev.assay.study.tree;

import dev.assay.data.Dataset;
import dev.assay.geometry.Area;
import dev.assay.geometry.ExactTree;
import dev.assay.geometry.ExactTree.Leaf;
import dev.assay.geometry.ExactTree.Question;
import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.Table;
import dev.assay.study.tree.ExactTreeStudy.Activated;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Puts an exact tree into words, figures and tables. */
final class ExactTreeReport {
  /** Cells of the map on each side. */
  private static final int CELLS = 240;

  /** Coordinates that a table has columns for. */
  private static final int COLUMNS = 8;

  private final ExactTreeConfig config;
  private final Dataset measured;
  private final Domain domain;
  private final List<Activated> activations;
  private final ExactTree tree;
  private final double[][] inside;
  private final List<ExactNode> nodes;

  ExactTreeReport(
      ExactTreeConfig config,
      Dataset measured,
      Domain domain,
      List<Activated> activations,
      ExactTree tree) {
    this.config = config;
    this.measured = measured;
    this.domain = domain;
    this.activations = activations;
    this.tree = tree;
    this.inside =
        Arrays.stream(domain.coordinates()).filter(domain::holds).toArray(double[][]::new);
    this.nodes = ExactNode.of(tree.root(), inside);
  }

  Report build() {
    Report.Builder report =
        Report.titled("The exact tree of a network")
            .summary(
                Text.format(
                    "The whole network as one decision tree (Aytekin 2022), exactly, on a domain: %s."
                        + " A node asks whether a unit is on, which is an affine function of the"
                        + " coordinates where those before it are settled; a leaf is an affine map to"
                        + " the logits. Questions with one answer on the domain are left out.",
                    where()))
            .key(Quantity.of("leaves", tree.leaves().size()))
            .key(Quantity.of("most questions on the way to a leaf", tree.depth()))
            .key(Quantity.of("units", activations.stream().mapToInt(Activated::units).sum()))
            .key(
                Quantity.of(
                    "leaves that hold a measured sample",
                    nodes.stream()
                        .filter(n -> n.node() instanceof Leaf && n.samples() > 0)
                        .count()))
            .figure(drawn());
    if (domain.dimensions() == 2 && isBounded()) {
      report.figure(map());
    }
    return report
        .table(table())
        .note(
            Text.format(
                "Which branches there are depends on the domain: %s. Parts of it that reach less far"
                    + " behind a border than %s are taken for rounding.",
                where(), ExactTree.SAME))
        .note(
            Text.format(
                "Of %,d measured samples %,d lie in the domain%s; they are counted by the class that"
                    + " the network gives there.",
                measured.count(),
                inside.length,
                config.space() instanceof Space.Input ? "" : " when they are projected on it"))
        .provenance("exactTree", config.plain())
        .provenance("range", List.of(domain.range().low(), domain.range().high()))
        .build();
  }

  private String where() {
    return Text.format(
        "%s, %s from %.4g to %.4g%s",
        config.space() instanceof Space.Input
            ? "all inputs"
            : config.space().label() + " through the mean of the training inputs",
        domain.dimensions() == 1 ? "its coordinate" : "each coordinate",
        domain.range().low(),
        domain.range().high(),
        config.range() == null ? ", as measured samples have them" : "");
  }

  private boolean isBounded() {
    return Double.isFinite(domain.range().low()) && Double.isFinite(domain.range().high());
  }

  /** The unit that a node asks for, by activation and number: a leaky one is two values. */
  private String unit(Question question) {
    Activated activated = activations.get(question.rectifier());
    return Text.format(
        "%s:%d", activated.name(), (long) question.value() * activated.units() / question.values());
  }

  private Figure drawn() {
    Plot.Node[] drawn = new Plot.Node[nodes.size()];
    for (int n = drawn.length - 1; n >= 0; n--) {
      ExactNode node = nodes.get(n);
      drawn[n] =
          new Plot.Node(
              text(node),
              node.predicted(),
              inside.length == 0 ? 0 : (double) node.samples() / inside.length,
              node.samples() == 0
                  ? List.of()
                  : IntStream.of(node.counts())
                      .mapToObj(count -> (double) count / node.samples())
                      .toList(),
              node.node() instanceof Question question ? picture(question) : null,
              node.node() instanceof Question
                  ? List.of(
                      new Plot.Branch("off", drawn[node.off()]),
                      new Plot.Branch("on", drawn[node.on()]))
                  : List.of());
    }
    return new Figure(
        new Heading(
            "tree",
            "The network as a tree",
            Text.format(
                "%d of %d levels. A node names the unit that it asks for, by activation and number,"
                    + " or, at the end, how many measured samples come to it; its colour is the class of most of them.%s",
                Math.min(config.levels(), tree.depth() + 1),
                tree.depth() + 1,
                measured.sample().rank() == 3
                    ? " Pictures: towards which inputs the unit is turned on (red) or off (blue)."
                    : "")),
        new Plot.Tree(measured.classNames(), drawn[0], config.levels()));
  }

  private List<String> text(ExactNode node) {
    String of =
        node.node() instanceof Question question
            ? unit(question)
            : Text.format("n = %,d", node.samples());
    int predicted = node.predicted();
    if (predicted < 0) {
      return List.of(of);
    }
    String name = measured.classNames().get(predicted);
    return List.of(
        of,
        node.samples() == 0
            ? name
            : Text.format("%s: %.0f %%", name, 100.0 * node.counts()[predicted] / node.samples()));
  }

  private Picture picture(Question question) {
    if (measured.sample().rank() != 3) {
      return null;
    }
    double[] towards = new double[domain.origin().length];
    domain.directions().lift(question.coefficients(), towards);
    return AttributionPictures.picture(i -> towards[i], measured.sample());
  }

  /** The class at each point of a plane. */
  private Figure map() {
    double low = domain.range().low();
    double high = domain.range().high();
    int[] regions = new int[CELLS * CELLS];
    for (int cell = 0; cell < regions.length; cell++) {
      double[] point = {
        low + (high - low) * (cell % CELLS + 0.5) / CELLS,
        low + (high - low) * (cell / CELLS + 0.5) / CELLS
      };
      regions[cell] = ExactNode.winner(tree.leaf(point), point);
    }
    return new Figure(
        new Heading(
            "map",
            "What the tree answers on its domain",
            Text.format(
                "The class at each point of the plane, by the leaf that holds it: %,d leaves.",
                tree.leaves().size())),
        new Plot.Regions(
            Axis.of("first coordinate"),
            Axis.of("second coordinate"),
            new Area(low, high, low, high),
            CELLS,
            CELLS,
            regions,
            new double[0],
            measured.classNames(),
            List.of()));
  }

  private record Row(int number, ExactNode node) {
    Question question() {
      return node.node() instanceof Question question ? question : null;
    }
  }

  /** All of the tree. */
  private Table table() {
    Stream<Row> rows = IntStream.range(0, nodes.size()).mapToObj(n -> new Row(n, nodes.get(n)));
    Table.Builder<Row> table =
        Table.of(rows.toList(), "nodes", "Nodes")
            .note(
                "One row for each node, the root first; behind a node what is below it. A unit is on"
                    + " where Σ cᵢ xᵢ + constant is larger than 0, the cᵢ being scaled to length 1.")
            .integer("node", "its number", Row::number)
            .text(
                "unit",
                "that it asks for, by activation and number; none for a leaf",
                r -> r.question() == null ? "" : unit(r.question()))
            .integer("off", "node where it is off", r -> below(r, r.node().off()))
            .integer("on", "node where it is on", r -> below(r, r.node().on()))
            .integer("samples", "measured samples that come to it", r -> r.node().samples())
            .text(
                "class",
                "of most of them; of a point inside a leaf where there are none",
                r ->
                    r.node().predicted() < 0 ? "" : measured.classNames().get(r.node().predicted()))
            .real(
                "constant",
                "",
                "of the question",
                r -> r.question() == null ? null : r.question().constant());
    for (int i = 0; i < domain.dimensions() && domain.dimensions() <= COLUMNS; i++) {
      int coordinate = i;
      table.real(
          "c" + (i + 1),
          "",
          "coefficient of coordinate " + (i + 1),
          r -> r.question() == null ? null : r.question().coefficients()[coordinate]);
    }
    return table.build();
  }

  private static Integer below(Row row, int node) {
    return row.question() == null ? null : node;
  }
}
