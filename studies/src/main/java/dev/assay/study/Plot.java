package dev.assay.study;

import dev.assay.geometry.Area;
import dev.assay.io.Text;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is drawn, not how it looks: data, labels and units. Values that are not finite, or not
 * positive on a logarithmic axis, are left out of the drawing and counted in a remark under it. A
 * plot without data is drawn empty.
 *
 * <p>A series is named after the thing it shows, with a comma before what kind of it: {@code CNN,
 * input}. Within a report one thing has one colour, kinds differ in shade, symbol and dashes.
 *
 * <p>Arrays are copied when a plot is made; those that its parts return must not be changed.
 */
public sealed interface Plot {

  /** Names of what has a colour of its own within a report; empty where colours mean classes. */
  List<String> names();

  /** Calls the method of this plot. */
  <R> R accept(Visitor<R> visitor);

  /**
   * Does something for each kind of plot.
   *
   * @param <R> what comes of it
   */
  interface Visitor<R> {
    R lines(Lines plot);

    R scatter(Scatter plot);

    R histogram(Histogram plot);

    R distribution(Distribution plot);

    R boxes(Boxes plot);

    R bars(Bars plot);

    R heatMap(HeatMap plot);

    R regions(Regions plot);

    R planes(Planes plot);

    R gallery(Gallery plot);

    R field(Field plot);

    R multiples(Multiples plot);

    R tree(Tree plot);
  }

  /** Curves, each with an optional band around it. */
  record Lines(Axis x, Axis y, List<Line> lines) implements Plot {
    public Lines {
      lines = List.copyOf(lines);
    }

    @Override
    public List<String> names() {
      return named(lines, Line::name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.lines(this);
    }
  }

  /**
   * A curve through points in the order given.
   *
   * @param low lower edge of the band, one for each point, or empty for no band
   * @param high upper edge of the band
   */
  record Line(String name, double[] x, double[] y, double[] low, double[] high) {
    public Line {
      same(name, x.length, y);
      bounds(name, x.length, low, high);
      x = x.clone();
      y = y.clone();
      low = low.clone();
      high = high.clone();
    }

    public static Line of(String name, double[] x, double[] y) {
      return new Line(name, x, y, new double[0], new double[0]);
    }

    /** The same curve with a band. */
    public Line within(double[] lower, double[] upper) {
      return new Line(name, x, y, lower, upper);
    }
  }

