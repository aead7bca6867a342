package dev.assay.study.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.geometry.PlaneRegions;
import dev.assay.geometry.SegmentClasses;
import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Anchor;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Figure.Line;
import dev.assay.study.Picture;
import dev.assay.study.Report;
import dev.assay.study.fragmentation.FragmentationStudy.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What fragmentation looks like. */
public final class FragmentationFigures {
  /** Numbers of points that sampling is judged with. */
  public static final List<Integer> POINTS =
      List.of(2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);

  private static final int MOST_CHANGES = 12;

  private final FragmentationConfig config;
  private final Dataset data;
  private final Tuples triplets;
  private final List<Finding> findings;

  FragmentationFigures(
      FragmentationConfig config, Dataset data, Tuples triplets, List<Finding> findings) {
    this.config = config;
    this.data = data;
    this.triplets = triplets;
    this.findings = findings;
  }

  void addTo(Report.Builder report) {
    report.figure(counts());
    List<Line> missed = new ArrayList<>();
    for (Finding finding : findings) {
      if (config.method() != LineMethod.SAMPLED) {
        missed.add(missed(finding.space().label(), finding.lines()));
      }
    }
    if (!missed.isEmpty()) {
      report.figure(missed(missed));
    }
    for (Finding finding : findings) {
      for (int i = 0; i < Math.min(config.pictures(), triplets.count()); i++) {
        PlaneClasses plane = finding.planes().get(i);
        if (plane.ok()) {
          String where = finding.space().label();
          String name = Text.format("plane-%s-%d", fileName(where), i + 1);
          report.figure(
              plane(
                  new Heading(
                      name,
                      Text.format("Plane %d, %s", i + 1, where),
                      Text.format(
                          "Classes in the plane through three samples: %s.",
                          regions(plane, finding, i))),
                  plane,
                  data,
                  triplets.tuples()[i]));
        }
      }
    }
  }

  private static String regions(PlaneClasses plane, Finding finding, int i) {
    return regions(plane, finding.exact().isEmpty() ? Optional.empty() : finding.exact().get(i));
  }

  /** How many regions a plane has, in words. */
  public static String regions(PlaneClasses plane, Optional<PlaneRegions> exact) {
    String grid = Text.format("%d regions on this grid", plane.regions());
    return exact
        .map(
            found ->
                Text.format(
                    "%s%d regions, %s", found.exact() ? "" : "at least ", found.least(), grid))
        .orElse(grid);
  }

  private Figure counts() {
    int most =
        findings.stream()
            .flatMap(finding -> finding.lines().stream())
            .filter(SegmentClasses::ok)
            .mapToInt(SegmentClasses::changes)
            .max()
            .orElse(0);
    int shown = Math.min(most, MOST_CHANGES);
    List<String> categories =
        IntStream.rangeClosed(0, shown)
            .mapToObj(c -> c == shown && most > shown ? c + " or more" : String.valueOf(c))
            .toList();
    List<Figure.BarSeries> series = new ArrayList<>();
    for (Finding finding : findings) {
      double[] changes = LineFragmentation.changes(finding.lines());
      double[] shares = new double[shown + 1];
      for (double c : changes) {
        shares[(int) Math.min(c, shown)] += 1.0 / changes.length;
      }
      series.add(Figure.BarSeries.of(finding.space().label(), shares));
    }
    return new Figure.Bars(
        new Heading(
            "class-changes",
            "Class changes on segments",
            Text.format(
                "Share of segments with so many class changes, pairs: %s.",
                config.policy().text())),
        Axis.of("class changes"),
        Axis.of("share of segments"),
        categories,
        series);
  }

  /** The share of all class changes that sampling with n points misses, for growing n. */
  private static Line missed(String name, List<SegmentClasses> segments) {
    List<SegmentClasses> answered = segments.stream().filter(SegmentClasses::ok).toList();
    long all = answered.stream().mapToLong(SegmentClasses::changes).sum();
    double[] share = new double[POINTS.size()];
    Arrays.setAll(
        share,
        i -> {
          int points = POINTS.get(i);
          long seen =
              answered.stream()
                  .mapToLong(
                      segment -> LineFragmentation.seenBy(segment.at(), segment.classes(), points))
                  .sum();
          return all == 0 ? Double.NaN : (double) (all - seen) / all;
        });
    return Line.of(name, POINTS.stream().mapToDouble(n -> n).toArray(), share);
  }

  /** The figure of {@link #missed(String, List)}. */
  public static Figure missed(List<Line> lines) {
    return new Figure.Lines(
        new Heading(
            "missed-by-sampling",
            "What sampling misses",
            "Share of all class changes on the segments that n equidistant points, end points"
                + " included, do not see; the exact positions of all changes are known."),
        Axis.of("points on a segment")
            .logarithmic()
            .counting()
            .at(POINTS.stream().mapToDouble(n -> n).toArray()),
        Axis.of("share of class changes missed"),
        lines);
  }

  /** Decision regions in a plane, with the images of its three samples. */
  public static Figure plane(Heading heading, PlaneClasses plane, Dataset data, int[] triplet) {
    List<Anchor> anchors = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      anchors.add(
          new Anchor(
              plane.x()[k],
              plane.y()[k],
              data.classNames().get(data.label(triplet[k])),
              picture(data, triplet[k])));
    }
    return new Figure.Regions(
        heading,
        Axis.of("distance along the first two samples"),
        Axis.of("distance across"),
        plane.area(),
        plane.resolution(),
        plane.resolution(),
        plane.classes(),
        data.classNames(),
        anchors);
  }

  private static Picture picture(Dataset data, int sample) {
    int channels = data.sample().channels();
    if (!data.sample().isImage() || channels != 1 && channels != 3) {
      return null;
    }
    float[] image = new float[data.sample().intSize()];
    data.copy(sample, image, 0);
    return Picture.of(image, channels, data.sample().height(), data.sample().width(), 0, 1);
  }

  private static String fileName(String label) {
    return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
