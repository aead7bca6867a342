package dev.assay.report;

import dev.assay.geometry.Area;
import dev.assay.random.Streams;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Made-up reports with every kind of content. */
final class Samples {
  private static final String PLANE = "Decision regions of a plane through three images";

  private Samples() {}

  static Report everything() {
    Report.Builder report =
        Report.titled("Constrained margins of 4 networks on glyphs")
            .summary(
                "Margins of 1,000 test samples in the span of the first m principal components, first-order and iterative.")
            .summary("Numbers are made up: this is a test of the report, not of a network.")
            .key(Quantity.of("test accuracy", 98.43, "%").within(98.1, 98.7, 0.95))
            .key(Quantity.of("median input margin", 1.2345))
            .key(Quantity.of("Kendall's τ with test error", 0.71).within(0.55, 0.82, 0.95))
            .key(Quantity.of("smallest residual", 3.2e-9))
            .note(
                "12 of 1,000 margins did not converge; they are rows with a status and in no mean.")
            .claim(
                new Claim(
                    "A1",
                    "Constrained margins predict generalisation better than input margins.",
                    Claim.Verdict.HOLDS,
                    "τ is larger in each of three seeds, and the intervals do not overlap.",
                    List.of(
                        Quantity.of("τ, constrained", 0.71).within(0.55, 0.82, 0.95),
                        Quantity.of("τ, input", 0.22).within(0.01, 0.40, 0.95)),
                    List.of(1L, 2L, 3L)))
            .claim(
                new Claim(
                    "A2",
                    "The Taylor margin is within 5 % of the iterative one.",
                    Claim.Verdict.DOES_NOT_HOLD,
                    "The median ratio is 0.81.",
                    List.of(Quantity.of("median ratio", 0.81)),
                    List.of(1L)))
            .claim(
                new Claim(
                    "A3",
                    "The order holds for every width.",
                    Claim.Verdict.UNDECIDED,
                    "Only four networks were trained.",
                    List.of(),
                    List.of()));
    figures().forEach(report::figure);
    report.table(margins(8)).table(margins(250).renamed("margins_all", "All margins"));
    return report
        .provenance("study", "margins")
        .provenance("code", "0.1.0")
        .provenance("data", Map.of("name", "glyphs", "sha256", "c0ffee", "seed", 7))
        .provenance("seeds", new long[] {1, 2, 3})
        .build();
  }

  static Table margins(int rows) {
    return Table.of(IntStream.range(0, rows).boxed().toList(), "margins", "Margins")
        .note("One row for each sample; margins are Euclidean distances to the nearest boundary.")
        .integer("sample", "index in the test set", i -> i)
        .text(
            "group",
            "what was done to the sample",
            i -> i % 2 == 0 ? "clean" : "label noise, <10 %> & \"more\"")
        .real(
            "margin",
            "ℓ₂",
            "distance to the boundary",
            i -> i % 7 == 3 ? Double.NaN : Math.abs(normal(11, i)) + 0.01)
        .real("residual", "", "|z_i − z_j| at the point found", i -> (float) 1e-6 * (i + 1))
        .flag("converged", "", i -> i % 7 != 3)
        .text("status", "", i -> i % 7 == 3 ? "not found" : "ok")
        .build();
  }

  static List<Figure> figures() {
    return List.of(
        lines(),
        manyLines(),
        scatter(),
        cloud(),
        histogram(),
        shares(),
        boxes(),
        bars(),
        crowdedBars(),
        heat(),
        diverging(),
        regions(),
        new Figure(
            heading("planes", "Planes", "Most fragmented first."),
            new Plot.Planes(3, Collections.nCopies(4, new Plot.Panel<>(PLANE, plane())))),
        gallery(),
        field(2),
        field(12),
        multiples(2),
        multiples(12),
        scatters(),
        tree(6),
        tree(60),
        tree(400));
  }

