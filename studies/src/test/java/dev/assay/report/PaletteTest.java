package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaletteTest {
  private static final double[] ONE = {1};

  private static Figure lines(String name, String... series) {
    return new Figure(
        Samples.heading(name, name, ""),
        new Plot.Lines(
            Axis.of("x"),
            Axis.of("y"),
            Stream.of(series).map(one -> Plot.Line.of(one, ONE, ONE)).toList()));
  }

  private static Figure shares(String name, String... series) {
    return new Figure(
        Samples.heading(name, name, ""),
        new Plot.Distribution(
            Axis.of("x"), Stream.of(series).map(one -> new Plot.Sample(one, ONE)).toList()));
  }

  private static Palette palette(Figure... figures) {
    Report.Builder report = Report.titled("r");
    Stream.of(figures).forEach(report::figure);
    return Palette.of(report.build());
  }

  @Test
  void aThingHasOneColourInAllFiguresAndNoOtherHasIt() {
    Palette palette = palette(lines("a", "clean", "noise"), shares("b", "third", "noise"));

    Set<Ink> inks = new HashSet<>();
    for (String thing : List.of("clean", "noise", "third")) {
      inks.add(palette.look(thing).ink());
    }
    assertThat(inks).hasSize(3);
    assertThat(palette.look("elsewhere").ink()).isEqualTo(Ink.MUTED);
  }

  private static List<Mark.Dots> dots(String... groups) {
    Figure figure =
        new Figure(
            Samples.heading("s", "s", ""),
            new Plot.Scatter(
                Axis.of("x"),
                Axis.of("y"),
                Stream.of(groups).map(one -> new Plot.Points(one, ONE, ONE)).toList(),
                false,
                null));
    return Painter.paint(figure, 720, Palette.of(figure)).marks().stream()
        .filter(Mark.Dots.class::isInstance)
        .map(Mark.Dots.class::cast)
        .toList();
  }

  /** Two symbols of the legend come first, its colours are boxes. */
  @Test
  void whereKindsCrossThingsColoursTellThingsAndShapesKinds() {
    List<Mark.Dots> crossed = dots("A, small", "A, large", "B, small", "B, large");

    assertThat(crossed).hasSize(2 + 4);
    assertThat(crossed.stream().skip(2).map(Mark.Dots::symbol))
        .containsExactly(
            Mark.Symbol.CIRCLE, Mark.Symbol.SQUARE, Mark.Symbol.CIRCLE, Mark.Symbol.SQUARE);
    assertThat(crossed.stream().skip(2).map(Mark.Dots::ink))
        .containsExactly(
            Ink.series(0).shade(2),
            Ink.series(0).shade(2),
            Ink.series(1).shade(1),
            Ink.series(1).shade(1));
    assertThat(dots("A, small", "B, large").stream().map(Mark.Dots::symbol).distinct()).hasSize(2);
  }

  @Test
  void kindsOfAThingHaveItsColourInShadesAndSymbolsOfTheirOwn() {
    Palette palette = palette(lines("a", "CNN", "MLP"), lines("b", "MLP, input", "CNN, input"));

    assertThat(palette.look("CNN, input").ink()).isEqualTo(palette.look("CNN").ink().shade(1));
    assertThat(palette.look("CNN, input").symbol()).isNotEqualTo(palette.look("CNN").symbol());
    assertThat(palette.look("CNN, input").ink()).isNotEqualTo(palette.look("MLP, input").ink());
  }

  @Test
  void withMoreThingsThanColoursAFigureStillHasEachOnce() {
    String[] many = IntStream.range(0, 14).mapToObj(i -> "thing " + i).toArray(String[]::new);
    Palette palette =
        palette(
            lines("a", List.of(many).subList(0, 7).toArray(String[]::new)),
            lines("b", List.of(many).subList(7, 14).toArray(String[]::new)));

    for (int from : new int[] {0, 7}) {
      assertThat(IntStream.range(from, from + 7).mapToObj(i -> palette.look(many[i]).ink()))
          .doesNotHaveDuplicates();
    }
  }
}
