package dev.assay.paper.missing;

import dev.assay.io.Text;
import dev.assay.measure.Margins;
import dev.assay.paper.missing.Findings.Geometry;
import dev.assay.paper.missing.Findings.Trained;
import dev.assay.paper.missing.Findings.Treatment;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Points;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.RankCorrelation;
import dev.assay.subspace.NearestNeighbours.Neighbourhood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Where samples lie, and their margins: statement C6. */
final class Neighbourhoods implements Topic {
  private final Findings findings;
  private final Bootstrap bootstrap;

  Neighbourhoods(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(enemies());
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Treatment kind : Treatment.values()) {
      figures.add(scatter(kind));
    }
    figures.add(
        distances(
            "enemy-distance",
            "Distance to the nearest sample of another target",
            Neighbourhood::enemyDistance));
    figures.add(
        distances(
            "neighbour-distance", "Distance to the nearest other sample", Neighbourhood::distance));
    figures.add(
        distances(
            "mean-distance", "Mean distance to all other samples", Neighbourhood::meanDistance));
    return figures;
  }

  @Override
  public List<Table> tables() {
    return List.of(neighbours(), correlations());
  }

  /**
   * C6: rank correlation of margin and distance to the nearest sample with another target, within
   * each type of sample. Types mixed would be compared by what was done to them instead: Gaussian
   * inputs are far from everything and have small margins all the same, which is C3.
   */
  private Claim enemies() {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> cases = new ArrayList<>();
    List<Quantity> open = new ArrayList<>();
    List<String> few = new ArrayList<>();
    for (Treatment kind : Treatment.values()) {
      for (boolean corrupted : new boolean[] {false, true}) {
        if (kind != Treatment.CLEAN || !corrupted) {
          List<Pairs> pairs = enemies(kind, corrupted);
          String samples =
              Text.format(
                  "%s samples, trained with %s", corrupted ? "corrupted" : "clean", kind.words());
          Estimate rho = bootstrap.spearman(pairs);
          Quantity number = rho.as("Spearman's rho, " + samples);
          numbers.add(number);
          if (Fitted.isFew(pairs.stream().map(Pairs::x).toList())) {
            few.add(samples);
            cases.add(Verdict.UNDECIDED);
            open.add(number.saying("too few fitted samples"));
          } else {
            cases.add(Verdicts.of(rho.above(0), rho.below(0)));
            open.addAll(Verdicts.open(0, List.of(number)));
          }
        }
      }
    }
    for (Treatment kind : List.of(Treatment.LABEL, Treatment.GAUSSIAN)) {
      numbers.add(
          bootstrap
              .spearman(against(kind, findings.largest(), Neighbourhood::enemyDistance))
              .as("both together, trained with " + kind.words()));
    }
    return new Claim(
            "C6",
            "A sample's margin increases with its distance to the nearest sample of another"
                + " target.",
            Verdicts.all(cases),
            Text.format(
                    "Within each type of sample, networks of %s; both types together are shown"
                        + " beside, and count for nothing.",
                    findings.networks().sized(findings.largest()))
                + Fitted.notJudged(few),
            numbers,
            findings.seeds())
        .openFor(open);
  }

  /** As {@link #against} in the widest networks, of one type of samples and enemies only. */
  private List<Pairs> enemies(Treatment kind, boolean corrupted) {
    List<Pairs> pairs = new ArrayList<>();
    for (int s = 0; s < findings.seeds().size(); s++) {
      Trained network = findings.trained(kind, findings.largest()).get(s);
      Geometry place = findings.geometry(kind).get(s);
      Points points =
          points(
              "",
              corrupted ? network.corrupted() : network.clean(),
              corrupted ? place.corrupted() : place.clean(),
              Neighbourhood::enemyDistance);
      pairs.add(new Pairs(points.x(), points.y()));
    }
    return pairs;
  }

  /** For each seed, margins of fitted samples and something about where they lie. */
  private List<Pairs> against(Treatment kind, int width, ToDoubleFunction<Neighbourhood> distance) {
    List<Pairs> pairs = new ArrayList<>();
    List<Trained> networks = findings.trained(kind, width);
    List<Geometry> places = findings.geometry(kind);
    for (int s = 0; s < networks.size(); s++) {
      Trained network = networks.get(s);
      Geometry place = places.get(s);
      Points clean = points("", network.clean(), place.clean(), distance);
      Points corrupted = points("", network.corrupted(), place.corrupted(), distance);
      pairs.add(
          new Pairs(
              DoubleStream.concat(DoubleStream.of(clean.x()), DoubleStream.of(corrupted.x()))
                  .toArray(),
              DoubleStream.concat(DoubleStream.of(clean.y()), DoubleStream.of(corrupted.y()))
                  .toArray()));
    }
    return pairs;
  }

  private static Points points(
      String name,
      Margins.OfSamples margins,
      List<Neighbourhood> places,
      ToDoubleFunction<Neighbourhood> distance) {
    int[] usable = IntStream.range(0, margins.samples().length).filter(margins::usable).toArray();
    return new Points(
        name,
        IntStream.of(usable).mapToDouble(i -> distance.applyAsDouble(places.get(i))).toArray(),
        IntStream.of(usable).mapToDouble(i -> margins.distances()[i]).toArray());
  }

  private Figure scatter(Treatment kind) {
    Trained network = findings.trained(kind, findings.largest()).get(0);
    Geometry place = findings.geometry(kind).get(0);
    List<Points> points = new ArrayList<>();
    points.add(
        points(
            kind.words() + ", clean samples",
            network.clean(),
            place.clean(),
            Neighbourhood::enemyDistance));
    if (!place.corrupted().isEmpty()) {
      points.add(
          points(
              kind.words() + ", corrupted samples",
              network.corrupted(),
              place.corrupted(),
              Neighbourhood::enemyDistance));
    }
    return new Figure(
        new Heading(
            "margin-and-enemy-" + kind.name().toLowerCase(Locale.ROOT),
            "Margin and nearest enemy, trained with " + kind.words(),
            Text.format(
                "Fitted samples of the network of %s, seed %d.",
                findings.networks().sized(findings.largest()), network.draw().seed())),
        new Plot.Scatter(
            Axis.of("distance to the nearest sample of another target", Findings.UNIT),
            Groups.MARGIN,
            points,
            false,
            RankCorrelation.tau(
                    points.stream().flatMapToDouble(p -> Arrays.stream(p.x())).toArray(),
                    points.stream().flatMapToDouble(p -> Arrays.stream(p.y())).toArray())
                .as("Kendall's tau")));
  }

  private Figure distances(String name, String title, ToDoubleFunction<Neighbourhood> distance) {
    List<Plot.Sample> samples = new ArrayList<>();
    for (Treatment kind : Treatment.values()) {
      Geometry place = findings.geometry(kind).get(0);
      if (kind == Treatment.CLEAN) {
        samples.add(sample("clean", place.clean(), distance));
      } else {
        samples.add(sample(kind.words(), place.corrupted(), distance));
      }
    }
    return new Figure(
        new Heading(
            name,
            title,
            Text.format("Among all training samples, seed %d.", findings.seeds().get(0))),
        new Plot.Boxes(Axis.of("samples"), Axis.of("distance", Findings.UNIT), samples));
  }

  private static Plot.Sample sample(
      String name, List<Neighbourhood> places, ToDoubleFunction<Neighbourhood> distance) {
    return new Plot.Sample(name, places.stream().mapToDouble(distance).toArray());
  }

  private Table neighbours() {
    return Table.of(groups(), "neighbours", "Where samples lie")
        .note(
            "Means over the measured samples of a group, among all training samples; Euclidean"
                + " distances (L2) over all pixels and channels.")
        .integer("seed", "of data and corruption", g -> g.of().draw().seed())
        .text("training_set", "what was done to it", g -> g.of().kind().words())
        .text("group", "which samples", Group::name)
        .real(
            "neighbour",
            Findings.UNIT,
            "distance to the nearest other sample",
            g -> g.mean(Neighbourhood::distance))
        .real(
            "enemy",
            Findings.UNIT,
            "distance to the nearest sample of another target",
            g -> g.mean(Neighbourhood::enemyDistance))
        .real(
            "mean",
            Findings.UNIT,
            "mean distance to all others",
            g -> g.mean(Neighbourhood::meanDistance))
        .build();
  }

  /** Measured samples of one kind. */
  private record Group(Geometry of, String name, List<Neighbourhood> places) {
    double mean(ToDoubleFunction<Neighbourhood> distance) {
      return places.stream().mapToDouble(distance).average().orElseThrow();
    }
  }

  private List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (Geometry g : findings.geometry()) {
      groups.add(new Group(g, "clean", g.clean()));
      if (!g.corrupted().isEmpty()) {
        groups.add(new Group(g, "corrupted", g.corrupted()));
      }
    }
    return groups;
  }

  private Table correlations() {
    return Table.of(correlated(), "correlations", "Margin and geometry")
        .note("Spearman's rho over fitted samples, mean over seeds, 95 % bootstrap interval.")
        .text("trained_with", "what was done to the training set", c -> c.kind().words())
        .integer("width", findings.networks().unit(), Correlation::width)
        .text("distance", "what the margin is compared with", Correlation::distance)
        .real("rho", "", "Spearman's rho", c -> c.rho().value())
        .real("low", "", "lower end of the interval", c -> c.rho().low())
        .real("high", "", "upper end of the interval", c -> c.rho().high())
        .build();
  }

  private record Correlation(Treatment kind, int width, String distance, Estimate rho) {}

  private List<Correlation> correlated() {
    List<Correlation> all = new ArrayList<>();
    for (Treatment kind : Treatment.values()) {
      for (int width : findings.scale().widths()) {
        all.add(correlation(kind, width, "nearest enemy", Neighbourhood::enemyDistance));
        all.add(correlation(kind, width, "nearest neighbour", Neighbourhood::distance));
        all.add(correlation(kind, width, "mean distance", Neighbourhood::meanDistance));
      }
    }
    return all;
  }

  private Correlation correlation(
      Treatment kind, int width, String name, ToDoubleFunction<Neighbourhood> distance) {
    Bootstrap quick = new Bootstrap(200, bootstrap.level(), bootstrap.seed());
    return new Correlation(kind, width, name, quick.spearman(against(kind, width, distance)));
  }
}