  static Figure lines() {
    double[] epochs = range(1, 12);
    List<Plot.Line> lines = new ArrayList<>();
    String[] names = {"clean", "10 % label noise", "20 % label noise", "Gaussian inputs"};
    for (int s = 0; s < names.length; s++) {
      double[] y = new double[12];
      double[] low = new double[12];
      double[] high = new double[12];
      for (int i = 0; i < 12; i++) {
        y[i] = 0.02 + 0.1 * s + 0.9 * Math.exp(-0.4 * i / (1 + s)) + 0.01 * normal(s, i);
        low[i] = y[i] - 0.03;
        high[i] = y[i] + 0.03;
      }
      lines.add(Plot.Line.of(names[s], epochs, y).within(low, high));
    }
    return new Figure(
        heading(
            "loss",
            "Training loss by corruption",
            "Mean of three seeds; bands are ± one standard deviation."),
        new Plot.Lines(Axis.of("epoch").counting(), Axis.of("cross-entropy", "nats"), lines));
  }

  static Figure manyLines() {
    double[] steps = range(1, 400);
    List<Plot.Line> lines = new ArrayList<>();
    for (int s = 0; s < 3; s++) {
      double[] y = new double[400];
      for (int i = 0; i < 400; i++) {
        y[i] = Math.exp(-i / (40.0 * (s + 1))) * (1 + 0.1 * normal(20 + s, i)) + 1e-4;
      }
      y[200] = s == 1 ? Double.NaN : y[200];
      lines.add(Plot.Line.of("width " + (64 << s), steps, y));
    }
    return new Figure(
        heading("steps", "Loss by step", "One gap where the loss was not finite."),
        new Plot.Lines(Axis.of("step").logarithmic(), Axis.of("loss").logarithmic(), lines));
  }

  static Figure scatter() {
    double[][] a = cloud(3, 120, 0);
    double[][] b = cloud(4, 120, 0.6);
    return new Figure(
        heading("brackets", "Taylor against iterative margins", "Each point is one sample."),
        new Plot.Scatter(
            Axis.of("iterative margin", "ℓ₂"),
            Axis.of("Taylor margin", "ℓ₂"),
            List.of(new Plot.Points("clean", a[0], a[1]), new Plot.Points("corrupted", b[0], b[1])),
            true,
            Quantity.of("Kendall's tau", 0.8123).within(0.77, 0.85, 0.95)));
  }

  static Figure cloud() {
    double[][] a = cloud(5, 6000, 0);
    return new Figure(
        heading("cloud", "Margin against nearest neighbour", ""),
        new Plot.Scatter(
            Axis.of("distance to the nearest sample of another class").logarithmic(),
            Axis.of("margin").logarithmic(),
            List.of(new Plot.Points("all", a[0], a[1])),
            false,
            null));
  }

  static Figure histogram() {
    return new Figure(
        heading("distribution", "Margins by group", "Common bins; each group adds up to 100 %."),
        new Plot.Histogram(
            Axis.of("margin", "ℓ₂"),
            List.of(
                new Plot.Sample("clean (900)", sample(6, 900, 2.0)),
                new Plot.Sample("label noise (80)", sample(7, 80, 1.0)),
                new Plot.Sample("Gaussian input (20)", sample(8, 20, 3.5)))));
  }

  static Figure shares() {
    return new Figure(
        heading("shares", "Margins, shares", Plot.Distribution.BANDS),
        new Plot.Distribution(
            Axis.of("margin", "ℓ₂").logarithmic(),
            List.of(
                new Plot.Sample("clean", sample(6, 400, 2.0)),
                new Plot.Sample("label noise", sample(7, 40, 1.0)))));
  }

  static Figure boxes() {
    List<Plot.Sample> samples = new ArrayList<>();
    for (int m : new int[] {1, 2, 5, 10, 20, 50, 100, 784}) {
      samples.add(new Plot.Sample(Integer.toString(m), sample(m, 300, 6 / Math.sqrt(m))));
    }
    return new Figure(
        heading(
            "components",
            "Margins by number of components",
            "Boxes are quartiles, whiskers Tukey's."),
        new Plot.Boxes(
            Axis.of("principal components m"), Axis.of("margin", "ℓ₂").logarithmic(), samples));
  }

  static Figure bars() {
    return new Figure(
        heading(
            "tau",
            "Kendall's τ with the generalisation gap",
            "Error bars: 95 % bootstrap intervals."),
        new Plot.Bars(
            Axis.of("measure"),
            Axis.of("Kendall's τ"),
            List.of("input", "hidden", "constrained"),
            List.of(
                Plot.BarSeries.of("MLP", new double[] {-0.12, 0.35, 0.71})
                    .within(new double[] {-0.3, 0.2, 0.6}, new double[] {0.1, 0.5, 0.8}),
                Plot.BarSeries.of("CNN", new double[] {0.2, 0.44, 0.65})
                    .within(new double[] {0.05, 0.3, 0.5}, new double[] {0.32, 0.58, 0.78}))));
  }

