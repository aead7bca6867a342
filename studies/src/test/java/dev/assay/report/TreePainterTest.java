package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.assay.study.Figure;
import dev.assay.study.Plot;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreePainterTest {

  static Stream<Figure> trees() {
    return Stream.of(
        Samples.tree(1),
        Samples.tree(2),
        Samples.tree(6),
        Samples.tree(30),
        Samples.tree(60),
        figure(balanced(4)),
        figure(pictured(2)),
        figure(chain(9)));
  }

  @ParameterizedTest
  @MethodSource("trees")
  void allNodesAreShownAndNothingOverlaps(Figure figure) {
    Drawing drawing = paint(figure);
    List<Rectangle2D> boxes = boxes(drawing);

    assertThat(boxes).hasSize(nodes(((Plot.Tree) figure.plot()).root()));
    assertThat(drawing.remarks()).isEmpty();
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(boxes.get(i).intersects(boxes.get(j))).isFalse();
      }
      for (Mark mark : drawing.marks()) {
        if (mark instanceof Mark.Polyline tie) {
          for (int k = 2; k < tie.points().length; k += 2) {
            assertThat(inside(boxes.get(i)).intersectsLine(line(tie.points(), k))).isFalse();
          }
        }
      }
    }
    for (Mark mark : drawing.marks()) {
      if (mark instanceof Mark.Label label && label.ink().equals(Ink.TEXT) && label.size() < 12) {
        assertThat(boxes).anyMatch(box -> box.contains(text(label)));
      }
    }
  }

  /** Three nodes that test something, four that do not; all named classes are in the mix. */
  @Test
  void nodesHavePicturesAndMixesOfClasses() {
    Drawing drawing = paint(figure(pictured(2)));

    List<Rectangle2D> boxes = boxes(drawing);
    List<Mark.Raster> pictures =
        drawing.marks().stream()
            .filter(Mark.Raster.class::isInstance)
            .map(Mark.Raster.class::cast)
            .toList();
    assertThat(boxes).hasSize(7);
    assertThat(pictures).hasSize(3);
    for (Mark.Raster picture : pictures) {
      Rectangle2D room =
          new Rectangle2D.Double(picture.x(), picture.y(), picture.width(), picture.height());
      assertThat(boxes).anyMatch(box -> box.contains(room));
      assertThat(drawing.marks())
          .noneMatch(
              mark ->
                  mark instanceof Mark.Label label
                      && label.size() < 12
                      && text(label).intersects(room));
    }
    // of each node: paper, colour, share, and a quarter and three quarters of its classes
    double[] widths =
        drawing.marks().stream()
            .filter(Mark.Polygon.class::isInstance)
            .map(mark -> box((Mark.Polygon) mark))
            .filter(box -> Math.abs(box.getHeight() - TreeLayout.MIX) < 1e-9)
            .mapToDouble(Rectangle2D::getWidth)
            .toArray();
    assertThat(widths).hasSize(14);
    for (int i = 0; i < 14; i += 2) {
      assertThat(widths[i + 1]).isCloseTo(3 * widths[i], within(1e-9));
    }
  }

  private static Plot.Node pictured(int depth) {
    List<Plot.Branch> below =
        depth == 0
            ? List.of()
            : List.of(
                new Plot.Branch("off", pictured(depth - 1)),
                new Plot.Branch("on", pictured(depth - 1)));
    return new Plot.Node(
        List.of("unit " + depth),
        1,
        0.5,
        List.of(0.25, 0.75),
        depth == 0 ? null : Samples.picture(depth),
        below);
  }

  @Test
  void treesThatAreTooLargeAreCut() {
    Drawing wide = paint(Samples.tree(400));
    int shown = boxes(wide).size();
    assertThat(shown).isBetween(31, 798);
    assertThat(wide.remarks()).hasSize(1);
    assertThat(wide.remarks().get(0)).startsWith(799 - shown + " of 799 nodes are not shown");
    Drawing deep = paint(figure(chain(5000)));
    assertThat(boxes(deep)).hasSize(23);
    assertThat(deep.remarks().get(0)).contains("more than 11 levels below the root");
  }

  @Test
  void noMoreLevelsAreDrawnThanAskedFor() {
    Plot.Tree some = new Plot.Tree(List.of("a", "b"), balanced(6), 3);
    Drawing drawing = paint(new Figure(Samples.heading("tree", "Tree", ""), some));
    assertThat(boxes(drawing)).hasSize(7);
    assertThat(drawing.remarks().get(0)).startsWith("120 of 127 nodes are not shown");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Plot.Tree(List.of("a"), null, 0))
        .withMessageContaining("no level");
  }

  /** All nodes, whatever is drawn, and text of any kind. */
  @Test
  void dotHasTheWholeTree() {
    Plot.Node leaf = new Plot.Node(List.of("a \"b\" \\"), 0, 1, List.of());
    Plot.Node root =
        new Plot.Node(
            List.of("x", "y"),
            -1,
            1,
            List.of(new Plot.Branch("no", leaf), new Plot.Branch("yes", leaf)));
    String colour = Ink.category(0).hex();

    assertThat(Dot.file(new Plot.Tree(List.of("a"), root, 1)))
        .isEqualTo(
            """
            digraph tree {
              node [shape=box, style=filled];
              n0 [label="x\\ny", fillcolor="#ffffff"];
              n1 [label="a \\"b\\" \\\\", fillcolor="%s33"];
              n0 -> n1 [label="no"];
              n2 [label="a \\"b\\" \\\\", fillcolor="%s33"];
              n0 -> n2 [label="yes"];
            }
            """
                .formatted(colour, colour));
    String deep = Dot.file((Plot.Tree) figure(chain(5000)).plot());
    assertThat(deep.lines().filter(line -> line.contains("->"))).hasSize(10_000);
    assertThat(Dot.file(new Plot.Tree(List.of(), null))).hasLineCount(3);
  }

  @Test
  void nodesHaveTwoLinesAClassThatThereIsAndAShare() {
    Plot.Node third = new Plot.Node(List.of(""), 3, 1, List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Plot.Tree(List.of("a", "b"), third))
        .withMessageContaining("class 3, but there are 2 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Plot.Node(List.of("1", "2", "3"), 0, 1, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Plot.Node(List.of(), 0, 1.1, List.of()));
    Plot.Node mixed = new Plot.Node(List.of(""), 0, 1, List.of(1.0), null, List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Plot.Tree(List.of("a", "b"), mixed))
        .withMessageContaining("a mix of 1, but there are 2 classes");
  }

  private static Plot.Node balanced(int depth) {
    List<Plot.Branch> below =
        depth == 0
            ? List.of()
            : List.of(
                new Plot.Branch("yes", balanced(depth - 1)),
                new Plot.Branch("no", balanced(depth - 1)));
    return new Plot.Node(List.of("x" + depth, "gini 0.5"), depth % 2, 0.5, below);
  }

  private static Plot.Node chain(int depth) {
    Plot.Node node = new Plot.Node(List.of("end"), 0, 0.1, List.of());
    for (int i = 0; i < depth; i++) {
      Plot.Node leaf = new Plot.Node(List.of("leaf of a long name"), 1, 0.2, List.of());
      node =
          new Plot.Node(
              List.of("x ≤ " + i),
              -1,
              1,
              List.of(new Plot.Branch("yes", leaf), new Plot.Branch("no", node)));
    }
    return node;
  }

  private static int nodes(Plot.Node node) {
    return 1 + node.below().mapToInt(TreePainterTest::nodes).sum();
  }

  private static Figure figure(Plot.Node root) {
    return new Figure(Samples.heading("tree", "Tree", ""), new Plot.Tree(List.of("a", "b"), root));
  }

  private static Drawing paint(Figure figure) {
    return Painter.paint(figure, 720, Palette.of(figure));
  }

  private static List<Rectangle2D> boxes(Drawing drawing) {
    return drawing.marks().stream()
        .filter(Mark.Polygon.class::isInstance)
        .map(Mark.Polygon.class::cast)
        .filter(area -> area.ink().equals(Ink.PAPER))
        .map(TreePainterTest::box)
        .toList();
  }

  private static Rectangle2D box(Mark.Polygon area) {
    double[] p = area.points();
    return new Rectangle2D.Double(p[0], p[1], p[4] - p[0], p[5] - p[1]);
  }

  private static Rectangle2D inside(Rectangle2D box) {
    return new Rectangle2D.Double(
        box.getX() + 0.1, box.getY() + 0.1, box.getWidth() - 0.2, box.getHeight() - 0.2);
  }

  private static Line2D line(double[] p, int to) {
    return new Line2D.Double(p[to - 2], p[to - 1], p[to], p[to + 1]);
  }

  /** The room of a text from its baseline to the height of its capitals. */
  private static Rectangle2D text(Mark.Label label) {
    double wide = Typeface.width(label.text(), label.size(), label.bold());
    double high = 0.72 * label.size();
    return label.angle() == 0
        ? new Rectangle2D.Double(label.x() - label.align() * wide, label.y() - high, wide, high)
        : new Rectangle2D.Double(
            label.x() - high, label.y() - (1 - label.align()) * wide, high, wide);
  }

  /** Of a hundred classes no two look the same, and none like paper. */
  @Test
  void aHundredClassesCanBeSeen() {
    Set<Integer> seen = new HashSet<>();
    for (int c = 0; c < 100; c++) {
      int rgb = Ink.category(c).rgb();
      seen.add(rgb);
      int brightest = Math.min(Math.min(rgb >> 16 & 255, rgb >> 8 & 255), rgb & 255);
      assertThat(brightest).as("class %d", c).isLessThan(215);
    }
    assertThat(seen).hasSize(100);
  }
}