  /**
   * Points. Where kinds of one thing are kinds of another, too, colour tells the thing and shape
   * the kind.
   *
   * @param diagonal whether to draw the line y = x
   * @param association how x and y go together, said in the figure; null for nothing
   */
  record Scatter(Axis x, Axis y, List<Points> points, boolean diagonal, Quantity association)
      implements Plot {
    public Scatter {
      points = List.copyOf(points);
    }

    @Override
    public List<String> names() {
      return named(points, Points::name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.scatter(this);
    }
  }

  /**
   * What a point, or a value, stands for: a sample, a network.
   *
   * @param label names it
   * @param picture shows it; null for none
   */
  record Tag(String label, Picture picture) {

    /** One without a picture. */
    public static Tag of(String label) {
      return new Tag(label, null);
    }
  }

  /**
   * One group of points.
   *
   * @param tags what each point stands for, or empty where that is not known
   */
  record Points(String name, double[] x, double[] y, List<Tag> tags) {
    public Points(String name, double[] x, double[] y) {
      this(name, x, y, List.of());
    }

    /** The same points, each with the name of what it stands for. */
    public Points standingFor(List<String> labels) {
      return new Points(name, x, y, labels.stream().map(Tag::of).toList());
    }

    /** What a point stands for; null where that is not known. */
    public Tag tag(int index) {
      return tags.isEmpty() ? null : tags.get(index);
    }

    public Points {
      same(name, x.length, y);
      tags = each(name, x.length, tags);
      x = x.clone();
      y = y.clone();
    }
  }

  /**
   * How values are distributed, each group as its share per bin so that groups of any size compare.
   */
  record Histogram(Axis x, List<Sample> samples) implements Plot {
    public Histogram {
      samples = List.copyOf(samples);
    }

    @Override
    public List<String> names() {
      return named(samples, Sample::name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.histogram(this);
    }
  }

  /**
   * Which share of a group has at most the value x: a step at each value, from 0 up to 1, and the
   * band that holds the whole distribution function from which the group was drawn with probability
   * 95 %, the share ± √(ln(2 / 0.05) / 2n) (Dvoretzky, Kiefer and Wolfowitz 1956 with the constant
   * of Massart 1990).
   */
  record Distribution(Axis x, List<Sample> samples) implements Plot {
    /** Of the band. */
    public static final double LEVEL = 0.95;

    /** What a caption says of the band. */
    public static final String BANDS =
        "Bands: 95 % for the whole curve (Dvoretzky–Kiefer–Wolfowitz).";

    public Distribution {
      samples = List.copyOf(samples);
    }

    /** Half the height of the band around the shares of n values. */
    public static double band(int n) {
      return Math.sqrt(Math.log(2 / (1 - LEVEL)) / (2 * n));
    }

    @Override
    public List<String> names() {
      return named(samples, Sample::name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.distribution(this);
    }
  }

  /** Median, quartiles, whiskers (the last value within 1.5 interquartile ranges) and outliers. */
  record Boxes(Axis x, Axis y, List<Sample> samples) implements Plot {
    public Boxes {
      samples = List.copyOf(samples);
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.boxes(this);
    }
  }

  /**
   * Values of one group.
   *
   * @param tags what each value stands for, or empty where that is not known
   */
  record Sample(String name, double[] values, List<Tag> tags) {
    public Sample(String name, double[] values) {
      this(name, values, List.of());
    }

    /** What a value stands for; null where that is not known. */
    public Tag tag(int index) {
      return tags.isEmpty() ? null : tags.get(index);
    }

    /** Positions of some of the values, by value, in the given order where values are equal. */
    public int[] sorted(DoublePredicate some) {
      return IntStream.range(0, values.length)
          .filter(i -> some.test(values[i]))
          .boxed()
          .sorted(Comparator.comparingDouble(i -> values[i]))
          .mapToInt(Integer::intValue)
          .toArray();
    }

    public Sample {
      tags = each(name, values.length, tags);
      values = values.clone();
    }
  }

  /**
   * Bars from zero (from the foot of the axis where it is logarithmic), side by side by category.
   */
  record Bars(Axis x, Axis y, List<String> categories, List<BarSeries> series) implements Plot {
    public Bars {
      categories = List.copyOf(categories);
      series = List.copyOf(series);
      for (BarSeries one : series) {
        same(one.name(), categories.size(), one.values());
      }
    }

    @Override
    public List<String> names() {
      return named(series, BarSeries::name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.bars(this);
    }
  }

  /**
   * One bar in each category.
   *
   * @param low lower end of the error bar, one for each bar, or empty for none
   * @param high upper end of the error bar
   */
  record BarSeries(String name, double[] values, double[] low, double[] high) {
    public BarSeries {
      bounds(name, values.length, low, high);
      values = values.clone();
      low = low.clone();
      high = high.clone();
    }

    public static BarSeries of(String name, double[] values) {
      return new BarSeries(name, values, new double[0], new double[0]);
    }

    /** The same bars with error bars. */
    public BarSeries within(double[] lower, double[] upper) {
      return new BarSeries(name, values, lower, upper);
    }
  }

  /**
   * A number for each pair of a row and a column, as colour.
   *
   * @param value what the colour means; its axis is the colour bar
   * @param values rows × columns, row 0 at the top
   * @param diverging colours that part at zero, for values of both signs
   */
  record HeatMap(
      Axis x,
      List<String> columns,
      Axis y,
      List<String> rows,
      Axis value,
      double[] values,
      boolean diverging)
      implements Plot {
    public HeatMap {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
      long cells = (long) columns.size() * rows.size();
      if (values.length != cells) {
        throw new IllegalArgumentException(
            Text.format(
                "a heat map of %d rows × %d columns need %d values, got %d",
                rows.size(), columns.size(), cells, values.length));
      }
      values = values.clone();
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.heatMap(this);
    }
  }

  /**
   * The class at each point of a plane.
   *
   * @param area what the map covers, in the units of the axes
   * @param width cells in x
   * @param height cells in y
   * @param regions height × width class indices, row 0 at the lowest y; −1 where there is no answer
   * @param borders lines to draw between regions, in the units of the axes: {@code x0, y0, x1, y1}
   *     each; empty where none are known
   * @param classes names of the classes
   * @param anchors points to mark, at most four of them with a picture
   */
  record Regions(
      Axis x,
      Axis y,
      Area area,
      int width,
      int height,
      int[] regions,
      double[] borders,
      List<String> classes,
      List<Anchor> anchors)
      implements Plot {
    public Regions {
      if (width < 1 || height < 1 || regions.length != (long) width * height) {
        throw new IllegalArgumentException(
            Text.format("regions: %d × %d cells, but %d values", width, height, regions.length));
      }
      regions = regions.clone();
      borders = borders.clone();
      classes = List.copyOf(classes);
      anchors = List.copyOf(anchors);
      for (int region : regions) {
        if (region < -1 || region >= classes.size()) {
          throw new IllegalArgumentException(
              Text.format("regions: class %d, but there are %d classes", region, classes.size()));
        }
      }
      if (anchors.stream().filter(anchor -> anchor.picture() != null).count() > 4) {
        throw new IllegalArgumentException("regions: more than four anchors with a picture");
      }
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.regions(this);
    }
  }

  /**
   * Maps of classes side by side, each under the title of its own.
   *
   * @param columns maps in a row
   */
  record Planes(int columns, List<Panel<Regions>> panels) implements Plot {
    public Planes {
      if (columns < 1) {
        throw new IllegalArgumentException("planes have no columns");
      }
      panels = List.copyOf(panels);
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.planes(this);
    }
  }

  /**
   * A plot among others of a figure.
   *
   * @param title may be empty
   */
  record Panel<P extends Plot>(String title, P plot) {}

  /** A marked point of a plane; picture may be null. */
  record Anchor(double x, double y, String label, Picture picture) {}

  /**
   * Pictures in rows.
   *
   * @param columns pictures in a row
   */
  record Gallery(int columns, List<Cell> cells) implements Plot {
    public Gallery {
      if (columns < 1) {
        throw new IllegalArgumentException("a gallery has no columns");
      }
      cells = List.copyOf(cells);
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.gallery(this);
    }
  }

  /** A picture and what is written under it; may be empty. */
  record Cell(Picture picture, String label) {}

  /**
   * Numbers over planes as colours, in panels that share one scale of colours.
   *
   * @param value what the colour means; its axis is the colour bar
   * @param diverging colours that part at zero, for values of both signs
   * @param columns panels in a row
   */
  record Field(Axis x, Axis y, Axis value, boolean diverging, int columns, List<Raster> panels)
      implements Plot {
    public Field {
      if (columns < 1) {
        throw new IllegalArgumentException("a field has no columns");
      }
      panels = List.copyOf(panels);
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.field(this);
    }
  }

  /**
   * A number in each cell of a grid over a plane.
   *
   * @param title of its panel; may be empty
   * @param area what the cells cover, in the units of the axes
   * @param width cells in x, evenly on the axis
   * @param height cells in y
   * @param values height × width, row 0 at the lowest y; what is not finite has no colour
   * @param crosses points that are marked, in the units of the axes: {@code x, y} each
   */
  record Raster(String title, Area area, int width, int height, double[] values, double[] crosses) {

    /** One without marked points. */
    public Raster(String title, Area area, int width, int height, double[] values) {
      this(title, area, width, height, values, new double[0]);
    }

    public Raster {
      if (width < 1 || height < 1 || values.length != (long) width * height) {
        throw new IllegalArgumentException(
            Text.format(
                "raster \"%s\": %d × %d cells, but %d values",
                title, width, height, values.length));
      }
      values = values.clone();
      crosses = crosses.clone();
    }
  }

  /**
   * Plots of one kind side by side, each under the title of its own. Their numeric axes cover the
   * values of all of them, what their axes mean is said once if they agree, and one legend names
   * all series.
   *
   * @param columns panels in a row
   */
  record Multiples(int columns, List<? extends Panel<?>> panels) implements Plot {
    public Multiples {
      if (columns < 1) {
        throw new IllegalArgumentException("multiples have no columns");
      }
      panels = List.copyOf(panels);
      if (panels.stream().map(panel -> panel.plot().getClass()).distinct().count() > 1) {
        throw new IllegalArgumentException("multiples of several kinds of plots");
      }
    }

    @Override
    public List<String> names() {
      return panels.stream().flatMap(panel -> panel.plot().names().stream()).distinct().toList();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.multiples(this);
    }
  }

  /**
   * A tree, its root on top.
   *
   * @param classes what colours of nodes mean
   * @param root null for an empty tree
   * @param levels that are drawn, at most; all of the tree is in its files
   */
  record Tree(List<String> classes, Node root, int levels) implements Plot {

    /** A tree that is drawn as far as there is room. */
    public Tree(List<String> classes, Node root) {
      this(classes, root, Integer.MAX_VALUE);
    }

    public Tree {
      classes = List.copyOf(classes);
      if (levels < 1) {
        throw new IllegalArgumentException("a tree of which no level is drawn");
      }
      List<Node> level = root == null ? List.of() : List.of(root);
      for (; !level.isEmpty(); level = level.stream().flatMap(Node::below).toList()) {
        for (Node node : level) {
          if (node.colour() >= classes.size()) {
            throw new IllegalArgumentException(
                Text.format(
                    "node %s: class %d, but there are %d classes",
                    node.text(), node.colour(), classes.size()));
          } else if (!node.mix().isEmpty() && node.mix().size() != classes.size()) {
            throw new IllegalArgumentException(
                Text.format(
                    "node %s: a mix of %d, but there are %d classes",
                    node.text(), node.mix().size(), classes.size()));
          }
        }
      }
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tree(this);
    }
  }

  /**
   * A node of a tree.
   *
   * @param text a line or two
   * @param colour index of a class; −1 for none
   * @param share how much of the whole it holds, 0 to 1, drawn as a bar; 0 for nothing
   * @param mix share of each class in it, drawn as a bar of many colours; empty for none
   * @param picture what it looks at; null for none. Where there is little room it is left out, as
   *     the mix is
   * @param branches to what is below, from left to right
   */
  record Node(
      List<String> text,
      int colour,
      double share,
      List<Double> mix,
      Picture picture,
      List<Branch> branches) {

    /** A node without mix and picture. */
    public Node(List<String> text, int colour, double share, List<Branch> branches) {
      this(text, colour, share, List.of(), null, branches);
    }

    public Node {
      text = List.copyOf(text);
      mix = List.copyOf(mix);
      branches = List.copyOf(branches);
      if (text.size() > 2 || colour < -1 || !(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            Text.format(
                "node %s: expected one or two lines, a class or −1, a share of 0 to 1; got class"
                    + " %d, share %s",
                text, colour, share));
      }
    }

    /** The nodes that its branches lead to. */
    public Stream<Node> below() {
      return branches.stream().map(Branch::to);
    }
  }

  /** A way down a tree; the label may be empty. */
  record Branch(String label, Node to) {}

  private static <T> List<String> named(List<T> series, Function<T, String> name) {
    return series.stream().map(name).toList();
  }

  private static void same(String series, int length, double[] values) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          Text.format("series \"%s\": expected %d values, got %d", series, length, values.length));
    }
  }

  private static List<Tag> each(String series, int length, List<Tag> tags) {
    if (!tags.isEmpty() && tags.size() != length) {
      throw new IllegalArgumentException(
          Text.format("series \"%s\": %d tags for %d values", series, tags.size(), length));
    }
    return List.copyOf(tags);
  }

  private static void bounds(String series, int length, double[] low, double[] high) {
    if (low.length != high.length || low.length != 0 && low.length != length) {
      throw new IllegalArgumentException(
          Text.format(
              "series \"%s\": %d lower and %d upper bounds for %d values",
              series, low.length, high.length, length));
    }
  }
}
