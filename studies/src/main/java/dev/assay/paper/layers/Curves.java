package dev.assay.paper.layers;

import dev.assay.io.Text;
import dev.assay.paper.layers.Findings.Layer;
import dev.assay.paper.layers.Findings.Net;
import dev.assay.reproduction.Values;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Line;
import dev.assay.study.Plot.Lines;
import dev.assay.study.Plot.Panel;
import dev.assay.study.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Figures with a panel for each shape of networks. */
final class Curves {
  private final Findings findings;
  private final Bootstrap bootstrap;

  Curves(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  /** Values of each layer of a network, of which means and intervals are drawn. */
  record Curve(String name, Function<Net, Function<Layer, double[]>> values) {}

  static Curve of(String name, Function<Net, Function<Layer, double[]>> values) {
    return new Curve(name, values);
  }

  static double[] one(double value) {
    return new double[] {value};
  }

  /** By hidden layer. */
  Figure figure(String name, String title, String caption, Axis y, List<Curve> curves) {
    List<Panel<Lines>> panels = new ArrayList<>();
    for (Shape shape : findings.scale().shapes()) {
      double[] x = Values.of(shape.all(), layer -> layer);
      List<Line> lines =
          curves.stream().map(curve -> line(curve.name(), x, shape, curve.values())).toList();
      panels.add(panel(shape, Axis.of("hidden layer").counting().at(x), y, lines));
    }
    return figure(name, title, caption, panels);
  }

  private Line line(
      String name, double[] x, Shape shape, Function<Net, Function<Layer, double[]>> values) {
    return Values.line(
        name,
        x,
        shape.all().stream()
            .map(
                layer ->
                    bootstrap.meanOfMeans(
                        findings.each(shape, net -> values.apply(net).apply(net.layer(layer)))))
            .toList());
  }

  /** By epoch, a curve for each hidden layer. */
  Figure overEpochs(
      String name, String title, String caption, Axis y, Function<Findings.Moment, Double> value) {
    double[] x = Values.of(findings.epochs(), epoch -> epoch);
    List<Panel<Lines>> panels = new ArrayList<>();
    for (Shape shape : findings.scale().shapes()) {
      List<Line> lines = new ArrayList<>();
      for (int layer : shape.all()) {
        lines.add(
            Values.line(
                "layer " + layer,
                x,
                IntStream.range(0, x.length)
                    .mapToObj(
                        i ->
                            bootstrap.meanOfMeans(
                                findings.one(shape, net -> value.apply(net.moments(layer).get(i)))))
                    .toList()));
      }
      panels.add(panel(shape, Axis.of("epoch").counting(), y, lines));
    }
    return figure(name, title, caption, panels);
  }

  private static Panel<Lines> panel(Shape shape, Axis x, Axis y, List<Line> lines) {
    return new Panel<>(
        Text.format("%d layers of %d units", shape.layers(), shape.width()),
        new Plot.Lines(x, y, lines));
  }

  private Figure figure(String name, String title, String caption, List<Panel<Lines>> panels) {
    return new Figure(
        new Heading(
            name,
            title,
            Text.format(
                "%s Means over %d seeds; bands: 95 %% intervals.",
                caption, findings.seeds().size())),
        new Plot.Multiples(2, panels));
  }
}
