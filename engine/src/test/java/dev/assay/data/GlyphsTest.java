package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GlyphsTest {

  @Test
  void theSameSeedGivesTheSameBitsOnEveryMachine() {
    assertThat(checksum(Glyphs.train(100, 0)))
        .isEqualTo("sha256:ea6731f3ac1aff0a2f17c1ca2776509fb1eb25ec2b49352db06d15e519c44b21");
  }

  @Test
  void aGlyphDoesNotDependOnHowManyAreDrawn() {
    Dataset few = Glyphs.train(25, 3);
    Dataset many = Glyphs.train(60, 3).take(25);
    assertThat(many.images()).isEqualTo(few.images());
    assertThat(many.labels()).isEqualTo(few.labels());
  }

  @Test
  void seedsAndSplitsDiffer() {
    float[] one = Glyphs.train(10, 1).images();
    assertThat(Glyphs.train(10, 2).images()).isNotEqualTo(one);
    assertThat(Glyphs.test(10, 1).images()).isNotEqualTo(one);
  }

  @Test
  void noTwoGlyphsAreEqual() {
    Dataset train = Glyphs.train(1000, 0);
    Dataset test = Glyphs.test(1000, 0);
    long distinct =
        IntStream.range(0, 1000)
            .boxed()
            .flatMap(i -> Stream.of(image(train, i), image(test, i)))
            .map(Arrays::hashCode)
            .distinct()
            .count();
    assertThat(distinct).isEqualTo(2000);
  }

  @Test
  void holdsEveryClassEquallyOftenInMixedOrder() {
    Dataset glyphs = Glyphs.train(1000, 7);
    for (int block = 0; block < 1000; block += 10) {
      assertThat(Arrays.copyOfRange(glyphs.labels(), block, block + 10))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
    assertThat(Arrays.copyOf(glyphs.labels(), 10))
        .isNotEqualTo(Arrays.copyOfRange(glyphs.labels(), 10, 20));
  }

  @Test
  void pixelsAreInkOnPaperBetweenZeroAndOne() {
    Dataset glyphs = Glyphs.train(500, 0);
    assertThat(glyphs.sample()).isEqualTo(Shape.image(1, 28, 28));
    for (int i = 0; i < glyphs.count(); i++) {
      float[] image = image(glyphs, i);
      Arrays.sort(image);
      assertThat(image[0]).isGreaterThanOrEqualTo(0);
      assertThat(image[783]).isLessThanOrEqualTo(1).isGreaterThan(0.5f);
      assertThat(image[392]).as("median: paper").isLessThan(0.2f);
    }
  }

  @Test
  void recordsItsSettings() {
    assertThat(Glyphs.test(12, 34).provenance().origin())
        .containsEntry("seed", "34")
        .containsEntry("count", "12")
        .containsKey("generator");
    assertThat(Glyphs.standard().train().count()).isEqualTo(10_000);
    assertThat(Glyphs.standard().test().count()).isEqualTo(2_000);
  }

  @Test
  void refusesToDrawNothing() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Glyphs.train(0, 1))
        .withMessageContaining("expected at least 1");
  }

  /** Fitted to the end: the gradient of the penalised loss all but vanishes. */
  @Test
  void aLinearModelStaysBelowNinetyPercent() {
    Dataset train = Glyphs.train(10_000, 0);
    Dataset test = Glyphs.test(2_000, 0);
    float penalty = 1e-3f;
    SoftmaxRegression linear = SoftmaxRegression.fit(train, penalty, 25);
    assertThat(linear.gradientNorm(train, penalty)).isLessThan(0.02);
    assertThat(linear.accuracy(test)).isBetween(0.7, 0.85);
    assertThat(linear.accuracy(train)).isBetween(0.78, 0.9);
  }

  private static float[] image(Dataset dataset, int index) {
    float[] image = new float[784];
    dataset.copy(index, image, 0);
    return image;
  }

  private static String checksum(Dataset dataset) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * (dataset.images().length + dataset.count()));
    bytes.asFloatBuffer().put(dataset.images());
    bytes.position(4 * dataset.images().length);
    bytes.asIntBuffer().put(dataset.labels());
    return Checksum.sha256(bytes.array());
  }
}
