package dev.assay.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.reference.ReferenceBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TensorTest {
  private final Backend backend = new ReferenceBackend(1);
  private final Workspace workspace = new Workspace(backend);
  private final Tensor tensor = workspace.tensor(Shape.of(3, 2, 2));

  @AfterEach
  void close() {
    workspace.close();
    backend.close();
  }

  private void count() {
    tensor.write(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  }

  @Test
  void holdsWhatIsWritten() {
    assertThat(tensor.toArray()).containsOnly(0f).hasSize(12);
    count();
    float[] target = new float[14];
    tensor.read(target, 1);
    assertThat(target).containsExactly(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0);
    tensor.write(new float[] {9, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12}, 2);
    assertThat(tensor.toArray()).endsWith(10, 12).startsWith(0, 1);
  }

  @Test
  void slicesShareTheSamplesOfTheirBatch() {
    count();
    Tensor slice = tensor.slice(1, 3);
    assertThat(slice.shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(slice.count()).isEqualTo(2);
    assertThat(slice.toArray()).containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
    slice.slice(1, 2).write(new float[] {1, 1, 1, 1});
    assertThat(tensor.toArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 1, 1, 1, 1);
    assertThat(tensor.reshape(Shape.of(12)).slice(3, 5).toArray()).containsExactly(3, 4);
  }

  @Test
  void partsAndReshapesAreViews() {
    count();
    Tensor part = tensor.part(5, Shape.of(2, 3));
    assertThat(part.toArray()).containsExactly(5, 6, 7, 8, 9, 10);
    assertThat(part.slice(1, 2).toArray()).containsExactly(8, 9, 10);
    assertThat(tensor.reshape(Shape.of(6, 2)).slice(5, 6).toArray()).containsExactly(10, 11);
    assertThat(part.storage()).isSameAs(tensor.storage());
    assertThat(part.offset()).isEqualTo(tensor.offset() + 5);
    assertThat(Tensor.view(tensor.storage(), 2, Shape.of(2)).toArray()).containsExactly(2, 3);
  }

  @Test
  void rejectsViewsBeyondItsElements() {
    assertThatThrownBy(() -> tensor.slice(2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tensor.slice(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tensor.slice(1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tensor.part(10, Shape.of(3)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tensor.reshape(Shape.of(13)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3×2×2");
    Storage storage = tensor.storage();
    assertThatThrownBy(() -> Tensor.view(storage, storage.size() - 1, Shape.of(2)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void rejectsArraysOfAnotherLength() {
    assertThatThrownBy(() -> tensor.write(new float[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 12");
    assertThatThrownBy(() -> tensor.write(new float[12], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tensor.read(new float[11], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
