package dev.assay.study.margin;

import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.study.Context;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.Table;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A network that is not piecewise linear has margins that are searched for, and no exact ones. */
final class SmoothMarginsTest {
  private static final float[] POINTS = {2, 1, -1, 0.5f, 0.25f, -1, 0, 0};

  /** z = (tanh(0.3 x₁ + 0.4 x₂), −tanh(0.3 x₁ + 0.4 x₂)): the boundary is 3 x₁ + 4 x₂ = 0. */
  @Test
  void distancesAreThoseToTheLineWhereTanhIsZero() {
    Report report =
        run(
            MarginConfig.of(Space.input(), Space.components(2))
                .withSolvers(MarginSolver.DeepFool.standard(), MarginSolver.Nearest.standard()));
    Table rows = Rows.table(report, "margins");
    assertThat(rows.rows()).hasSize(2 * 2 * 4);
    for (List<Object> row : rows.rows()) {
      int at = 2 * ((Long) Rows.cell(rows, row, "sample")).intValue();
      double distance = Math.abs(3 * POINTS[at] + 4 * POINTS[at + 1]) / 5;
      assertThat((Double) Rows.cell(rows, row, "distance"))
          .isCloseTo(distance, within(1e-5 + 1e-3 * distance));
    }
    assertThat(report.notes()).anyMatch(note -> note.contains("not piecewise linear"));
  }

  @Test
  void oneDirectionIsSearched() {
    Report report =
        run(MarginConfig.of(new Space.Random(1, 3)).withSolvers(MarginSolver.Nearest.standard()));
    Table rows = Rows.table(report, "margins");
    assertThat(rows.rows()).hasSize(4);
    for (List<Object> row : rows.rows()) {
      assertThat(Rows.cell(rows, row, "status")).isEqualTo("OK");
    }
  }

  @Test
  void boundsAreRefusedBeforeAnythingIsMeasured() {
    assertThatThrownBy(
            () ->
                run(
                    MarginConfig.of(Space.components(2))
                        .withSolvers(MarginSolver.Bracket.standard())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("layer 1 (tanh) is not");
  }

  private static Report run(MarginConfig config) {
    Architecture architecture = Architecture.of(Shape.vector(2), dense(1), tanh(), dense(2));
    Dataset data =
        Dataset.of(
            Shape.vector(2),
            POINTS,
            new int[] {0, 1, 1, 0},
            List.of("a", "b"),
            new Provenance("points", "", Map.of()));
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, architecture, 1)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.0.weight", new float[] {0.3f, 0.4f},
                  "layers.0.bias", new float[1],
                  "layers.2.weight", new float[] {1, -1},
                  "layers.2.bias", new float[2]));
      return new MarginStudy()
          .run(
              new NetworkSubject(network, data, data),
              config,
              Context.of(1).with(LinearAlgebra.java()));
    }
  }
}
