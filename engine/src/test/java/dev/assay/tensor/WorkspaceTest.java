package dev.assay.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkspaceTest {

  static Iterable<TestBackends.Candidate> backends() {
    return TestBackends.available();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void liveBytesAreExactAndZeroAfterClose(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(1)) {
      assertThat(backend.liveBytes()).isZero();
      Workspace first = new Workspace(backend);
      Workspace second = new Workspace(backend);
      first.tensor(Shape.of(5));
      first.tensor(Shape.of(16, 2));
      second.tensor(Shape.of(17));
      assertThat(first.liveBytes()).isEqualTo((16 + 32) * 4);
      assertThat(second.liveBytes()).isEqualTo(32 * 4);
      assertThat(backend.liveBytes()).isEqualTo((16 + 32 + 32) * 4);
      first.close();
      assertThat(first.liveBytes()).isZero();
      assertThat(backend.liveBytes()).isEqualTo(32 * 4);
      first.close();
      assertThat(backend.liveBytes()).isEqualTo(32 * 4);
      second.close();
      assertThat(backend.liveBytes()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void tensorsAreZeroAndKeepWhatIsWritten(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(1);
        Workspace workspace = new Workspace(backend)) {
      Tensor tensor = workspace.tensor(Shape.of(1000, 3));
      assertThat(tensor.toArray()).containsOnly(0f).hasSize(3000);
      assertThat(tensor.address() % 64).isZero();
      Tensor end = tensor.slice(999, 1000);
      end.write(new float[] {1, Float.NaN, -0f});
      assertThat(tensor.toArray()).endsWith(1, Float.NaN, -0f);
      assertThat(tensor.slice(0, 999).toArray()).containsOnly(0f);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void closedMemoryCannotBeTouched(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(1)) {
      Workspace workspace = new Workspace(backend);
      Tensor tensor = workspace.tensor(Shape.of(4));
      workspace.close();
      assertThatThrownBy(() -> workspace.tensor(Shape.of(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      assertThatThrownBy(tensor::toArray).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> tensor.write(new float[4]))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void alignsToWholeCacheLines() {
    assertThat(Workspace.align(0)).isZero();
    assertThat(Workspace.align(1)).isEqualTo(16);
    assertThat(Workspace.align(16)).isEqualTo(16);
    assertThat(Workspace.align(17)).isEqualTo(32);
    assertThat(Workspace.align(1L << 40)).isEqualTo(1L << 40);
  }
}
