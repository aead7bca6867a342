package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
  private static final double[] ONE = {1};

  @TempDir private Path folder;

  @Test
  void everyKindThatCanBeLaidOverComesBackFromItsFile() throws IOException {
    List<Figure> figures =
        Samples.everything().figures().stream().filter(f -> Overlay.lies(f.plot())).toList();
    assertThat(figures.stream().map(f -> f.plot().getClass()).distinct()).hasSize(6);
    for (Figure figure : figures) {
      Path file = folder.resolve(figure.heading().name() + ".json");
      FigureData.write(figure, file);
      Figure back = FigureData.read(file);
      assertThat(back.heading()).isEqualTo(figure.heading());
      assertThat(svg(back)).isEqualTo(svg(figure));
    }
  }

  @Test
  void tagsKeepTheirWordsAndLoseTheirPictures() throws IOException {
    Plot.Points points =
        new Plot.Points("p", ONE, ONE, List.of(new Plot.Tag("sample 7", Samples.picture(1))));
    FigureData.write(figure("f", scatter(Axis.of("x"), points)), folder.resolve("f.json"));

    Plot.Scatter back = (Plot.Scatter) FigureData.read(folder.resolve("f.json")).plot();
    assertThat(back.points().get(0).tag(0)).isEqualTo(Plot.Tag.of("sample 7"));
  }

  @Test
  void seriesAreNamedAfterTheirRunsAndThenAsTheyWere() {
    Plot.Points a = new Plot.Points("a", ONE, ONE);
    Plot.Points b = new Plot.Points("b", ONE, ONE);
    Axis x = Axis.of("x");
    Map<String, List<Figure>> runs = new LinkedHashMap<>();
    runs.put("first", List.of(figure("same", scatter(x, a, b)), figure("other", scatter(x, a))));
    runs.put("second", List.of(figure("same", scatter(x, b))));
    runs.put("third", List.of(figure("same", scatter(Axis.of("x", "px"), a))));

    List<Figure> laid = Overlay.of(runs);

    assertThat(laid).as("third has another unit, other is alone").hasSize(1);
    assertThat(laid.get(0).plot().names()).containsExactly("first, a", "first, b", "second");
  }

  @Test
  void barsStandAtTheCategoriesOfAny() {
    Map<String, List<Figure>> runs = new LinkedHashMap<>();
    runs.put("one", List.of(figure("bars", bars(List.of("a", "b"), 1, 2))));
    runs.put("two", List.of(figure("bars", bars(List.of("b", "c"), 3, 4))));

    Plot.Bars laid = (Plot.Bars) Overlay.of(runs).get(0).plot();

    assertThat(laid.categories()).containsExactly("a", "b", "c");
    assertThat(laid.series().get(0).values()).containsExactly(1, 2, Double.NaN);
    assertThat(laid.series().get(1).values()).containsExactly(Double.NaN, 3, 4);
  }

  @Test
  void damagedDataAreRefusedByName() throws IOException {
    String whole = "{\"heading\":{\"name\":\"f\",\"title\":\"F\",\"caption\":\"\"},\"plot\":%s}\n";
    List<String> plots =
        new ArrayList<>(List.of("7", "{\"kind\":\"pie\"}", "{\"kind\":\"lines\"}"));
    plots.add("{\"kind\":\"lines\",\"x\":null,\"y\":null,\"lines\":[null]}");
    plots.add("{\"kind\":\"lines\",\"x\":null,\"y\":null,\"lines\":[]}");
    plots.add("{\"kind\":\"lines\",\"lines\":[]}");
    plots.add("null");
    Path file = folder.resolve("f.json");
    for (String plot : plots) {
      Files.writeString(file, whole.replace("%s", plot));
      assertThatThrownBy(() -> FigureData.read(file))
          .as(plot)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("f.json: holds no data of a figure");
    }
  }

  private static String svg(Figure figure) {
    return Svg.file(Painter.paint(figure, 720, Palette.of(figure)), "", "");
  }

  private static Figure figure(String name, Plot plot) {
    return new Figure(new Figure.Heading(name, name, ""), plot);
  }

  private static Plot scatter(Axis x, Plot.Points... points) {
    return new Plot.Scatter(x, Axis.of("y"), List.of(points), false, null);
  }

  private static Plot bars(List<String> categories, double... values) {
    return new Plot.Bars(
        Axis.of("x"), Axis.of("y"), categories, List.of(Plot.BarSeries.of("s", values)));
  }
}
