package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.nn.Classifier;
import dev.assay.study.Context;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.Table;
import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Margin.Status;
import dev.assay.subspace.Directions;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample at which two logits are equal lies on the boundary, whoever looks, and how. */
final class TiedSamplesTest {
  private static final List<MarginSolver> SOLVERS =
      List.of(
          MarginSolver.FirstOrder.standard(),
          MarginSolver.DeepFool.standard(),
          MarginSolver.Nearest.standard());

  /** Two rows of the last layer are equal, and their bias puts both on top. */
  @Test
  void inEverySpaceAndByEveryMethodTheDistanceIsZero() {
    ToySubject subject = new ToySubject();
    subject.net = subject.net.withTwins(50);
    List<MarginSolver> all =
        Stream.concat(SOLVERS.stream(), Stream.of(MarginSolver.Bracket.standard())).toList();
    assertAllZero(
        rows(subject, SOLVERS, Space.input(), Space.hidden("1"), new Space.Components(1, 4)));
    assertAllZero(
        rows(
            subject,
            all,
            new Space.Components(1, 1),
            new Space.Components(1, 2),
            new Space.Components(2, 4)));
  }

  private static Table rows(ToySubject subject, List<MarginSolver> solvers, Space... spaces) {
    MarginConfig config =
        MarginConfig.of(spaces).withSamples(12).withSolvers(solvers.toArray(MarginSolver[]::new));
    return Rows.table(
        new MarginStudy().run(subject, config, Context.of(1).with(LinearAlgebra.java())),
        "margins");
  }

  private static void assertAllZero(Table rows) {
    assertThat(rows.rows()).hasSizeGreaterThan(100);
    for (List<Object> row : rows.rows()) {
      assertThat(Rows.cell(rows, row, "status")).isEqualTo("OK");
      assertThat(Rows.cell(rows, row, "distance")).isEqualTo(0.0);
      assertThat(Rows.cell(rows, row, "converged")).isEqualTo(true);
      assertThat(Rows.cell(rows, row, "finder")).isEqualTo("SAMPLE");
      if (Rows.cell(rows, row, "solver").equals("bracket")) {
        assertThat(Rows.cell(rows, row, "lower")).isEqualTo(0.0);
      }
    }
  }

  static List<MarginSolver> solvers() {
    return SOLVERS;
  }

  /** Single precision sees a small lead, of one class or the other, where there is none. */
  @ParameterizedTest
  @MethodSource("solvers")
  void aTieThatOnlyDoublePrecisionSeesIsOne(MarginSolver solver) {
    ToyNetwork twins = ToyNetwork.random(5, 4, 16, 16, 3).withTwins(50);
    for (float off : new float[] {-4e-6f, 4e-6f}) {
      Margin margin = confirmed(new Off(twins, off), twins, solver);
      assertThat(margin.status()).isEqualTo(Status.OK);
      assertThat(margin.distance()).isZero();
      assertThat(margin.finder()).isEqualTo(Finder.SAMPLE);
      assertThat(margin.predicted() + margin.reached()).isOne();
    }
  }

  /** One and the other class win by less than single precision can tell. */
  @ParameterizedTest
  @MethodSource("solvers")
  void whereTheTwoPrecisionsDoNotAgreeWhoWinsIsATie(MarginSolver solver) {
    ToyNetwork network = ToyNetwork.linear(new double[][] {{1, 0}, {1, 0x1p-20}, {0, 0}}, 1, 1, 0);
    Samples sample = Toys.samples(new float[] {2, 0x1p-6f}, 2);
    Margin margin =
        meter(new Off(network, -1e-6f), network, 2).measure(sample, solver, done -> {}).get(0);
    assertThat(margin.distance()).isZero();
    Margin clear = meter(network, network, 2).measure(sample, solver, done -> {}).get(0);
    assertThat(clear.predicted()).isZero();
    assertThat(clear.distance()).isZero();
  }

  private static Margin confirmed(Classifier seen, ToyNetwork exact, MarginSolver solver) {
    int n = exact.input().intSize();
    return meter(seen, exact, n).measure(Toys.samples(2, 1, n), solver, done -> {}).get(0);
  }

  private static MarginMeter meter(Classifier seen, ToyNetwork exact, int n) {
    return new MarginMeter(seen, Directions.all(n), Reference.PREDICTION)
        .confirmedBy(new SecondOpinion(exact::exact));
  }

  /** The logit of class 1 is off. */
  private record Off(ToyNetwork network, float off) implements Classifier {
    @Override
    public Shape input() {
      return network.input();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public void logits(float[] inputs, int count, float[] logits) {
      network.logits(inputs, count, logits);
      for (int r = 0; r < count; r++) {
        logits[r * classes() + 1] += off;
      }
    }

    @Override
    public void gradients(
        float[] inputs,
        int count,
        float[] cotangents,
        int perSample,
        float[] logits,
        float[] gradients) {
      network.gradients(inputs, count, cotangents, perSample, logits, gradients);
      logits(inputs, count, logits);
    }
  }
}
