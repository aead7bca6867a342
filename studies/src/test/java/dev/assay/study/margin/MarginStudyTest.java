package dev.assay.study.margin;

import static dev.assay.study.margin.Rows.cell;
import static dev.assay.study.margin.Rows.column;
import static dev.assay.study.margin.Rows.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.io.BadInputException;
import dev.assay.study.Context;
import dev.assay.study.Figure;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.Table;
import dev.assay.subspace.Subspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MarginStudyTest {
  private static final int N = ToySubject.N;
  private static final int COUNT = ToySubject.COUNT;

  private final ToySubject subject = new ToySubject();
  private final Report report =
      run(
          MarginConfig.of(
                  Space.input(),
                  Space.hidden("1"),
                  Space.components(2),
                  Space.components(4),
                  Space.knee())
              .withSamples(50));

  @Test
  void everySampleSpaceAndSolverHasARow() {
    Table rows = table(report, "margins");
    int spaces = (int) rows.rows().stream().map(row -> row.get(5)).distinct().count();
    assertThat(rows.rows()).hasSize(50 * 2 * spaces);
    assertThat(rows.rows().stream().map(row -> row.get(5)).distinct())
        .contains("input", "hidden:1", "pca:2", "pca:4");
    List<Object> samples = column(rows, "sample").stream().limit(50).toList();
    assertThat(samples).doesNotHaveDuplicates().isSorted();
    for (List<Object> row : rows.rows()) {
      int sample = ((Long) cell(rows, row, "sample")).intValue();
      assertThat(cell(rows, row, "label")).isEqualTo((long) subject.samples().labels()[sample]);
      assertThat(cell(rows, row, "group")).isEqualTo(subject.samples().groups().get(sample));
      assertThat((Double) cell(rows, row, "margin"))
          .isEqualTo((Double) cell(rows, row, "distance") / (Double) cell(rows, row, "scale"));
    }
  }

  @Test
  void theSummaryTellsHowMuchLongerASolverIsThanTheLastOne() {
    MarginSolver.DeepFool iterative = MarginSolver.DeepFool.standard();
    Report report =
        run(
            MarginConfig.of(Space.input(), Space.components(4))
                .withSamples(50)
                .withSolvers(iterative, new MarginSolver.Nearest(iterative)));
    Table rows = table(report, "margins");
    Table summary = table(report, "margin-summary");
    int longer = 0;
    for (List<Object> line : summary.rows()) {
      if (!"all".equals(cell(summary, line, "group"))) {
        continue;
      }
      Map<Object, Double> nearest = new HashMap<>();
      List<Double> ratios = new ArrayList<>();
      for (String solver : List.of("nearest", (String) cell(summary, line, "solver"))) {
        for (List<Object> row : rows.rows()) {
          if (same(rows, row, summary, line, "space")
              && solver.equals(cell(rows, row, "solver"))
              && "OK".equals(cell(rows, row, "status"))
              && (Boolean) cell(rows, row, "correct")) {
            double margin = (Double) cell(rows, row, "margin");
            Double last = nearest.putIfAbsent(cell(rows, row, "sample"), margin);
            if (last != null && last > 0) {
              ratios.add(margin / last);
            }
          }
        }
      }
      double[] sorted = ratios.stream().mapToDouble(r -> r).sorted().toArray();
      int n = sorted.length;
      double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
      assertThat((Double) cell(summary, line, "longer")).isCloseTo(median, within(1e-12));
      longer += median > 1 ? 1 : 0;
    }
    assertThat(longer).isPositive();
  }

  @Test
  void theSummaryIsThatOfTheRows() {
    Table rows = table(report, "margins");
    Table summary = table(report, "margin-summary");
    for (List<Object> line : summary.rows()) {
      List<List<Object>> of =
          rows.rows().stream()
              .filter(row -> same(rows, row, summary, line, "space"))
              .filter(row -> same(rows, row, summary, line, "solver"))
              .filter(
                  row ->
                      "all".equals(cell(summary, line, "group"))
                          || same(rows, row, summary, line, "group"))
              .toList();
      double[] used =
          of.stream()
              .filter(row -> "OK".equals(cell(rows, row, "status")))
              .filter(row -> (Boolean) cell(rows, row, "correct"))
              .mapToDouble(row -> (Double) cell(rows, row, "margin"))
              .sorted()
              .toArray();
      assertThat(cell(summary, line, "samples")).isEqualTo((long) of.size());
      assertThat(cell(summary, line, "used")).isEqualTo((long) used.length);
      assertThat((Double) cell(summary, line, "mean"))
          .isCloseTo(Arrays.stream(used).average().orElseThrow(), within(1e-12));
      double median = (used[(used.length - 1) / 2] + used[used.length / 2]) / 2;
      assertThat((Double) cell(summary, line, "median")).isCloseTo(median, within(1e-12));
      long wrong = of.stream().filter(row -> !(Boolean) cell(rows, row, "correct")).count();
      assertThat(cell(summary, line, "misclassified")).isEqualTo(wrong);
    }
    assertThat(summary.rows().stream().map(row -> cell(summary, row, "group")).distinct())
        .containsExactly("all", "additive-gaussian", "clean");
    assertThat(column(summary, "misclassified")).anyMatch(wrong -> (Long) wrong > 0);
  }

  @Test
  void hiddenMarginsAreMarginsOfTheSuffixDividedByTheDeviation() {
    Table rows = table(report, "margins");
    float[] activations = subject.net.activations(1, subject.training, COUNT);
    double total = 0;
    for (int d = 0; d < 16; d++) {
      int feature = d;
      double[] values =
          IntStream.range(0, COUNT).mapToDouble(r -> activations[r * 16 + feature]).toArray();
      double mean = Arrays.stream(values).average().orElseThrow();
      total += Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (COUNT - 1);
    }
    Samples all = subject.samples();
    List<Margin> suffix =
        Toys.measure(
            subject.net.from(1),
            all.at(subject.net.activations(1, all.points(), COUNT), 16),
            MarginSolver.DeepFool.standard());
    int seen = 0;
    for (List<Object> row : rows.rows()) {
      boolean hidden = cell(rows, row, "space").equals("hidden:1");
      assertThat((Double) cell(rows, row, "scale"))
          .isCloseTo(hidden ? Math.sqrt(total) : 1, within(1e-9));
      if (hidden && cell(rows, row, "solver").equals("iterative")) {
        int sample = ((Long) cell(rows, row, "sample")).intValue();
        assertThat((Double) cell(rows, row, "distance"))
            .isCloseTo(suffix.get(sample).distance(), within(1e-6));
        seen++;
      }
    }
    assertThat(seen).isEqualTo(50);
  }

  @Test
  void kneedleChoosesOnce() {
    int m = Toys.components(Samples.of(subject.training())).kneeComponents();
    assertThat(report.notes()).anyMatch(note -> note.contains("Kneedle chose " + m + " of the 6"));
    Table rows = table(report, "margins");
    assertThat(column(rows, "space")).contains("pca:" + m);
    Report twice = run(MarginConfig.of(Space.components(m), Space.knee()).withSamples(10));
    assertThat(table(twice, "margins").rows()).hasSize(2 * 10);
  }

  @Test
  void aSweepIsEveryCountThereIsKneedlesChoiceAndAllOfInputSpace() {
    Report sweep = run(MarginConfig.of(new Space.Sweep()).withSamples(20));
    int knee = Toys.components(Samples.of(subject.training())).kneeComponents();
    assertThat(column(table(sweep, "margins"), "space").stream().distinct())
        .containsExactlyElementsOf(
            List.of("pca:1", "pca:2", "pca:5", "pca:" + knee, "input").stream()
                .distinct()
                .toList());
    assertThat(sweep.notes()).anyMatch(note -> note.contains("Kneedle chose " + knee));
  }

  @Test
  void blocksOfComponentsAreMeasuredAlongThoseComponentsOnly() {
    Report blocks = run(MarginConfig.of(new Space.Blocks(2, 3)).withSamples(COUNT));
    Table rows = table(blocks, "margins");
    assertThat(column(rows, "space").stream().distinct())
        .containsExactly("pca:2", "pca:3-4", "pca:5-6");
    assertThat(column(rows, "components")).containsOnly(2L);
    double[] basis = Toys.components(Samples.of(subject.training())).leading(4).basis();
    Subspace second = Subspace.spannedBy(Arrays.copyOfRange(basis, 2 * N, 4 * N), N);
    List<Margin> expected =
        Toys.measure(subject.net, subject.samples(), second, MarginSolver.DeepFool.standard());
    int seen = 0;
    for (List<Object> row : rows.rows()) {
      if (cell(rows, row, "space").equals("pca:3-4")
          && cell(rows, row, "solver").equals("iterative")) {
        assertThat((Double) cell(rows, row, "distance"))
            .isCloseTo(expected.get(seen++).distance(), within(1e-6));
      }
    }
    assertThat(seen).isEqualTo(COUNT);
    assertThat(blocks.figures().stream().map(f -> f.heading().name())).contains("margins-by-block");
  }

  /** All of input space is a random subspace of as many dimensions; fewer leave longer ways. */
  @Test
  void randomSubspacesAreMeasuredAlongThemselves() {
    Report report =
        run(
            MarginConfig.of(Space.input(), new Space.Random(N, 4), new Space.Random(2, 4))
                .withSamples(COUNT));
    Map<Object, List<Double>> distances = new HashMap<>();
    Table margins = table(report, "margins");
    for (List<Object> row : margins.rows()) {
      if (cell(margins, row, "solver").equals("first-order")) {
        distances
            .computeIfAbsent(cell(margins, row, "space"), space -> new ArrayList<>())
            .add((Double) cell(margins, row, "distance"));
      }
    }

    for (int i = 0; i < COUNT; i++) {
      double all = distances.get("input").get(i);
      assertThat(distances.get("random:" + N + ":4").get(i)).isCloseTo(all, within(1e-4 * all));
      assertThat(distances.get("random:2:4").get(i)).isGreaterThan(all);
    }
  }

  @Test
  void theNearestPairIsTheMargin() {
    Report both =
        run(
            MarginConfig.of(Space.input())
                .withSolvers(MarginSolver.FirstOrder.standard())
                .withPairs());
    Table rows = table(both, "margins");
    double[] nearest = new double[COUNT];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (List<Object> row : rows.rows()) {
      if (cell(rows, row, "target") != null) {
        assertThat(cell(rows, row, "reached")).isEqualTo(cell(rows, row, "target"));
        int sample = ((Long) cell(rows, row, "sample")).intValue();
        nearest[sample] = Math.min(nearest[sample], (Double) cell(rows, row, "distance"));
      }
    }
    int seen = 0;
    for (List<Object> row : rows.rows()) {
      if (cell(rows, row, "target") == null) {
        assertThat(cell(rows, row, "distance"))
            .isEqualTo(nearest[((Long) cell(rows, row, "sample")).intValue()]);
        seen++;
      }
    }
    assertThat(rows.rows()).hasSize(3 * seen);
    assertThat(table(both, "margin-pairs").rows()).hasSize(3 * 2);
  }

  @Test
  void bracketsHoldWhatEverySearchFinds() {
    Report brackets =
        run(
            MarginConfig.of(Space.components(1), Space.components(2), Space.components(4))
                .withSamples(40)
                .withSolvers(
                    MarginSolver.DeepFool.standard(),
                    MarginSolver.Nearest.standard(),
                    MarginSolver.Bracket.standard()));
    Table rows = table(brackets, "margins");
    Map<String, Map<Object, List<Object>>> bySolver =
        rows.rows().stream()
            .collect(
                Collectors.groupingBy(
                    row -> (String) cell(rows, row, "solver"),
                    Collectors.toMap(
                        row -> List.of(cell(rows, row, "space"), cell(rows, row, "sample")),
                        row -> row)));
    int better = 0;
    for (Object key : bySolver.get("bracket").keySet()) {
      List<Object> bracket = bySolver.get("bracket").get(key);
      double lower = (Double) cell(rows, bracket, "lower");
      double upper = (Double) cell(rows, bracket, "distance");
      double nearest = (Double) cell(rows, bySolver.get("nearest").get(key), "distance");
      double deepFool = (Double) cell(rows, bySolver.get("iterative").get(key), "distance");
      assertThat(lower).isLessThanOrEqualTo(upper);
      assertThat(upper).isLessThanOrEqualTo(nearest * (1 + 1e-4));
      assertThat(nearest).isLessThanOrEqualTo(deepFool);
      better += nearest < 0.999 * deepFool ? 1 : 0;
      if (!key.toString().contains("pca:4")) {
        assertThat(lower).isGreaterThan(upper * (1 - 1.1e-6));
      }
      assertThat((String) cell(rows, bracket, "finder")).isNotEmpty();
    }
    assertThat(better).isPositive();
    Table narrow = table(brackets, "margin-brackets");
    assertThat(column(narrow, "below_10_percent")).containsExactly(1.0, 1.0, 1.0);
    assertThat(brackets.figures().stream().map(f -> f.heading().name())).contains("margin-gaps");
    Table finders = table(brackets, "margin-finders");
    assertThat(column(finders, "finder")).contains("DEEPFOOL", "TURNING", "LINE");
  }

  @Test
  void bracketsAreRefusedWhereTheyDoNotHold() {
    for (Space space :
        List.of(
            Space.input(),
            Space.hidden("1"),
            Space.components(65),
            new Space.Sweep(),
            new Space.Random(65, 1))) {
      assertThatThrownBy(() -> MarginConfig.of(space).withSolvers(MarginSolver.Bracket.standard()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(space.label());
    }
    assertThatThrownBy(
            () ->
                MarginConfig.of(Space.components(2))
                    .clipped()
                    .withSolvers(MarginSolver.Bracket.standard()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("clipping");
  }

  @Test
  void theSeedDecidesWhichSamplesAndALargerDrawIncludesASmaller() {
    MarginConfig config = MarginConfig.of(Space.input());
    List<Object> few = column(table(run(config.withSamples(5)), "margins"), "sample");
    List<Object> more = column(table(run(config.withSamples(20)), "margins"), "sample");
    assertThat(more).containsAll(few);
    Report other = run(config.withSamples(5), 8);
    assertThat(column(table(other, "margins"), "sample")).isNotEqualTo(few);
    assertThat(table(run(config.withSamples(1000)), "margins").rows()).hasSize(2 * COUNT);
  }

  @Test
  void theSameSeedGivesTheSameReport() {
    MarginConfig config =
        MarginConfig.of(Space.input(), Space.hidden("1"), Space.components(2)).withSamples(20);
    assertThat(table(run(config), "margins")).isEqualTo(table(run(config), "margins"));
    assertThat(run(config).provenance()).isEqualTo(run(config).provenance());
  }

  @Test
  void figuresShowDistributionsGroupsComponentsAndSolvers() {
    assertThat(report.figures().stream().map(figure -> figure.heading().name()))
        .contains(
            "margins-input",
            "margins-hidden",
            "margin-histogram",
            "margins-by-components",
            "margin-groups-input",
            "margin-groups-hidden-1",
            "margin-solvers");
    for (Figure figure : report.figures()) {
      if (figure.plot() instanceof Plot.Lines lines) {
        assertThat(lines.lines()).isNotEmpty().allMatch(line -> line.x().length > 0);
      }
    }
    assertThat(report.keyNumbers()).allMatch(number -> Double.isFinite(number.value()));
  }

  @Test
  void failedSearchesAreRowsAndNotes() {
    subject.net = ToyNetwork.linear(new double[3][N], 3, 2, 1);
    Report dead = run(MarginConfig.of(Space.input()).withSamples(30));
    Table rows = table(dead, "margins");
    assertThat(column(rows, "status")).hasSize(60).containsOnly("ZERO_GRADIENT");
    Table summary = table(dead, "margin-summary");
    assertThat(column(summary, "failed")).startsWith(30L);
    assertThat(column(summary, "used")).containsOnly(0L);
    assertThat(dead.notes()).anyMatch(note -> note.contains("30 of 30 ended with ZERO_GRADIENT"));
  }

  @Test
  void misclassifiedSamplesHaveRowsButNoMarginFromTheLabel() {
    Report byLabel = run(MarginConfig.of(Space.input()).from(Reference.LABEL));
    Table rows = table(byLabel, "margins");
    for (List<Object> row : rows.rows()) {
      assertThat(cell(rows, row, "status").equals("MISCLASSIFIED"))
          .isEqualTo(!(Boolean) cell(rows, row, "correct"));
    }
    assertThat(column(rows, "status")).contains("MISCLASSIFIED", "OK");
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> run(MarginConfig.of(Space.components(N + 1))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("varies in 6 of its 6 dimensions");
    assertThatThrownBy(() -> run(MarginConfig.of(Space.hidden("2"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("hidden:2")
        .hasMessageContaining("total variance");
    assertThatThrownBy(() -> MarginConfig.of()).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> MarginConfig.of(Space.input()).withSamples(0))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(
            () ->
                MarginConfig.of(Space.input())
                    .withSolvers(
                        MarginSolver.DeepFool.standard(),
                        new MarginSolver.DeepFool(0.5, 1e-3, 100, 1e-5)))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void spacesReadAsTheyPrint() {
    for (Space space :
        List.of(
            Space.input(),
            Space.hidden("relu1"),
            Space.components(12),
            Space.knee(),
            new Space.Components(11, 20),
            new Space.Sweep(),
            new Space.Blocks(10, 5),
            new Space.Random(3, 1234567890123L))) {
      assertThat(Space.parse(space.label())).isEqualTo(space);
    }
    for (String bad :
        List.of(
            "",
            "pca:",
            "pca:-1",
            "pca:0",
            "hidden:",
            "pixels",
            "pca:5-4",
            "pca:0-2",
            "pca:blocks:0x2",
            "pca:blocks:3",
            "random:3",
            "random:0:1",
            "random:3:-1",
            "pca:1-")) {
      assertThatThrownBy(() -> Space.parse(bad)).isInstanceOf(BadInputException.class);
    }
  }

  private Report run(MarginConfig config) {
    return run(config, 7);
  }

  private Report run(MarginConfig config, long seed) {
    return new MarginStudy().run(subject, config, Context.of(seed).with(LinearAlgebra.java()));
  }

  private static boolean same(
      Table a, List<Object> rowOfA, Table b, List<Object> rowOfB, String column) {
    return cell(a, rowOfA, column).equals(cell(b, rowOfB, column));
  }
}
