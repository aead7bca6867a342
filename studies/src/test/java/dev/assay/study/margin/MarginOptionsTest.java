package dev.assay.study.margin;

import static dev.assay.study.margin.Rows.cell;
import static dev.assay.study.margin.Rows.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.geometry.MarginBracket;
import dev.assay.geometry.SubspaceMargins;
import dev.assay.study.Context;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.Table;
import dev.assay.subspace.Directions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the options of a study mean, against the solvers used directly. */
final class MarginOptionsTest {
  private static final int SOME = 12;

  private final ToySubject subject = new ToySubject();

  @Test
  void whatIsMissingInTheLastSpaceIsFoundBeforeTheFirstIsMeasured() {
    for (String missing : List.of("pca:7", "pca:blocks:4x2", "pca:2-9", "random:7:1")) {
      List<String> stages = new ArrayList<>();
      MarginConfig config =
          MarginConfig.of(Space.input(), Space.components(2), Space.parse(missing));
      Context context = Context.of(3).with((stage, done, total, unit) -> stages.add(stage));
      assertThatThrownBy(() -> new MarginStudy().run(subject, config, context))
          .as(missing)
          .isInstanceOf(RuntimeException.class);
      assertThat(stages).noneMatch(stage -> stage.contains("margins"));
    }
  }

  @Test
  void clippingIsToTheRangeOfTheTrainingInputs() {
    Clip range = Clip.of(subject.training, ToySubject.COUNT, ToySubject.N);
    Table rows = run(config(Space.input()).withSamples(SOME).clipped());
    Samples drawn = drawn(rows);
    List<Margin> clipped =
        meter(Reference.PREDICTION).clippedTo(range).measure(drawn, solver(), done -> {});
    List<Margin> free = meter(Reference.PREDICTION).measure(drawn, solver(), done -> {});
    int changed = 0;
    for (int i = 0; i < SOME; i++) {
      double distance = (Double) cell(rows, rows.rows().get(i), "distance");
      assertThat(distance).isEqualTo(clipped.get(i).distance(), within(1e-6));
      changed += Math.abs(distance - free.get(i).distance()) < 1e-6 ? 0 : 1;
    }
    assertThat(changed).isPositive();
  }

  @Test
  void pairsRunFromEveryOtherClassOfReferenceAndAreClippedToo() {
    Clip range = Clip.of(subject.training, ToySubject.COUNT, ToySubject.N);
    for (Reference reference : Reference.values()) {
      Table rows = run(config(Space.input()).clipped().withPairs().from(reference));
      Samples all = subject.samples();
      List<Margin> toAny = meter(reference).clippedTo(range).measure(all, solver(), done -> {});
      List<List<Object>> expected = new ArrayList<>();
      for (int j = 0; j < 3; j++) {
        int[] others = positions(all, toAny, reference, j);
        List<Margin> margins =
            meter(reference)
                .clippedTo(range)
                .towards(j)
                .measure(all.pick(others), solver(), done -> {});
        for (int i = 0; i < others.length; i++) {
          expected.add(List.of((long) j, (long) others[i], rounded(margins.get(i).distance())));
        }
      }
      List<List<Object>> found =
          rows.rows().stream()
              .filter(row -> cell(rows, row, "target") != null)
              .map(
                  row ->
                      List.of(
                          cell(rows, row, "target"),
                          cell(rows, row, "sample"),
                          rounded((Double) cell(rows, row, "distance"))))
              .toList();
      assertThat(found).isEqualTo(expected);
    }
  }

  /** The study looks at what is found in double precision, too, and may move it a little. */
  private static double rounded(double distance) {
    return distance == Double.POSITIVE_INFINITY ? distance : Math.rint(distance * 1e5) / 1e5;
  }

