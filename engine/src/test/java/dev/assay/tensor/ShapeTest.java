package dev.assay.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void imagesAndVectorsNameTheirExtents() {
    Shape image = Shape.image(3, 5, 7);
    assertThat(image).isEqualTo(Shape.of(3, 5, 7)).hasToString("3×5×7");
    assertThat(image.isImage()).isTrue();
    assertThat(new int[] {image.channels(), image.height(), image.width()})
        .containsExactly(3, 5, 7);
    assertThat(image.size()).isEqualTo(105);
    assertThat(image.rank()).isEqualTo(3);

    Shape vector = Shape.vector(10);
    assertThat(vector.isImage()).isFalse();
    assertThat(new int[] {vector.channels(), vector.height(), vector.width()})
        .containsExactly(10, 1, 1);
  }

  @Test
  void batchesAddAndDropTheFirstExtent() {
    Shape batch = Shape.image(3, 5, 7).batch(2);
    assertThat(batch).isEqualTo(Shape.of(2, 3, 5, 7));
    assertThat(batch.extent(0)).isEqualTo(2);
    assertThat(batch.sample()).isEqualTo(Shape.image(3, 5, 7));
    assertThat(Shape.vector(4).batch(6).sample()).isEqualTo(Shape.vector(4));
  }

  @Test
  void equalityIsByExtents() {
    assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(6));
  }

  @Test
  void isImmutable() {
    int[] extents = {2, 3};
    Shape shape = Shape.of(extents);
    extents[0] = 9;
    shape.toArray()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void rejectsEmptyExtentsAndOverflow() {
    assertThatThrownBy(() -> Shape.of(2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2×0");
    assertThatThrownBy(() -> Shape.of(-1)).isInstanceOf(IllegalArgumentException.class);
    int big = Integer.MAX_VALUE;
    assertThatThrownBy(() -> Shape.of(big, big, big)).isInstanceOf(ArithmeticException.class);
    Shape large = Shape.of(1 << 16, 1 << 16);
    assertThat(large.size()).isEqualTo(1L << 32);
    assertThatThrownBy(large::intSize).isInstanceOf(ArithmeticException.class);
  }
}
