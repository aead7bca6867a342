package dev.assay.study.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.cpu.LongVectors;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.io.BadInputException;
import dev.assay.study.translation.Common.Kind;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonTest {
  private static final Place MAP = new Place("1-relu", Shape.image(2, 4, 5));
  private static final Place DENSE = new Place("4-relu", Shape.vector(8));

  private static float[] of(Reduction reduction, Shape shape, float[] x) {
    try (Backend backend = new ReferenceBackend(1);
        Workspace workspace = new Workspace(backend)) {
      Tensor whole = workspace.tensor(shape.batch(1));
      whole.write(x);
      Tensor reduced = workspace.tensor(Shape.vector(reduction.dimension()).batch(1));
      reduction.on(backend, workspace).apply(whole, reduced);
      return reduced.toArray();
    }
  }

  @Test
  void differentLengthsAreNotComparedAsTheyAre() {
    assertThatThrownBy(() -> new Common(Kind.EQUAL, 0).of(List.of(MAP, DENSE), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1-relu has 2×4×5, 4-relu has 8")
        .hasMessageContaining("do not compare");
    assertThat(new Common(Kind.EQUAL, 0).of(List.of(MAP, MAP), 1)).allMatch(Reduction::isNone);
  }

  /** Rows 0 1 and 2 3, columns 0 1 2 and 3 4, as ⌊5/2⌋ and ⌊j · 2/5⌋ say. */
  @Test
  void mapsArePooledToSquares() {
    float[] x = new float[40];
    for (int i = 0; i < 40; i++) {
      x[i] = i;
    }
    List<Reduction> both = new Common(Kind.POOLED, 0).of(List.of(MAP, DENSE), 1);

    float[] means = {3.5f, 6, 13.5f, 16, 23.5f, 26, 33.5f, 36};
    assertThat(of(both.get(0), MAP.shape(), x)).containsExactly(means, within(1e-5f));
    assertThat(both.get(1).isNone()).isTrue();
    assertThatThrownBy(() -> new Common(Kind.POOLED, 6).of(List.of(MAP, DENSE), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2 times a square number");
  }

  @Test
  void projectionsKeepProductsInExpectation() {
    float[] a = MoverTest.noise(40);
    float[] b = new float[40];
    for (int i = 0; i < 40; i++) {
      b[i] = a[i] - a[39 - i] + 0.5f;
    }
    double mean = 0;
    int seeds = 4000;
    for (int seed = 0; seed < seeds; seed++) {
      Reduction one = new Common(Kind.PROJECTION, 0).of(List.of(MAP, DENSE), seed).get(0);
      mean +=
          LongVectors.product(8, of(one, MAP.shape(), a), 0, of(one, MAP.shape(), b), 0) / seeds;
    }
    double product = LongVectors.product(40, a, 0, b, 0);
    // deviation of one: at most √(2/8)‖a‖‖b‖, about 8
    assertThat(mean).isCloseTo(product, within(0.5));
  }

  @Test
  void aDimensionThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Common(Kind.PROJECTION, 9).of(List.of(MAP, DENSE), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("4-relu has 8 numbers");
    assertThatThrownBy(() -> new Common(Kind.PROJECTION, -1)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new Common(Kind.EQUAL, 5)).isInstanceOf(BadInputException.class);
  }
}