  @Test
  void aSampleWithoutAPredictionIsInNoPair() {
    subject.training[3 * ToySubject.N] = Float.NaN;
    Table rows = run(config(Space.input()).withPairs());
    for (List<Object> row : rows.rows()) {
      if (cell(rows, row, "sample").equals(3L)) {
        assertThat(cell(rows, row, "status")).isEqualTo("NON_FINITE");
        assertThat(cell(rows, row, "target")).isNull();
      }
    }
  }

  private static int[] positions(Samples all, List<Margin> toAny, Reference reference, int but) {
    int[] kept = new int[all.count()];
    int count = 0;
    for (int i = 0; i < all.count(); i++) {
      boolean label = reference == Reference.LABEL;
      int from = label ? all.labels()[i] : toAny.get(i).predicted();
      if (from != but) {
        kept[count++] = i;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  @Test
  void pairsAreScaledAsTheMarginsOfTheirSpace() {
    Table rows = run(config(Space.hidden("1")).withSamples(SOME).withPairs());
    assertThat(rows.rows().stream().map(row -> cell(rows, row, "scale")).distinct()).hasSize(1);
    assertThat((Double) cell(rows, rows.rows().get(0), "scale")).isNotEqualTo(1);
  }

  @Test
  void aBracketIsThatOfItsOwnSampleFromItsOwnStart() {
    MarginSolver.Bracket solver = MarginSolver.Bracket.standard();
    Space space = Space.components(4);
    Table rows =
        run(MarginConfig.of(space).withSolvers(solver).from(Reference.LABEL).withSamples(40));
    Table nearest =
        run(
            MarginConfig.of(space)
                .withSolvers(MarginSolver.Nearest.standard())
                .from(Reference.LABEL)
                .withSamples(40));
    Directions four = Toys.components(Samples.of(subject.training())).leading(4);
    SubspaceMargins margins = new SubspaceMargins(subject.net.exact(), four, 1000, 0.08);
    int none = 0;
    int starts = 0;
    for (int i = 0; i < rows.rows().size(); i++) {
      List<Object> row = rows.rows().get(i);
      if (!(Boolean) cell(rows, row, "correct")) {
        assertThat(cell(rows, row, "status")).isEqualTo("MISCLASSIFIED");
        assertThat((Double) cell(rows, row, "distance")).isNaN();
        none++;
        continue;
      }
      int sample = ((Long) cell(rows, row, "sample")).intValue();
      Samples one = subject.samples().pick(new int[] {sample});
      double[] start =
          new MarginMeter(subject.net, four, Reference.LABEL)
              .find(one, MarginSolver.Nearest.standard(), done -> {})
              .get(0)
              .place();
      MarginBracket expected =
          margins
              .brackets(
                  one.points(),
                  1,
                  start == null ? new double[4] : start,
                  subject.input().workers(),
                  d -> {})
              .get(0);
      assertThat((Double) cell(rows, row, "lower")).isEqualTo(expected.lower(), within(1e-9));
      assertThat((Double) cell(rows, row, "distance")).isEqualTo(expected.upper(), within(1e-9));
      if (expected.source() == MarginBracket.Source.START) {
        Object by = cell(nearest, nearest.rows().get(i), "finder");
        assertThat(cell(rows, row, "finder")).isEqualTo(by);
        starts++;
      }
    }
    assertThat(none).isBetween(1, 39);
    assertThat(starts).isPositive();
  }

  @Test
  void aSampleWithoutAGradientIsBracketedAllTheSame() {
    // f_0 − f_1 = 1 + relu(x_0 − 1) − 2 relu(x_0 − 2): flat below 1, zero at 4
    double[] axis = new double[ToySubject.N];
    axis[0] = 1;
    subject.net =
        new ToyNetwork(
            new double[][][] {{axis, axis}, {{1, -2}, {0, 0}, {0, 0}}},
            new double[][] {{-1, -2}, {1, 0, -1}});
    Table rows =
        run(
            MarginConfig.of(Space.components(1), Space.components(3))
                .withSolvers(
                    MarginSolver.DeepFool.standard(),
                    MarginSolver.Nearest.standard(),
                    MarginSolver.Bracket.standard()));
    int flat = 0;
    List<List<Object>> all = rows.rows();
    for (int i = 0; i < all.size() / 3; i++) {
      int block = i / ToySubject.COUNT * 3 * ToySubject.COUNT + i % ToySubject.COUNT;
      List<Object> iterative = all.get(block);
      List<Object> nearest = all.get(block + ToySubject.COUNT);
      List<Object> bracket = all.get(block + 2 * ToySubject.COUNT);
      if (cell(rows, iterative, "status").equals("ZERO_GRADIENT")) {
        assertThat(cell(rows, nearest, "status")).isEqualTo("OK");
        assertThat(cell(rows, bracket, "status")).isEqualTo("OK");
        assertThat((Double) cell(rows, bracket, "lower")).isPositive();
        flat++;
      }
    }
    assertThat(flat).isPositive();
  }

  /** On a line nearest margins are those of the walks, wherever the gradient points. */
  @Test
  void inOneDimensionNearestIsTheExactWalkBothWays() {
    Table rows =
        run(
            MarginConfig.of(Space.components(1))
                .withSolvers(
                    MarginSolver.DeepFool.standard(),
                    MarginSolver.Nearest.standard(),
                    MarginSolver.Bracket.standard()));
    int shorter = 0;
    for (int i = 0; i < ToySubject.COUNT; i++) {
      double iterative = (Double) cell(rows, rows.rows().get(i), "distance");
      List<Object> nearest = rows.rows().get(ToySubject.COUNT + i);
      List<Object> bracket = rows.rows().get(2 * ToySubject.COUNT + i);
      assertThat(cell(rows, nearest, "status")).isEqualTo(cell(rows, bracket, "status"));
      assertThat(cell(rows, nearest, "distance")).isEqualTo(cell(rows, bracket, "distance"));
      assertThat(cell(rows, nearest, "finder")).isIn("LINE", "");
      assertThat((Double) cell(rows, nearest, "distance"))
          .isLessThanOrEqualTo(iterative * (1 + 1e-9));
      shorter += (Double) cell(rows, nearest, "distance") < 0.5 * iterative ? 1 : 0;
    }
    assertThat(shorter).isPositive();
  }

  @Test
  void aBracketWhoseCellsAreSpentSaysSo() {
    for (int cells : new int[] {1, 100_000}) {
      Table rows =
          run(
              MarginConfig.of(Space.components(2), Space.components(3))
                  .withSamples(SOME)
                  .withSolvers(
                      new MarginSolver.Bracket(
                          MarginSolver.DeepFool.standard(),
                          cells,
                          0.05,
                          Double.POSITIVE_INFINITY)));
      int spent = 0;
      for (List<Object> row : rows.rows()) {
        boolean said = (Boolean) cell(rows, row, "cells_spent");
        double lower = (Double) cell(rows, row, "lower");
        double upper = (Double) cell(rows, row, "distance");
        double wide = cell(rows, row, "space").equals("pca:2") ? 1e-6 : 0.05;
        assertThat(said).isEqualTo(cells == 1 && !(lower >= upper * (1 - wide)));
        spent += said ? 1 : 0;
      }
      assertThat(spent > 0).isEqualTo(cells == 1);
    }
  }

  private static MarginConfig config(Space space) {
    return MarginConfig.of(space).withSolvers(MarginSolver.DeepFool.standard());
  }

  private Samples drawn(Table rows) {
    return subject
        .samples()
        .pick(
            rows.rows().stream()
                .mapToInt(row -> ((Long) cell(rows, row, "sample")).intValue())
                .toArray());
  }

  private static MarginSolver solver() {
    return MarginSolver.DeepFool.standard();
  }

  private MarginMeter meter(Reference reference) {
    return new MarginMeter(subject.net, Directions.all(ToySubject.N), reference);
  }

  private Table run(MarginConfig config) {
    return table(
        new MarginStudy().run(subject, config, Context.of(7).with(LinearAlgebra.java())),
        "margins");
  }
}
