package dev.assay.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A NaN in the network reaches the loss, where training looks for it: a maximum that preferred the
 * number would hide a divergence for ever.
 */
class DivergenceContractTest {
  private static final int WIDTH = 35;

  static Iterable<TestBackends.Candidate> backends() {
    return TestBackends.available();
  }

  private static Tensor filled(Workspace workspace, Shape shape, float value) {
    Tensor tensor = workspace.tensor(shape);
    tensor.write(Values.constant(value).draw(0, 0, shape.intSize()));
    return tensor;
  }

  @ParameterizedTest
  @MethodSource("backends")
  void reluKeepsNaN(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(1);
        Workspace workspace = new Workspace(backend)) {
      Tensor x = filled(workspace, Shape.of(1, WIDTH), Float.NaN);
      backend.relu(0, x, x);
      assertThat(x.toArray()).containsOnly(Float.NaN);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void fusedReluKeepsNaN(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(1);
        Workspace workspace = new Workspace(backend)) {
      Shape vector = Shape.vector(WIDTH);
      Tensor nan = filled(workspace, vector, Float.NaN);
      Tensor one = filled(workspace, vector, 1);
      Tensor x = filled(workspace, Shape.of(1, WIDTH), 1);
      Tensor y = workspace.tensor(Shape.of(1, WIDTH));
      backend.batchNorm(x, one, one, one, nan, true, y);
      assertThat(y.toArray()).containsOnly(Float.NaN);

      backend.dense(
          x, dense(backend, workspace), nan, true, 0, 1, y, denseScratch(backend, workspace));
      assertThat(y.toArray()).containsOnly(Float.NaN);

      Window window = Window.kernel(1);
      Tensor packed =
          filled(workspace, size(backend.conv2dPackedSize(window, 1, 1, Direction.FORWARD)), 0);
      backend.conv2dPack(window, workspace.tensor(Shape.of(1, 1, 1, 1)), Direction.FORWARD, packed);
      Tensor image = workspace.tensor(Shape.of(1, 1, 1, WIDTH));
      Tensor scratch = workspace.tensor(size(backend.conv2dScratchSize(window, 1, 1, WIDTH, 1)));
      backend.conv2d(
          window,
          x.reshape(image.shape()),
          packed,
          filled(workspace, Shape.vector(1), Float.NaN),
          true,
          0,
          1,
          image,
          scratch);
      assertThat(image.toArray()).containsOnly(Float.NaN);
    }
  }

  private static Tensor dense(Backend backend, Workspace workspace) {
    Tensor packed =
        workspace.tensor(size(backend.densePackedSize(WIDTH, WIDTH, Direction.FORWARD)));
    backend.densePack(workspace.tensor(Shape.of(WIDTH, WIDTH)), Direction.FORWARD, 0, 1, packed);
    return packed;
  }

  private static Tensor denseScratch(Backend backend, Workspace workspace) {
    return workspace.tensor(size(backend.denseScratchSize(1, WIDTH, WIDTH)));
  }

  private static Shape size(long floats) {
    return Shape.of(Math.max(1, Math.toIntExact(floats)));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void maxPoolKeepsNaNWhereverItStands(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(1);
        Workspace workspace = new Workspace(backend)) {
      Tensor x = workspace.tensor(Shape.of(4, 1, 2, 2));
      float nan = Float.NaN;
      x.write(new float[] {nan, 1, 2, 3, 1, nan, 2, 3, 1, 2, nan, 3, 1, 2, 3, nan});
      Tensor y = workspace.tensor(Shape.of(4, 1, 1, 1));
      Tensor argmax = workspace.tensor(y.shape());
      backend.maxPool(Window.kernel(2), x, y, argmax);
      assertThat(y.toArray()).containsOnly(nan);
      assertThat(argmax.toArray()).containsExactly(0, 1, 2, 3);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void theLossOfNaNIsNaN(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(1);
        Workspace workspace = new Workspace(backend)) {
      Tensor logits = workspace.tensor(Shape.of(3, 3));
      float nan = Float.NaN;
      logits.write(new float[] {nan, 0, 0, 0, nan, 0, 0, 0, nan});
      Tensor loss = workspace.tensor(Shape.of(3));
      backend.softmaxCrossEntropy(logits, workspace.tensor(Shape.of(3)), 1, loss, null);
      assertThat(loss.toArray()).containsOnly(nan);
    }
  }
}
