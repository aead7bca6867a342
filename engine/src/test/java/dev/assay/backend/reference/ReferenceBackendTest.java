package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Storage;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import org.junit.jupiter.api.Test;

class ReferenceBackendTest {

  @Test
  void namesItself() {
    try (Backend backend = new ReferenceBackend(2)) {
      assertThat(backend.name()).isEqualTo("reference");
      assertThat(backend.description()).contains("Java").doesNotContain("\n");
      assertThat(backend.workers().count()).isEqualTo(2);
    }
  }

  @Test
  void closeStopsTheWorkers() {
    Backend backend = new ReferenceBackend(2);
    backend.close();
    assertThatThrownBy(() -> backend.workers().run(2, (index, worker) -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void memoryIsFreedOnce() {
    try (Backend backend = new ReferenceBackend(1)) {
      Storage storage = backend.allocate(3);
      assertThat(backend.liveBytes()).isEqualTo(12);
      storage.free();
      assertThatThrownBy(storage::free).isInstanceOf(IllegalStateException.class);
      assertThat(backend.liveBytes()).isZero();
    }
  }

  @Test
  void operationsOnFreedMemoryFail() {
    try (Backend backend = new ReferenceBackend(1)) {
      Workspace workspace = new Workspace(backend);
      Tensor x = workspace.tensor(Shape.of(1, 4));
      workspace.close();
      assertThatThrownBy(() -> backend.relu(0, x, x))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("freed");
    }
  }

  @Test
  void blocksLargerThanAnArrayAreRefused() {
    try (Backend backend = new ReferenceBackend(1)) {
      assertThatThrownBy(() -> backend.allocate(1L << 31))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2147483648");
      assertThat(backend.liveBytes()).isZero();
    }
  }
}
