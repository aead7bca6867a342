package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiplesPainterTest {
  private static final Axis X = Axis.of("epoch");
  private static final Axis Y = Axis.of("loss");

  @Test
  void panelsHaveTheSameAxesOneLegendAndTheirTitles() {
    Drawing drawing = paint(lines(Y, "a", 1, 4), lines(Y, "b", 2, 8), lines(Y, "a", Double.NaN, 4));

    List<String> texts = texts(drawing);
    for (String once : List.of("epoch", "loss", "a", "b", "panel 0", "panel 1", "panel 2")) {
      assertThat(texts).containsOnlyOnce(once);
    }
    for (String number : List.of("2", "4", "6", "8")) {
      assertThat(texts.stream().filter(number::equals)).hasSize(3);
    }
    // the same value stands as far below the top of the first panel as of the second
    List<Mark.Dots> dots =
        drawing.marks().stream()
            .filter(Mark.Dots.class::isInstance)
            .map(Mark.Dots.class::cast)
            .filter(d -> d.centres().length > 2 || d.centres()[1] > 60)
            .toList();
    assertThat(dots.get(0).centres()[3]).isEqualTo(dots.get(2).centres()[1]);
    assertThat(drawing.remarks())
        .containsExactly("panel 2: 1 of 2 values of “loss” are not shown: not finite.");
  }

  @Test
  void axesThatDifferSayWhatTheyMean() {
    List<String> texts = texts(paint(lines(Y, "a", 1, 4), lines(Axis.of("error"), "a", 2, 8)));
    assertThat(texts).contains("loss", "error").containsOnlyOnce("epoch");
  }

  @Test
  void panelsAreOfOneKind() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Plot.Multiples(
                    1,
                    List.of(
                        new Plot.Panel<>("", new Plot.Lines(X, Y, List.of())),
                        new Plot.Panel<>("", new Plot.Gallery(1, List.of())))));
  }

  private static Plot.Lines lines(Axis y, String name, double from, double to) {
    return new Plot.Lines(
        X, y, List.of(Plot.Line.of(name, new double[] {1, 2}, new double[] {from, to})));
  }

  private static Drawing paint(Plot.Lines... plots) {
    List<Plot.Panel<?>> panels = new ArrayList<>();
    for (int i = 0; i < plots.length; i++) {
      panels.add(new Plot.Panel<>("panel " + i, plots[i]));
    }
    Figure figure = new Figure(Samples.heading("many", "Many", ""), new Plot.Multiples(3, panels));
    return Painter.paint(figure, 720, Palette.of(figure));
  }

  private static List<String> texts(Drawing drawing) {
    return drawing.marks().stream()
        .filter(Mark.Label.class::isInstance)
        .map(mark -> ((Mark.Label) mark).text())
        .toList();
  }
}
