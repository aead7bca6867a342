package dev.assay.study.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.geometry.Area;
import dev.assay.geometry.ExactPlanes.Seen;
import dev.assay.geometry.PlaneRegions;
import dev.assay.geometry.Portrait;
import dev.assay.geometry.SegmentClasses;
import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Anchor;
import dev.assay.study.Plot.Line;
import dev.assay.study.Report;
import dev.assay.study.fragmentation.FragmentationStudy.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What fragmentation looks like. */
public final class FragmentationFigures {
  private static final int MOST_CHANGES = 12;
  private static final int COLUMNS = 3;

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
      List<DrawnPlane> panels = new ArrayList<>();
      for (int i = 0; i < Math.min(config.pictures(), triplets.count()); i++) {
        Optional<Seen> exact =
            finding.exact().isEmpty() ? Optional.empty() : finding.exact().get(i);
        panels.add(
            new DrawnPlane(
                "plane " + (i + 1), finding.planes().get(i), exact, data, triplets.tuples()[i]));
      }
      String where = finding.space().label();
      planes(
              new Heading(
                  "planes-" + fileName(where),
                  "Decision regions, " + where,
                  "Classes in planes through three samples each, most fragmented first."),
              panels)
          .ifPresent(report::figure);
    }
  }

  /**
   * A plane that is drawn.
   *
   * @param name what it is
   */
  public record DrawnPlane(
      String name, PlaneClasses grid, Optional<Seen> exact, Dataset data, int[] triplet) {
    private long regions() {
      return exact.map(seen -> seen.regions().least()).orElse((long) grid.regions());
    }
  }

  /** Planes in one figure, most fragmented first; nothing if none has an answer. */
  public static Optional<Figure> planes(Heading heading, List<DrawnPlane> panels) {
    List<DrawnPlane> shown =
        panels.stream()
            .filter(panel -> panel.grid().ok())
            .sorted(Comparator.comparingLong(DrawnPlane::regions).reversed())
            .toList();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    boolean exact = shown.stream().anyMatch(panel -> panel.exact().isPresent());
    String caption =
        heading.caption()
            + (exact
                ? " Lines are the exact borders where the network is followed piece by piece."
                : "")
            + " Axes: distance along the first two samples, and across.";
    return Optional.of(
        new Figure(
            new Heading(heading.name(), heading.title(), caption),
            new Plot.Planes(COLUMNS, shown.stream().map(FragmentationFigures::drawn).toList())));
  }

  /** How many regions a plane has, in words. */
  private static String regions(PlaneClasses plane, Optional<PlaneRegions> exact) {
    String grid = Text.format("%d regions on the grid", plane.regions());
    if (exact.isEmpty()) {
      return grid;
    }
    PlaneRegions found = exact.get();
    String count = Text.format("%s%d regions", found.exact() ? "" : "at least ", found.least());
    return found.least() == plane.regions() ? count : count + ", " + grid;
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
    List<Plot.BarSeries> series = new ArrayList<>();
    for (Finding finding : findings) {
      double[] changes = LineFragmentation.changes(finding.lines());
      double[] shares = new double[shown + 1];
      for (double c : changes) {
        shares[(int) Math.min(c, shown)] += 1.0 / changes.length;
      }
      series.add(Plot.BarSeries.of(finding.space().label(), shares));
    }
    return new Figure(
        new Heading(
            "class-changes",
            "Class changes on segments",
            Text.format(
                "Share of segments with so many class changes, pairs: %s.", config.policy())),
        new Plot.Bars(Axis.of("class changes"), Axis.of("share of segments"), categories, series));
  }

  /** The share of all class changes that sampling with n points misses, for growing n. */
  private static Line missed(String name, List<SegmentClasses> segments) {
    List<SegmentClasses> answered = segments.stream().filter(SegmentClasses::ok).toList();
    long all = answered.stream().mapToLong(SegmentClasses::changes).sum();
    double[] share = new double[LineFragmentation.GRIDS.size()];
    Arrays.setAll(
        share,
        i -> {
          int points = LineFragmentation.GRIDS.get(i);
          long seen =
              answered.stream()
                  .mapToLong(
                      segment -> LineFragmentation.seenBy(segment.at(), segment.classes(), points))
                  .sum();
          return all == 0 ? Double.NaN : (double) (all - seen) / all;
        });
    return Line.of(name, LineFragmentation.GRIDS.stream().mapToDouble(n -> n).toArray(), share);
  }

  /** The figure of {@link #missed(String, List)}. */
  public static Figure missed(List<Line> lines) {
    return new Figure(
        new Heading(
            "missed-by-sampling",
            "What sampling misses",
            "Share of all class changes on the segments that n equidistant points, end points"
                + " included, do not see; the exact positions of all changes are known."),
        new Plot.Lines(
            Axis.of("points on a segment")
                .logarithmic()
                .counting()
                .at(LineFragmentation.GRIDS.stream().mapToDouble(n -> n).toArray()),
            Axis.of("share of class changes missed"),
            lines));
  }

  /** Decision regions in a plane, with the images of its three samples. */
  private static Plot.Panel<Plot.Regions> drawn(DrawnPlane panel) {
    PlaneClasses grid = panel.grid();
    List<Anchor> anchors = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      anchors.add(
          new Anchor(
              grid.x()[k],
              grid.y()[k],
              panel.data().classNames().get(panel.data().label(panel.triplet()[k])),
              Picture.of(panel.data(), panel.triplet()[k])));
    }
    Optional<Portrait> portrait = panel.exact().map(Seen::portrait);
    int side = portrait.map(Portrait::side).orElse(grid.resolution());
    String name = panel.name() + ": " + regions(grid, panel.exact().map(Seen::regions));
    return new Plot.Panel<>(
        name,
        new Plot.Regions(
            Axis.of("distance along the first two samples"),
            Axis.of("distance across"),
            grid.area(),
            side,
            side,
            portrait.map(Portrait::classes).orElse(grid.classes()),
            portrait.map(p -> borders(p, grid.area())).orElse(new double[0]),
            panel.data().classNames(),
            anchors));
  }

  /** In the units of the axes. */
  private static double[] borders(Portrait portrait, Area area) {
    double[] borders = portrait.borders();
    double[] placed = new double[borders.length];
    for (int i = 0; i < borders.length; i += 2) {
      placed[i] = area.left() + borders[i] * (area.right() - area.left());
      placed[i + 1] = area.bottom() + borders[i + 1] * (area.top() - area.bottom());
    }
    return placed;
  }

  private static String fileName(String label) {
    return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
