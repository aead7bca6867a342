package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.geometry.Area;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class FigureFilesTest {
  private static final String EVIL = "<b>&\"'\u0007";

  static Stream<Figure> all() {
    return Stream.of(Samples.figures(), odd()).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("all")
  void svgIsWellFormed(Figure figure) throws Exception {
    for (double width : new double[] {720, 360}) {
      Drawing drawing =
          Painter.paint(figure, width, Palette.of(figure)).titled(figure.heading().title());
      String svg = Svg.file(drawing, EVIL, figure.heading().caption());
      assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
      Element root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
              .getDocumentElement();
      assertThat(root.getTagName()).isEqualTo("svg");
      assertThat(root.getElementsByTagName("text").getLength()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void pngDecodesAndShowsSomething(Figure figure) throws IOException {
    Drawing drawing =
        Painter.paint(figure, 360, Palette.of(figure)).titled(figure.heading().title());
    BufferedImage image = decode(Png.file(drawing));
    assertThat(image.getWidth()).isEqualTo(720);
    assertThat(image.getHeight())
        .isEqualTo((int) Math.ceil(2 * (drawing.top() + drawing.height())));
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    assertThat(Arrays.stream(pixels).filter(pixel -> pixel != 0xffffffff).count())
        .isGreaterThan(300);
  }

  @Test
  void everyMarkLiesOnTheSheet() {
    all()
        .forEach(
            figure -> {
              for (double width : new double[] {720, 360}) {
                Drawing drawing = Painter.paint(figure, width, Palette.of(figure));
                for (Mark mark : drawing.marks()) {
                  if (mark instanceof Mark.Label label && label.angle() == 0) {
                    double wide = Typeface.width(label.text(), label.size(), label.bold());
                    assertThat(label.x() - label.align() * wide)
                        .as("%s: %s", figure.heading().name(), label)
                        .isGreaterThan(-2);
                    assertThat(label.x() + (1 - label.align()) * wide)
                        .as("%s: %s", figure.heading().name(), label)
                        .isLessThan(width + 2);
                    assertThat(label.y()).isBetween(0.0, drawing.height());
                  } else if (mark instanceof Mark.Polyline line) {
                    for (int i = 0; i < line.points().length; i += 2) {
                      assertThat(line.points()[i]).isBetween(0.0, width);
                      assertThat(line.points()[i + 1]).isBetween(0.0, drawing.height());
                    }
                  }
                }
              }
            });
  }

  @Test
  void theClassMapPutsTheLowestRowAtTheBottom() throws IOException {
    Figure figure =
        new Figure(
            heading(),
            new Plot.Regions(
                Axis.of("x"),
                Axis.of("y"),
                new Area(0, 1, 0, 1),
                1,
                2,
                new int[] {0, 1},
                new double[0],
                List.of("low", "high"),
                List.of()));
    Mark.Raster map =
        Painter.paint(figure, 720, Palette.of(figure)).marks().stream()
            .filter(Mark.Raster.class::isInstance)
            .map(Mark.Raster.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(map.picture().rgb()).containsExactly(Ink.category(1).rgb(), Ink.category(0).rgb());
  }

  @Test
  void picturesBesideAFlatPlaneDoNotOverlap() {
    Figure flat =
        new Figure(
            heading(),
            new Plot.Regions(
                Axis.of("x"),
                Axis.of("y"),
                new Area(0, 10, 0, 2),
                1,
                1,
                new int[] {0},
                new double[] {0, 1, 10, 1},
                List.of("one"),
                List.of(
                    new Plot.Anchor(1, 0.1, "low", Samples.picture(1)),
                    new Plot.Anchor(2, 1.9, "high", Samples.picture(2)),
                    new Plot.Anchor(9, 1, "right", Samples.picture(3)))));
    List<Mark.Raster> pictures =
        Painter.paint(flat, 720, Palette.of(flat)).marks().stream()
            .filter(Mark.Raster.class::isInstance)
            .map(Mark.Raster.class::cast)
            .skip(1)
            .toList();
    assertThat(pictures).hasSize(3);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(frame(pictures.get(i)).intersects(frame(pictures.get(j)))).isFalse();
      }
    }
  }

  /** With the label that is under it. */
  private static Rectangle2D frame(Mark.Raster picture) {
    return new Rectangle2D.Double(picture.x(), picture.y(), picture.width(), picture.height() + 14);
  }

  @Test
  void fillsCoverWhatTheyShould() {
    Bitmap bitmap = new Bitmap(4, 2, 0xffffffff);
    bitmap.fill(new Rectangle2D.Double(0.5, 0, 2, 1), 0, 1);
    assertThat(bitmap.argb)
        .containsExactly(
            0xff808080,
            0xff000000,
            0xff808080,
            0xffffffff,
            0xffffffff,
            0xffffffff,
            0xffffffff,
            0xffffffff);
    Bitmap triangle = new Bitmap(2, 2, 0xffffffff);
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    path.moveTo(0, 0);
    path.lineTo(2, 0);
    path.lineTo(0, 2);
    triangle.fill(path, 0, 1);
    assertThat(triangle.argb).containsExactly(0xff000000, 0xff808080, 0xff808080, 0xffffffff);
    Bitmap clear = new Bitmap(1, 1, 0);
    clear.fill(new Rectangle2D.Double(-5, -5, 20, 20), 0x123456, 0.5);
    assertThat(clear.argb).containsExactly(0x80123456);
  }

  @Test
  void picturesKeepTheirColours() throws IOException {
    BufferedImage image = decode(Png.encode(new Picture(2, 1, new int[] {0xff8000, 0x0040ff})));
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffff8000);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff0040ff);
  }

  @Test
  void everyChunkOfAPngHasItsChecksum() {
    ByteBuffer png = ByteBuffer.wrap(Png.encode(new Picture(3, 2, new int[6])));
    png.position(8);
    List<String> chunks = new ArrayList<>();
    while (png.hasRemaining()) {
      byte[] body = new byte[png.getInt() + 4];
      png.get(body);
      CRC32 sum = new CRC32();
      sum.update(body);
      assertThat(png.getInt()).isEqualTo((int) sum.getValue());
      chunks.add(new String(body, 0, 4, StandardCharsets.US_ASCII));
    }
    assertThat(chunks).containsExactly("IHDR", "IDAT", "IEND");
  }

  @Test
  void ticksAreRoundAndInside() {
    Scale linear = Scale.around(Axis.of("x"), new Extent(Axis.of("x")).add(0, 0.93));
    assertThat(labels(linear, 5)).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8");
    Axis log = Axis.of("x").logarithmic();
    assertThat(labels(Scale.around(log, new Extent(log).add(1e-6, 2)), 8))
        .containsExactly("10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰");
    assertThat(labels(Scale.around(log, new Extent(log).add(3.1, 3.4)), 5)).hasSizeGreaterThan(1);
    Scale large = Scale.around(Axis.of("x"), new Extent(Axis.of("x")).add(-2e6, 4e6));
    assertThat(labels(large, 3)).containsExactly("−2×10⁶", "0", "2×10⁶", "4×10⁶");
  }

  @Test
  void whatIsCountedHasWholeTicks() {
    Axis epoch = Axis.of("epoch").counting();
    assertThat(labels(Scale.around(epoch, new Extent(epoch).add(1, 3)), 8))
        .containsExactly("1", "2", "3");
    assertThat(labels(Scale.around(epoch, new Extent(epoch).add(1, 1)), 8)).containsExactly("1");
    assertThat(labels(Scale.around(epoch, new Extent(epoch).add(1, 60)), 8))
        .allMatch(label -> label.matches("[0-9]+"));
    Axis log = epoch.logarithmic();
    assertThat(labels(Scale.around(log, new Extent(log).add(1, 3)), 8))
        .allMatch(label -> label.matches("[0-9]+"));
  }

  @Test
  void measuredValuesAreTheTicksAndALogarithmicAxisShowsThatItIsOne() {
    Axis width = Axis.of("width").logarithmic().counting().at(4, 8, 24, 512);
    Scale scale = Scale.around(width, new Extent(width).add(4, 512));
    assertThat(labels(scale, 3)).containsExactly("4", "8", "24", "512");
    // 4 … 9, 20 … 90, 200 … 600
    assertThat(scale.minor()).hasSize(6 + 8 + 5);
    assertThat(scale.minor()[0]).isCloseTo(scale.place(4), within(1e-12));
    assertThat(Sheet.title(width)).isEqualTo("width, log scale");
    assertThat(Sheet.title(Axis.of("loss", "nats"))).isEqualTo("loss (nats)");
  }

  @Test
  void distributionsAreStepsFromZeroToOneInTheirBand() {
    double[] values = {3, 1, 2, 2};
    Figure figure =
        new Figure(
            heading(),
            new Plot.Distribution(Axis.of("margin"), List.of(new Plot.Sample("all", values))));
    List<Mark> marks = Painter.paint(figure, 720, Palette.of(figure)).marks();
    Ink ink = Palette.of(figure).look("all").ink();
    double[] steps =
        marks.stream()
            .filter(mark -> mark instanceof Mark.Polyline line && line.ink().equals(ink))
            .map(mark -> ((Mark.Polyline) mark).points())
            .findFirst()
            .orElseThrow();
    double bottom = steps[1];
    double height = bottom - steps[steps.length - 1];
    assertThat(steps).hasSize(2 * (2 + 2 * 3)); // equal values are one step
    for (int i = 0; i < 4; i++) {
      double[] share = {0, 0.25, 0.75, 1};
      assertThat((bottom - steps[4 * i + 1]) / height).isCloseTo(share[i], within(1e-9));
    }
    // with probability 95 %: sqrt(ln 40 / 8), which is cut off at 0 and 1
    assertThat(Plot.Distribution.band(4)).isCloseTo(0.6790, within(1e-4));
    assertThat(Plot.Distribution.band(1000)).isCloseTo(0.04295, within(1e-5));
    assertThat(marks).anyMatch(mark -> mark instanceof Mark.Polygon area && area.ink().equals(ink));
  }

  @Test
  void pointsOfAColumnAreSpreadAlikeEachTime() {
    double[] x = new double[60];
    double[] y = new double[60];
    Arrays.setAll(x, i -> i % 3);
    Figure figure =
        new Figure(
            heading(),
            new Plot.Scatter(
                Axis.of("x"), Axis.of("y"), List.of(new Plot.Points("all", x, y)), false, null));
    Drawing drawing = Painter.paint(figure, 720, Palette.of(figure));
    double[] centres =
        drawing.marks().stream()
            .filter(Mark.Dots.class::isInstance)
            .map(mark -> ((Mark.Dots) mark).centres())
            .findFirst()
            .orElseThrow();
    assertThat(IntStream.range(0, 60).mapToDouble(i -> centres[2 * i]).distinct().count())
        .isEqualTo(60);
    for (int i = 3; i < 60; i++) {
      assertThat(centres[2 * i]).isCloseTo(centres[2 * (i % 3)], within(28.0));
    }
    assertThat(drawing.remarks()).anyMatch(remark -> remark.contains("spread sideways"));
    assertThat(Svg.file(Painter.paint(figure, 720, Palette.of(figure)), "", ""))
        .isEqualTo(Svg.file(drawing, "", ""));
  }

  /** At the top right, unless points are there and fewer elsewhere. */
  @Test
  void howThingsGoTogetherIsSaidWhereItCoversNoPoint() {
    double[][] corners = {{0, 0}, {0.03, 1}, {1, 1}};
    Mark.Label free = association(corners[0], new double[] {0.5, 1}, new double[] {1, 0.5});
    Mark.Label beside = association(corners[2], corners[0]);
    Mark.Label below = association(corners[2], corners[1], corners[0]);

    assertThat(free.align()).isEqualTo(1);
    assertThat(beside.align()).isZero();
    assertThat(beside.y()).isEqualTo(free.y());
    assertThat(below.align()).isEqualTo(1);
    assertThat(below.y()).isGreaterThan(free.y() + 100);
  }

  private static Mark.Label association(double[]... points) {
    Figure figure =
        new Figure(
            heading(),
            new Plot.Scatter(
                Axis.of("x"),
                Axis.of("y"),
                List.of(
                    new Plot.Points(
                        "all",
                        Arrays.stream(points).mapToDouble(p -> p[0]).toArray(),
                        Arrays.stream(points).mapToDouble(p -> p[1]).toArray())),
                false,
                Quantity.of("tau", 0.5)));
    return Painter.paint(figure, 720, Palette.of(figure)).marks().stream()
        .filter(Mark.Label.class::isInstance)
        .map(Mark.Label.class::cast)
        .filter(label -> label.text().startsWith("tau"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void quantilesInterpolate() {
    double[] sorted = {1, 2, 3, 4};
    assertThat(Quantiles.of(sorted, 0.25)).isCloseTo(1.75, within(1e-12));
    assertThat(Quantiles.of(sorted, 0.5)).isCloseTo(2.5, within(1e-12));
    assertThat(Quantiles.of(new double[] {7}, 0.75)).isEqualTo(7);
  }

  private static List<String> labels(Scale scale, int about) {
    List<Scale.Tick> ticks = scale.ticks(about);
    assertThat(ticks).allMatch(tick -> tick.place() >= -1e-9 && tick.place() <= 1 + 1e-9);
    return ticks.stream().map(Scale.Tick::label).toList();
  }

  private static BufferedImage decode(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** Figures without data, with one value, with values that have no place, with long labels. */
  private static List<Figure> odd() {
    Axis x = Axis.of(EVIL);
    Axis log =
        Axis.of(EVIL, "very long unit that goes on and on and does not fit a narrow sheet")
            .logarithmic();
    double[] none = {};
    double[] one = {0};
    double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, -1, 0};
    double[] equal = {5, 5, 5, 5};
    String longName =
        "a name of a series that is far too long to fit on a sheet that a phone can show";
    return List.of(
        new Figure(heading(), new Plot.Lines(x, log, List.of())),
        new Figure(
            heading(),
            new Plot.Lines(
                x,
                log,
                List.of(Plot.Line.of(longName, equal, bad), Plot.Line.of(longName, none, none)))),
        new Figure(
            heading(),
            new Plot.Lines(x, x, List.of(Plot.Line.of("one", one, one).within(one, one)))),
        new Figure(
            heading(),
            new Plot.Lines(
                log,
                x,
                List.of(
                    Plot.Line.of(
                        "large", new double[] {1e-300, 1e300}, new double[] {-1e300, 1e300})))),
        new Figure(
            heading(),
            new Plot.Scatter(log, log, List.of(new Plot.Points("bad", bad, equal)), true, null)),
        new Figure(
            heading(),
            new Plot.Scatter(x, x, List.of(new Plot.Points("equal", equal, equal)), true, null)),
        new Figure(heading(), new Plot.Histogram(x, List.of())),
        new Figure(heading(), new Plot.Histogram(log, List.of(new Plot.Sample("bad", bad)))),
        new Figure(heading(), new Plot.Histogram(log, List.of(new Plot.Sample("equal", equal)))),
        new Figure(
            heading(),
            new Plot.Histogram(
                x,
                List.of(
                    new Plot.Sample("most alike", new double[] {1, 1, 1, 1, 9}),
                    new Plot.Sample(EVIL, one)))),
        new Figure(heading(), new Plot.Distribution(x, List.of())),
        new Figure(heading(), new Plot.Distribution(log, List.of(new Plot.Sample("bad", bad)))),
        new Figure(
            heading(),
            new Plot.Distribution(
                log, List.of(new Plot.Sample("equal", equal), new Plot.Sample(longName, bad)))),
        new Figure(heading(), new Plot.Boxes(x, log, List.of())),
        new Figure(
            heading(),
            new Plot.Boxes(
                x,
                log,
                List.of(
                    new Plot.Sample(longName, bad),
                    new Plot.Sample("", one),
                    new Plot.Sample("b", equal)))),
        new Figure(heading(), new Plot.Bars(x, x, List.of(), List.of())),
        new Figure(
            heading(),
            new Plot.Bars(
                x, x, List.of("a", "b", longName, EVIL), List.of(Plot.BarSeries.of("s", bad)))),
        new Figure(
            heading(), new Plot.Bars(x, x, List.of("a"), List.of(Plot.BarSeries.of("s", one)))),
        new Figure(heading(), new Plot.HeatMap(x, List.of(), log, List.of(), x, none, false)),
        new Figure(
            heading(),
            new Plot.HeatMap(
                x, List.of(longName, "b"), x, List.of(longName, "b"), log, bad, false)),
        new Figure(heading(), new Plot.HeatMap(x, List.of("a"), x, List.of("b"), x, one, true)),
        new Figure(
            heading(),
            new Plot.Regions(
                x,
                x,
                new Area(0, 1, 0, 9),
                1,
                1,
                new int[] {-1},
                new double[0],
                List.of(),
                List.of(new Plot.Anchor(1, 9, EVIL, Samples.picture(0))))),
        new Figure(heading(), new Plot.Planes(3, List.of())),
        new Figure(heading(), new Plot.Gallery(3, List.of())),
        new Figure(
            heading(),
            new Plot.Gallery(30, List.of(new Plot.Cell(new Picture(1, 3, new int[3]), longName)))),
        field(x, List.of()),
        field(x, List.of(raster("", 1, one))),
        field(log, List.of(raster(longName, 2, bad), raster(EVIL, 2, equal))),
        field(x, List.of(raster("", 1, new double[] {Double.NaN}))),
        multiples(),
        multiples(
            new Plot.Lines(x, log, List.of(Plot.Line.of(longName, equal, bad))),
            new Plot.Lines(log, x, List.of())),
        multiples(new Plot.Bars(x, x, List.of("a"), List.of(Plot.BarSeries.of("s", one)))),
        multiples(
            new Plot.Histogram(x, List.of(new Plot.Sample("a", equal))),
            new Plot.Histogram(x, List.of(new Plot.Sample("b", one)))),
        multiples(new Plot.Boxes(x, log, List.of()), new Plot.Boxes(x, log, List.of())),
        multiples(new Plot.Distribution(x, List.of(new Plot.Sample("bad", bad)))),
        new Figure(heading(), new Plot.Tree(List.of(), null)),
        new Figure(heading(), new Plot.Tree(List.of(), leaf(longName))),
        new Figure(heading(), new Plot.Tree(List.of(), leaf(""))),
        new Figure(heading(), new Plot.Tree(List.of(), above(Collections.nCopies(300, EVIL)))),
        new Figure(heading(), new Plot.Tree(List.of(), above(List.of(longName, longName)))));
  }

  private static Figure field(Axis value, List<Plot.Raster> panels) {
    return new Figure(
        heading(), new Plot.Field(Axis.of(EVIL), Axis.of(EVIL), value, true, 2, panels));
  }

  private static Plot.Raster raster(String title, int width, double[] values) {
    return new Plot.Raster(title, new Area(0, 1, 0, 9), width, values.length / width, values);
  }

  private static Figure multiples(Plot... plots) {
    return new Figure(
        heading(),
        new Plot.Multiples(2, Stream.of(plots).map(p -> new Plot.Panel<>(EVIL, p)).toList()));
  }

  private static Plot.Node leaf(String text) {
    return new Plot.Node(List.of(text), -1, 0, List.of());
  }

  private static Plot.Node above(List<String> labels) {
    return new Plot.Node(
        List.of(),
        -1,
        1,
        labels.stream().map(label -> new Plot.Branch(label, leaf(label))).toList());
  }

  private static Figure.Heading heading() {
    return new Figure.Heading(
        "odd",
        "An odd figure with a title that is long enough to need two lines on a phone " + EVIL,
        "");
  }
}
