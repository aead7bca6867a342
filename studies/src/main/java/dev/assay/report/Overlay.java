package dev.assay.report;

import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The same figure of several runs as one: a series is named after its run, so that each run has a
 * colour of its own, and then as it was, unless it is the only one.
 */
public final class Overlay {
  private final List<String> runs;
  private final List<Figure> figures;

  private Overlay(Map<String, Figure> figures) {
    this.runs = List.copyOf(figures.keySet());
    this.figures = List.copyOf(figures.values());
  }

  /**
   * Lays figures over each other that have one name, one kind and the same axes.
   *
   * @param runs the figures of each run, by the name of the run
   * @return those that two runs have at least, in the order of the first that has them
   */
  public static List<Figure> of(Map<String, List<Figure>> runs) {
    Map<List<String>, Map<String, Figure>> same = new LinkedHashMap<>();
    runs.forEach(
        (run, figures) ->
            figures.stream()
                .filter(figure -> lies(figure.plot()))
                .forEach(
                    figure ->
                        same.computeIfAbsent(key(figure), any -> new LinkedHashMap<>())
                            .put(run, figure)));
    return same.values().stream()
        .filter(figures -> figures.size() > 1)
        .map(figures -> new Overlay(figures).figure())
        .toList();
  }

  /** Whether such a plot can be laid over others. */
  static boolean lies(Plot plot) {
    return !axes(plot).isEmpty();
  }

  private static List<String> key(Figure figure) {
    List<String> key = new ArrayList<>();
    key.add(figure.heading().name());
    key.add(figure.plot().getClass().getName());
    axes(figure.plot()).forEach(axis -> key.add(Sheet.title(axis)));
    return key;
  }

  /** The axes with numbers of a plot of which several can be one; none of others. */
  private static List<Axis> axes(Plot plot) {
    if (plot instanceof Plot.Lines lines) {
      return List.of(lines.x(), lines.y());
    } else if (plot instanceof Plot.Scatter scatter) {
      return List.of(scatter.x(), scatter.y());
    } else if (plot instanceof Plot.Histogram histogram) {
      return List.of(histogram.x());
    } else if (plot instanceof Plot.Distribution distribution) {
      return List.of(distribution.x());
    } else if (plot instanceof Plot.Boxes boxes) {
      return List.of(boxes.y());
    } else if (plot instanceof Plot.Bars bars) {
      return List.of(bars.y());
    }
    return List.of();
  }

  private Figure figure() {
    Plot first = figures.get(0).plot();
    Plot plot;
    if (first instanceof Plot.Lines) {
      plot =
          new Plot.Lines(
              axis(0),
              axis(1),
              each(
                  Plot.Lines::lines,
                  Plot.Line::name,
                  (line, name) ->
                      new Plot.Line(name, line.x(), line.y(), line.low(), line.high())));
    } else if (first instanceof Plot.Scatter scatter) {
      plot =
          new Plot.Scatter(
              axis(0),
              axis(1),
              each(
                  Plot.Scatter::points,
                  Plot.Points::name,
                  (points, name) -> new Plot.Points(name, points.x(), points.y(), points.tags())),
              scatter.diagonal(),
              null);
    } else if (first instanceof Plot.Histogram) {
      plot = new Plot.Histogram(axis(0), samples(Plot.Histogram::samples));
    } else if (first instanceof Plot.Distribution) {
      plot = new Plot.Distribution(axis(0), samples(Plot.Distribution::samples));
    } else if (first instanceof Plot.Boxes boxes) {
      plot = new Plot.Boxes(boxes.x(), axis(0), samples(Plot.Boxes::samples));
    } else {
      plot = bars((Plot.Bars) first);
    }
    return new Figure(figures.get(0).heading(), plot);
  }

  /** The axis of the first with the marks of all. */
  private Axis axis(int index) {
    Axis first = axes(figures.get(0).plot()).get(index);
    return first.at(
        figures.stream()
            .flatMap(figure -> axes(figure.plot()).get(index).marks().stream())
            .mapToDouble(Double::doubleValue)
            .toArray());
  }

  private <P extends Plot> List<Plot.Sample> samples(Function<P, List<Plot.Sample>> of) {
    return each(
        of,
        Plot.Sample::name,
        (sample, name) -> new Plot.Sample(name, sample.values(), sample.tags()));
  }

  /** The series of all figures, under the names of their runs; all are of one kind. */
  @SuppressWarnings("unchecked")
  private <P extends Plot, S> List<S> each(
      Function<P, List<S>> of, Function<S, String> name, BiFunction<S, String, S> renamed) {
    List<S> all = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      List<S> some = of.apply((P) figures.get(i).plot());
      for (S one : some) {
        String own = name.apply(one);
        boolean alone = own.isEmpty() || some.size() == 1;
        all.add(renamed.apply(one, alone ? runs.get(i) : runs.get(i) + ", " + own));
      }
    }
    return all;
  }

  /** Bars of the categories of any. */
  private Plot bars(Plot.Bars first) {
    List<String> categories =
        figures.stream()
            .flatMap(figure -> ((Plot.Bars) figure.plot()).categories().stream())
            .distinct()
            .toList();
    Function<Plot.Bars, List<Plot.BarSeries>> wider =
        bars ->
            bars.series().stream()
                .map(
                    one ->
                        new Plot.BarSeries(
                            one.name(),
                            wider(one.values(), bars.categories(), categories),
                            wider(one.low(), bars.categories(), categories),
                            wider(one.high(), bars.categories(), categories)))
                .toList();
    return new Plot.Bars(
        first.x(),
        axis(0),
        categories,
        each(
            wider,
            Plot.BarSeries::name,
            (one, name) -> new Plot.BarSeries(name, one.values(), one.low(), one.high())));
  }

  /** Values at the places of their categories among more; none where there are none. */
  private static double[] wider(double[] values, List<String> own, List<String> all) {
    double[] wider = new double[values.length == 0 ? 0 : all.size()];
    Arrays.fill(wider, Double.NaN);
    for (int i = 0; i < values.length; i++) {
      wider[all.indexOf(own.get(i))] = values[i];
    }
    return wider;
  }
}
