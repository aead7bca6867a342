package dev.assay.paper.stride;

import dev.assay.io.Text;
import dev.assay.paper.stride.Findings.Measured;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.Homogeneity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether images tell which kernel a stride needs: statements D-3a, D-3b and D-4d. */
final class Homogeneous implements Topic {
  private static final String NEEDED =
      Text.format(
          "Needed is the smallest kernel at which MCS is %s or more, strides 2·2·2, on the line through"
              + " those of %d and %d, but 1 at least.",
          Size.WANTED, Size.SMALL, Size.LARGE);

  private final Findings findings;
  private final List<Level> levels;

  Homogeneous(Findings findings) {
    this.findings = findings;
    this.levels = findings.learned();
  }

  /** The slope of a least-squares line through a point for each level, of one seed. */
  private double slope(List<Level> some, Function<Level, double[]> bySeed, int seed) {
    double[] x = Values.of(some, findings::homogeneity);
    double[] y = Values.of(some, level -> bySeed.apply(level)[seed]);
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
  private Estimate slope(List<Level> some, Function<Level, double[]> bySeed) {
    return StudentT.mean(
        IntStream.range(0, findings.seeds().size())
            .mapToDouble(seed -> slope(some, bySeed, seed) / 100)
            .toArray());
  }

  @Override
  public List<Claim> claims() {
    return List.of(dataSets(), slopes(), filters());
  }

  /** D-3a. */
  private Claim dataSets() {
    String statement =
        "Of two data sets, the one whose neighbouring pixels are less alike needs the larger kernel"
            + " for the same stride.";
    List<Level> both =
        Stream.concat(Stream.of(findings.first()), findings.beside().stream())
            .filter(levels::contains)
            .sorted(Comparator.comparingDouble(findings::homogeneity))
            .toList();
    if (both.size() < 2) {
      return notTested(
          "D-3a",
          statement,
          "It takes another data set, which was not there, or of which too little was learned.");
    }
    for (Level level : both) {
      if (Arrays.stream(findings.needed(level)).allMatch(kernel -> kernel == 1)) {
        return notTested(
            "D-3a",
            statement,
            Text.format(
                "On %s MCS is above %s without pooling already, which says nothing of how little a"
                    + " kernel may be: outputs of networks that are not sure (accuracy %.0f %%) are"
                    + " alike.",
                level.data(), Size.WANTED, 100 * findings.accuracy(level)));
      }
    }
    Level less = both.get(0);
    Level more = both.get(1);
    Cases cases = new Cases();
    for (Level level : both) {
      cases.beside(StudentT.mean(findings.needed(level)), "kernel needed, " + level.data(), "");
      cases.beside(
          StudentT.mean(Values.of(findings.of(level, Design.base()), Measured::clean)),
          Text.format("accuracy, kernel %d, %s", Size.SMALL, level.data()),
          "%");
    }
    double[] first = findings.needed(less);
    double[] second = findings.needed(more);
    cases.above(
        0,
        StudentT.mean(
            IntStream.range(0, first.length).mapToDouble(s -> first[s] - second[s]).toArray()),
        Text.format("kernel needed, %s − %s", less.data(), more.data()),
        "");
    return cases.claim(
        "D-3a",
        statement,
        Text.format(
            "%s Local homogeneity at lag 1 is %.3f for %s, %.3f for %s, on their canvases. Read it"
                + " beside the accuracies: outputs of networks that are not sure are alike.",
            NEEDED,
            findings.homogeneity(less),
            less.data(),
            findings.homogeneity(more),
            more.data()),
        findings.seeds());
  }

  private static Claim notTested(String id, String statement, String why) {
    return new Claim(id, statement, Verdict.NOT_TESTED, why, List.of(), List.of());
  }

  /** D-3b. */
  private Claim slopes() {
    Cases cases = new Cases();
    for (Level level : levels) {
      cases.beside(
          StudentT.mean(findings.needed(level)),
          "kernel needed, images " + findings.words(level),
          "");
    }
    cases.beside(
        slope(levels, findings::gains),
        "MCS, kernel 5 − kernel 2, per 0.01 of local homogeneity",
        "");
    cases.beside(
        slope(but(level -> level.look() != Look.ENLARGED), findings::needed),
        "kernel needed per 0.01 of local homogeneity, but for enlarged images",
        "");
    if (findings.beside().isPresent()) {
      String data = findings.first().data();
      cases.beside(
          slope(but(level -> level.data().equals(data)), findings::needed),
          "kernel needed per 0.01 of local homogeneity, images of " + data + " alone",
          "");
    }
    cases.below(
        0, slope(levels, findings::needed), "kernel needed per 0.01 of local homogeneity", "");
    return cases.claim(
        "D-3b",
        "The less alike neighbouring pixels are, the larger the kernel that a stride needs.",
        NEEDED
            + " On images with neighbours more or less alike; slopes over local homogeneity at lag"
            + " 1 are those of a least-squares line for each seed.",
        findings.seeds());
  }

  private List<Level> but(Predicate<Level> kept) {
    return levels.stream().filter(kept).toList();
  }

  /** D-4d. */
  private Claim filters() {
    String statement =
        "A low-pass filter before subsampling helps most where neighbouring pixels are least"
            + " alike.";
    if (!findings.size().compared().contains(Size.FILTERED)) {
      return notTested("D-4d", statement, "Networks with filters on all images: full scale alone.");
    }
    Cases cases = new Cases();
    for (Level level : levels) {
      cases.beside(
          StudentT.mean(Values.known(filtered(level))),
          "MCS, blur of 3 − none, images " + findings.words(level),
          "");
    }
    cases.below(
        0, slope(levels, this::filtered), "what the filter adds, per 0.01 of homogeneity", "");
    return cases.claim(
        "D-4d",
        statement,
        "MCS, strides 2·2·2, pooling by a kernel of 2, with a binomial filter of 3 taps and"
            + " without: the slope of a least-squares line for each seed.",
        findings.seeds());
  }

  private double[] filtered(Level level) {
    return findings.differences(level, Size.FILTERED, Design.base(), Measured::mcs);
  }

  @Override
  public List<Figure> figures() {
    List<Plot.Points> points = new ArrayList<>();
    List<Plot.Line> lines = new ArrayList<>();
    for (Level level : levels) {
      double[] alike = new double[findings.seeds().size()];
      Arrays.fill(alike, findings.homogeneity(level));
      points.add(
          new Plot.Points(findings.words(level), alike, findings.needed(level))
              .standingFor(findings.seeds().stream().map(seed -> "seed " + seed).toList()));
      Homogeneity images = findings.images(level);
      lines.add(
          Plot.Line.of(
              findings.words(level),
              Values.of(images.lags(), Homogeneity.Lag::lag),
              Values.of(images.lags(), Homogeneity.Lag::value)));
    }
    return List.of(
        new Figure(
            new Heading(
                "kernels-by-homogeneity",
                "Kernels that a stride needs, by local homogeneity",
                Text.format(
                    "Each point is a seed: the kernel at which MCS is %s, strides 2·2·2; at least 1,"
                        + " which is no pooling.",
                    Size.WANTED)),
            new Plot.Scatter(
                Axis.of("local homogeneity at lag 1"),
                Axis.of("kernel needed", "px"),
                points,
                false,
                slope(levels, findings::needed).as("slope per 0.01"))),
        new Figure(
            new Heading(
                "homogeneity-by-lag",
                "How alike pixels are",
                "Local homogeneity of test images on their canvas: 1 less the mean difference of"
                    + " neighbours, over the range of values."),
            new Plot.Lines(Axis.of("lag", "px").counting(), Axis.of("local homogeneity"), lines)));
  }

  /** A level and a network on it. */
  private record Row(Level level, Design design, List<Measured> networks) {}

  /** A map of a network at a lag. */
  private record MapRow(Measured network, String cut, Homogeneity.Lag lag) {}

  @Override
  public List<Table> tables() {
    List<Row> rows = new ArrayList<>();
    for (Level level : findings.levels()) {
      for (Design design : findings.size().compared()) {
        rows.add(new Row(level, design, findings.of(level, design)));
      }
    }
    List<MapRow> maps = new ArrayList<>();
    for (Findings.Closely one : findings.closely()) {
      for (int i = 0; i < one.cuts().size(); i++) {
        for (Homogeneity.Lag lag : one.maps().get(i).lags()) {
          maps.add(new MapRow(one.network(), one.cuts().get(i), lag));
        }
      }
    }
    return List.of(
        Table.of(rows, "levels", "Images with neighbours more or less alike")
            .note("Means over seeds, strides 2·2·2.")
            .text("data", "where images are from", r -> r.level().data())
            .text("images", "what was done to them", r -> r.level().look().words())
            .real("homogeneity", "", "at lag 1", r -> findings.homogeneity(r.level()))
            .text("network", "strides of poolings, their kernel", r -> r.design().words())
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
    return row.networks().stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
