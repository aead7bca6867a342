package dev.assay.paper.stride;

import dev.assay.io.Text;
import dev.assay.paper.stride.Findings.Measured;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.Homogeneity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Whether images tell which kernel a stride needs: statement D-3. */
final class Homogeneous implements Topic {
  private final Findings findings;

  Homogeneous(Findings findings) {
    this.findings = findings;
  }

  private List<Look> looks() {
    return findings.size().looks();
  }

  /** The slope of a least-squares line through a point for each look, of one seed. */
  private double slope(List<Look> looks, Function<Look, double[]> bySeed, int seed) {
    double[] x = Values.of(looks, findings::homogeneity);
    double[] y = Values.of(looks, look -> bySeed.apply(look)[seed]);
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    return products / squares;
  }

  /** Over seeds; for a hundredth of homogeneity. */
  private Estimate slope(List<Look> looks, Function<Look, double[]> bySeed) {
    return StudentT.mean(
        IntStream.range(0, findings.seeds().size())
            .mapToDouble(seed -> slope(looks, bySeed, seed) / 100)
            .toArray());
  }

  @Override
  public List<Claim> claims() {
    Cases cases = new Cases();
    for (Look look : looks()) {
      cases.beside(
          StudentT.mean(findings.needed(look)), "kernel needed, images " + look.words(), "");
    }
    cases.beside(
        slope(looks(), findings::gains),
        "MCS, kernel 5 − kernel 2, per 0.01 of local homogeneity",
        "");
    cases.beside(
        slope(looks().stream().filter(look -> look != Look.ENLARGED).toList(), findings::needed),
        "kernel needed per 0.01 of local homogeneity, but for enlarged images",
        "");
    cases.below(
        0, slope(looks(), findings::needed), "kernel needed per 0.01 of local homogeneity", "");
    return List.of(
        cases.claim(
            "D-3",
            "The less alike neighbouring pixels are, the larger the kernel that a stride needs.",
            Text.format(
                "Strides 2·2·2, on the same images with neighbours more or less alike. Needed is the"
                    + " kernel at which MCS is %s, on the line through those of %d and %d, but 1 at"
                    + " least; slopes over local homogeneity at lag 1 are those of a least-squares line for each seed.",
                Size.WANTED, Size.SMALL, Size.LARGE),
            findings.seeds()));
  }

  @Override
  public List<Figure> figures() {
    List<Plot.Points> points = new ArrayList<>();
    List<Plot.Line> lines = new ArrayList<>();
    for (Look look : looks()) {
      double[] alike = new double[findings.seeds().size()];
      Arrays.fill(alike, findings.homogeneity(look));
      points.add(new Plot.Points(look.words(), alike, findings.needed(look)));
      Homogeneity images = findings.images().get(looks().indexOf(look));
      lines.add(
          Plot.Line.of(
              look.words(),
              Values.of(images.lags(), Homogeneity.Lag::lag),
              Values.of(images.lags(), Homogeneity.Lag::value)));
    }
    return List.of(
        new Figure(
            new Heading(
                "kernels-by-homogeneity",
                "Kernels that a stride needs, by local homogeneity",
                Text.format(
                    "Each point is a seed: the kernel at which MCS is %s, strides 2·2·2, on the same"
                        + " images, altered.",
                    Size.WANTED)),
            new Plot.Scatter(
                Axis.of("local homogeneity at lag 1"),
                Axis.of("kernel needed", "px"),
                points,
                false,
                slope(looks(), findings::needed).as("slope per 0.01"))),
        new Figure(
            new Heading(
                "homogeneity-by-lag",
                "How alike pixels are",
                "Local homogeneity of test images on their canvas: 1 less the mean difference of"
                    + " neighbours, over the range of values."),
            new Plot.Lines(Axis.of("lag", "px").counting(), Axis.of("local homogeneity"), lines)));
  }

  /** A look and a kernel. */
  private record Row(Look look, int kernel, List<Measured> networks) {}

  /** A map of a network at a lag. */
  private record MapRow(Measured network, String cut, Homogeneity.Lag lag) {}

  @Override
  public List<Table> tables() {
    List<Row> rows = new ArrayList<>();
    for (Look look : looks()) {
      for (int kernel : findings.size().compared()) {
        List<Measured> networks = findings.of(look, Design.plain(Design.STRIDED, kernel));
        rows.add(new Row(look, kernel, networks));
      }
    }
    List<MapRow> maps = new ArrayList<>();
    for (Measured network : findings.all(Look.PLAIN)) {
      for (int i = 0; i < network.cuts().size(); i++) {
        for (Homogeneity.Lag lag : network.maps().get(i).lags()) {
          maps.add(new MapRow(network, network.cuts().get(i), lag));
        }
      }
    }
    return List.of(
        Table.of(rows, "looks", "Images with neighbours more or less alike")
            .note("Means over seeds, strides 2·2·2.")
            .text("images", "what was done to them", r -> r.look().words())
            .real("homogeneity", "", "at lag 1", r -> findings.homogeneity(r.look()))
            .integer("kernel", "of poolings", Row::kernel)
            .real("clean", "%", "accuracy on images not moved", r -> mean(r, Measured::clean))
            .real("mcs", "", "mean cosine of softmax outputs", r -> mean(r, Measured::mcs))
            .real("top1_change", "", "share of moves", r -> mean(r, Measured::changed))
            .build(),
        Table.of(maps, "maps", "How alike neighbours of maps are")
            .text("network", "", r -> r.network().design().words())
            .integer("seed", "", r -> r.network().seed())
            .text("cut", "behind ReLU or pooling", MapRow::cut)
            .integer("lag", "places", r -> r.lag().lag())
            .real("homogeneity", "", "at that lag", r -> r.lag().value())
            .text("status", "whether there is a number", r -> r.lag().status().name())
            .build());
  }

  private static double mean(Row row, ToDoubleFunction<Measured> value) {
    return row.networks().stream().mapToDouble(value).average().orElseThrow();
  }
}
