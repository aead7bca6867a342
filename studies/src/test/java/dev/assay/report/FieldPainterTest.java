package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assay.geometry.Area;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Plot;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldPainterTest {
  private static final Area AREA = new Area(0, 1, 0, 1);

  @Test
  void panelsShareOneScaleAndTheLowestRowIsAtTheBottom() {
    Drawing drawing =
        paint(
            false,
            new Plot.Raster("a", AREA, 2, 2, new double[] {0, 5, Double.NaN, 5}),
            new Plot.Raster("b", AREA, 1, 2, new double[] {10, 0}));

    List<Mark.Raster> maps = marks(drawing, Mark.Raster.class);
    int low = Ink.gradient(0, false).rgb();
    int half = Ink.gradient(0.5, false).rgb();
    int high = Ink.gradient(1, false).rgb();
    assertThat(maps).hasSize(2);
    assertThat(maps.get(0).picture().rgb()).containsExactly(Ink.NOTHING.rgb(), half, low, half);
    assertThat(maps.get(1).picture().rgb()).containsExactly(low, high);
    assertThat(drawing.remarks())
        .containsExactly("1 of 6 values of “v” are not shown: not finite.");
    // the hatching is one line, over the cell without a number: the upper left of the first map
    List<Mark.Strokes> hatch = marks(drawing, Mark.Strokes.class);
    Mark.Raster map = maps.get(0);
    assertThat(hatch).hasSize(1);
    assertThat(hatch.get(0).ends())
        .containsExactly(map.x(), map.y() + map.height() / 2, map.x() + map.width() / 2, map.y());
  }

  @Test
  void divergingColoursPartAtZero() {
    Drawing drawing = paint(true, new Plot.Raster("", AREA, 3, 1, new double[] {-1, 0, 4}));
    assertThat(marks(drawing, Mark.Raster.class).get(0).picture().rgb())
        .containsExactly(
            Ink.gradient(0.375, true).rgb(),
            Ink.gradient(0.5, true).rgb(),
            Ink.gradient(1, true).rgb());
  }

  @Test
  void markedPointsAreCrosses() {
    Drawing drawing =
        paint(
            false,
            new Plot.Raster("", AREA, 2, 2, new double[] {0, 1, 2, 3}, new double[] {0.5, 1}));

    Mark.Raster map = marks(drawing, Mark.Raster.class).get(0);
    List<Mark.Strokes> crosses = marks(drawing, Mark.Strokes.class);
    assertThat(crosses).hasSize(2);
    double[] ends = crosses.get(1).ends();
    assertThat((ends[0] + ends[2]) / 2).isEqualTo(map.x() + map.width() / 2);
    assertThat(ends[1]).isEqualTo(map.y());
  }

  @Test
  void aMapIsOneImageOfAFileThatIsSmall() {
    Figure figure = Samples.field(2);
    String svg = Svg.file(Painter.paint(figure, 720, Palette.of(figure)), "", "");
    assertThat(svg.split("<image", -1)).hasSize(3);
    assertThat(svg).contains("image-rendering=\"pixelated\"").hasSizeLessThan(40_000);
  }

  @Test
  void aRasterHasAsManyValuesAsCells() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Plot.Raster("r", AREA, 2, 2, new double[3]))
        .withMessage("raster \"r\": 2 × 2 cells, but 3 values");
  }

  private static Drawing paint(boolean diverging, Plot.Raster... panels) {
    Figure figure =
        new Figure(
            Samples.heading("field", "Field", ""),
            new Plot.Field(
                Axis.of("x"), Axis.of("y"), Axis.of("v"), diverging, 2, List.of(panels)));
    return Painter.paint(figure, 720, Palette.of(figure));
  }

  private static <M extends Mark> List<M> marks(Drawing drawing, Class<M> kind) {
    return drawing.marks().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
