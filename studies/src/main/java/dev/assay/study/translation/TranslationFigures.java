package dev.assay.study.translation;

import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.BarSeries;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.Findings.Net;
import dev.assay.study.translation.Findings.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Draws findings. */
final class TranslationFigures {
  private static final int COLUMNS = 4;
  private static final Axis RIGHT = Axis.of("shift to the right", "px");
  private static final Axis UP = Axis.of("shift upwards", "px");
  private static final String CROSS = " The cross marks no shift.";

  private final Findings found;
  private final ShiftGrid grid;

  TranslationFigures(Findings found) {
    this.found = found;
    this.grid = found.config().grid();
  }

  Figure cosines() {
    return field(
        "maps",
        "Cosine maps",
        "Mean cosine of what there is for images and for the same, moved; hidden places in their"
            + " common dimension. One scale of colours.",
        "mean cosine",
        found.comparable().stream().map(row -> raster(title(row), row.map().cosine())).toList());
  }

  Figure distances() {
    return field(
        "distance-maps",
        "Distance maps",
        "Mean Euclidean distance, as a share of the mean distance of images of different classes at"
            + " that place; otherwise distances of places do not compare.",
        "relative distance",
        found.comparable().stream()
            .map(row -> raster(title(row), relative(row.map().distance(), row.map().apart())))
            .toList());
  }

  /** What changes the answer, and what leaves. */
  Figure moves() {
    List<Plot.Raster> panels = new ArrayList<>();
    for (Net net : found.networks()) {
      String name = net.name().isEmpty() ? "" : ", " + net.name();
      panels.add(raster("another class" + name, net.found().changed()));
    }
    if (found.clipped() != null) {
      panels.add(raster("mass lost, mean", found.clipped().mean()));
      panels.add(raster("images that lose some", found.clipped().share()));
    }
    return field(
        "moves",
        "Changed answers and lost mass",
        "Share of images that get another class, share of an image's mass that leaves at the edge,"
            + " and share of images of which something does.",
        "share",
        panels);
  }

  private static double[] relative(double[] distances, double apart) {
    return Arrays.stream(distances).map(distance -> distance / apart).toArray();
  }

  private static String title(Row row) {
    return Text.format("%s (%d)", row.label(), row.map().aspect().dimension());
  }

  private Figure field(
      String name, String title, String caption, String value, List<Plot.Raster> panels) {
    return new Figure(
        new Heading(name, title, caption + CROSS),
        new Plot.Field(RIGHT, UP, Axis.of(value), false, Math.min(COLUMNS, panels.size()), panels));
  }

  private Plot.Raster raster(String title, double[] map) {
    return new Plot.Raster(
        title, grid.area(), grid.side(), grid.side(), grid.upwards(map), new double[] {0, 0});
  }

  Figure profiles() {
    List<Plot.Panel<Plot.Lines>> panels =
        List.of(
            new Plot.Panel<>(
                "as it is", lines("cosine", (row, r) -> found.mean(row.map().byRadius()[r]))),
            new Plot.Panel<>(
                "above what different classes have in common",
                lines(
                    "corrected cosine",
                    (row, r) -> found.corrected(row.map().byRadius()[r], row.map().floor()))));
    return new Figure(
        new Heading(
            "profiles",
            "Radial profiles",
            "Mean cosine over moves of each length, hidden places in their common dimension; on the"
                + " right 0 is what images of different classes have in common. Bands: 95 %"
                + " bootstrap intervals over images."),
        new Plot.Multiples(2, panels));
  }

  /** An estimate of a place at a radius. */
  private interface AtRadius {
    Estimate of(Row row, int radius);
  }

  private Plot.Lines lines(String value, AtRadius at) {
    int[] radii = IntStream.rangeClosed(0, grid.range()).filter(r -> grid.rings()[r] > 0).toArray();
    double[] x = Arrays.stream(radii).asDoubleStream().toArray();
    List<Plot.Line> lines = new ArrayList<>();
    for (Row row : found.comparable()) {
      List<Estimate> y = Arrays.stream(radii).mapToObj(r -> at.of(row, r)).toList();
      lines.add(
          Plot.Line.of(row.label(), x, values(y, Estimate::value))
              .within(values(y, Estimate::low), values(y, Estimate::high)));
    }
    return new Plot.Lines(Axis.of("shift", "px"), Axis.of(value), lines);
  }

  /** Protocols side by side. */
  Figure protocols() {
    List<Plot.Panel<Plot.Bars>> panels = new ArrayList<>();
    for (Net net : found.networks()) {
      List<Answered> answers = List.copyOf(net.answers().values());
      panels.add(
          new Plot.Panel<>(
              net.name(),
              new Plot.Bars(
                  Axis.of("protocol"),
                  Axis.of("share or cosine"),
                  net.answers().keySet().stream().map(Boundary::toString).toList(),
                  List.of(
                      bars("consistency", answers, found::consistency),
                      bars("MCS, softmax", answers, a -> found.mean(a.softmax())),
                      bars("MCS, logits", answers, a -> found.mean(a.logits())),
                      bars("accuracy, moved", answers, a -> found.mean(a.after()))))));
    }
    return new Figure(
        new Heading(
            "protocols",
            "Answers for images that are moved at random",
            "By each protocol; they do not compare with each other. Error bars: 95 % bootstrap"
                + " intervals over images."),
        new Plot.Multiples(panels.size(), panels));
  }

  private static BarSeries bars(
      String name, List<Answered> answers, Function<Answered, Estimate> value) {
    List<Estimate> estimates = answers.stream().map(value).toList();
    return BarSeries.of(name, values(estimates, Estimate::value))
        .within(values(estimates, Estimate::low), values(estimates, Estimate::high));
  }

  private static double[] values(List<Estimate> of, Function<Estimate, Double> number) {
    return of.stream().mapToDouble(number::apply).toArray();
  }
}