  static Figure crowdedBars() {
    List<String> names = new ArrayList<>();
    double[] values = new double[18];
    for (int i = 0; i < values.length; i++) {
      names.add("conv-bn-relu-pool, width " + (8 * (i + 1)));
      values[i] = Math.exp(i / 2.0);
    }
    return new Figure(
        heading("pieces", "Linear pieces per segment", ""),
        new Plot.Bars(
            Axis.of("network"),
            Axis.of("pieces").logarithmic(),
            names,
            List.of(Plot.BarSeries.of("pieces", values))));
  }

  static Figure heat() {
    double[] values = new double[30];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          60 + 38 * Math.exp(-((i % 6 - 4) * (i % 6 - 4) + (i / 6 - 2) * (i / 6 - 2)) / 6.0);
    }
    values[7] = Double.NaN;
    return new Figure(
        heading("accuracy", "Test accuracy over width and noise", ""),
        new Plot.HeatMap(
            Axis.of("width"),
            List.of("8", "16", "32", "64", "128", "256"),
            Axis.of("label noise", "%"),
            List.of("0", "10", "20", "30", "40"),
            Axis.of("test accuracy", "%"),
            values,
            false));
  }

  static Figure diverging() {
    int n = 40;
    List<String> names = new ArrayList<>();
    double[] values = new double[n * n];
    for (int i = 0; i < n; i++) {
      names.add("layer " + i);
      for (int j = 0; j < n; j++) {
        values[i * n + j] = Math.cos((i - j) / 4.0) * Math.exp(-Math.abs(i - j) / 15.0);
      }
    }
    return new Figure(
        heading("correlation", "Correlation of layers", ""),
        new Plot.HeatMap(
            Axis.of("layer"),
            names,
            Axis.of("layer"),
            names,
            Axis.of("correlation"),
            values,
            true));
  }

  static Figure regions() {
    return new Figure(heading("plane", PLANE, "Corners: the images."), plane());
  }

  private static Plot.Regions plane() {
    int n = 240;
    int[] regions = new int[n * n];
    for (int i = 0; i < regions.length; i++) {
      double x = (i % n) * 2.0 / n - 0.5;
      double y = (i / n) * 2.0 / n - 0.5;
      double wave = Math.sin(3 * x + Math.cos(4 * y)) + 0.5 * Math.sin(7 * x * y + 2 * y);
      regions[i] = y < 0.1 - x ? 3 : (int) Math.floor((wave + 1.5) / 3.001 * 9) % 10;
    }
    for (int i = 0; i < 30; i++) {
      java.util.Arrays.fill(regions, (200 + i) * n + 5, (200 + i) * n + 35, -1);
    }
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      classes.add(Integer.toString(i));
    }
    return new Plot.Regions(
        Axis.of("α"),
        Axis.of("β"),
        new Area(-0.5, 1.5, -0.5, 1.5),
        n,
        n,
        regions,
        new double[] {-0.5, 0.6, 0.6, -0.5},
        classes,
        List.of(
            new Plot.Anchor(0, 0, "a (3)", picture(1)),
            new Plot.Anchor(1, 0, "b (5)", picture(2)),
            new Plot.Anchor(0.5, 0.9, "c (8)", picture(3)),
            new Plot.Anchor(0.33, 0.33, "mean", null)));
  }

  static Figure gallery() {
    List<Plot.Cell> cells = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      cells.add(
          new Plot.Cell(picture(i), i % 2 == 0 ? "3 → 5" : "margin " + Numbers.show(0.123 * i)));
    }
    return new Figure(
        heading("smallest", "The smallest margins", "Sample and class."),
        new Plot.Gallery(6, cells));
  }

  /** Maps of 57 × 57 cells with holes. */
  static Figure field(int count) {
    int n = 57;
    List<Plot.Raster> panels = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      double[] values = new double[n * n];
      for (int i = 0; i < values.length; i++) {
        double x = (i % n - 28) / 10.0;
        double y = (i / n - 28) / 10.0;
        values[i] = (1 + p % 3) * Math.sin(x * x + y + p) * Math.exp(-0.2 * (x * x + y * y));
        if (Math.hypot(x - 1.5, y + 1) < 0.6 || p == 1 && i < 5 * n) {
          values[i] = Double.NaN;
        }
      }
      panels.add(
          new Plot.Raster(
              "width " + (8 << p) + ", trained with label noise",
              new Area(-2.85, 2.85, -0.57, 0.57),
              n,
              n,
              values));
    }
    return new Figure(
        heading("field-" + count, "Influence of " + count + " patches", "One scale of colours."),
        new Plot.Field(
            Axis.of("shift to the right", "px"),
            Axis.of("shift upwards", "px"),
            Axis.of("change of the logit"),
            count == 2,
            4,
            panels));
  }

  static Figure multiples(int count) {
    List<Plot.Panel<?>> panels = new ArrayList<>();
    Plot.Lines all = (Plot.Lines) lines().plot();
    for (int p = 0; p < count; p++) {
      int last = 1 + (p + 1) % 4;
      panels.add(
          new Plot.Panel<>(
              "depth " + (p + 1) + (p % 4 == 1 ? ", a title that is too long for one line" : ""),
              new Plot.Lines(all.x(), all.y(), all.lines().subList(p % last, last))));
    }
    return new Figure(
        heading("multiples-" + count, "Loss by depth", "The same axes in each panel."),
        new Plot.Multiples(3, panels));
  }

  static Figure scatters() {
    Plot.Scatter brackets = (Plot.Scatter) scatter().plot();
    Plot.Scatter other =
        new Plot.Scatter(
            brackets.x(),
            brackets.y(),
            List.of(new Plot.Points("bad", new double[] {9, Double.NaN}, new double[] {1, 1})),
            false,
            null);
    return new Figure(
        heading("scatters", "Brackets of three networks", ""),
        new Plot.Multiples(
            4,
            List.of(
                new Plot.Panel<>("MLP", brackets),
                new Plot.Panel<>("CNN", other),
                new Plot.Panel<>("", brackets))));
  }

  static Figure tree(int leaves) {
    return new Figure(
        heading("tree-" + leaves, "A tree of " + leaves + " leaves", "Bars: share of samples."),
        new Plot.Tree(List.of("robust", "fragile", "undecided"), node(leaves, 1, leaves)));
  }

  private static Plot.Node node(int leaves, double share, int seed) {
    if (leaves == 1) {
      return new Plot.Node(
          List.of(Numbers.show(share * 1000, 3) + " samples"), seed % 3, share, List.of());
    }
    int left = Math.max(1, (int) (leaves * (0.3 + 0.4 * (seed % 7) / 7.0)));
    double part = share * left / leaves;
    return new Plot.Node(
        List.of("x" + seed % 29 + " ≤ 0." + (10 + seed * 37 % 90), "gini 0." + seed * 13 % 100),
        -1,
        share,
        List.of(
            new Plot.Branch("yes", node(left, part, 2 * seed + 1)),
            new Plot.Branch("no", node(leaves - left, share - part, 3 * seed + 2))));
  }

  static Picture picture(int seed) {
    float[] image = new float[28 * 28];
    for (int i = 0; i < image.length; i++) {
      double x = i % 28 / 14.0 - 1;
      double y = i / 28 / 14.0 - 1;
      image[i] = (float) Math.exp(-30 * Math.pow(Math.hypot(x, y * (1 + 0.2 * seed)) - 0.6, 2));
    }
    return Picture.of(image, 1, 28, 28, 0, 1);
  }

  static Figure.Heading heading(String name, String title, String caption) {
    return new Figure.Heading(name, title, caption);
  }

  private static double[][] cloud(int seed, int count, double shift) {
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = Math.exp(0.5 * normal(seed, 2 * i) + shift);
      y[i] = x[i] * (0.8 + 0.15 * normal(seed, 2 * i + 1));
    }
    return new double[][] {x, y};
  }

  private static double[] sample(int seed, int count, double scale) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = scale * Math.exp(0.4 * normal(seed, i));
    }
    return values;
  }

  private static double[] range(int from, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return values;
  }

  private static double normal(long seed, long counter) {
    return Streams.normal(Streams.key(seed, "samples"), counter);
  }
}
