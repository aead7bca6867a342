package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Pillow 12.3, {@code Image.fromarray(x, mode="F").resize((w, h), Image.BILINEAR)}. */
final class ResizedTest {
  private static final Shape SAMPLE = Shape.image(1, 5, 7);

  static Stream<Arguments> golden() {
    return Stream.of(
        Arguments.of(
            new Resized(3, 4),
            new float[] {
              0.41020408f,
              0.6436f,
              0.56211424f,
              0.4931973f,
              0.5726455f,
              0.39946666f,
              0.42004445f,
              0.60619044f,
              0.4747619f,
              0.60742855f,
              0.4350857f,
              0.7191837f
            }),
        Arguments.of(
            new Resized(8, 9),
            new float[] {
              0.0f,
              0.6066667f,
              0.8655556f,
              0.7877778f,
              0.71f,
              0.63222224f,
              0.55444443f,
              0.47666666f,
              0.41f,
              0.16187501f,
              0.51187503f,
              0.66770834f,
              0.63416666f,
              0.600625f,
              0.56708336f,
              0.5335417f,
              0.49999997f,
              0.47125f,
              0.393125f,
              0.41854167f,
              0.4201389f,
              0.41472223f,
              0.444375f,
              0.47402778f,
              0.5036805f,
              0.5333333f,
              0.55875003f,
              0.624375f,
              0.70395833f,
              0.48819444f,
              0.19527778f,
              0.288125f,
              0.3809722f,
              0.47381943f,
              0.56666666f,
              0.64625f,
              0.54f,
              0.67375f,
              0.52118057f,
              0.29145834f,
              0.4475f,
              0.35805553f,
              0.44395834f,
              0.59999996f,
              0.73375f,
              0.14f,
              0.32791665f,
              0.5190972f,
              0.7032639f,
              0.9225f,
              0.4052778f,
              0.41409722f,
              0.6333333f,
              0.82124996f,
              0.308125f,
              0.55020833f,
              0.58013886f,
              0.54694444f,
              0.829375f,
              0.32625f,
              0.38423613f,
              0.6666667f,
              0.90875f,
              0.47f,
              0.75f,
              0.62777776f,
              0.39333335f,
              0.72f,
              0.2611111f,
              0.36333334f,
              0.69f,
              0.97f
            }),
        Arguments.of(new Resized(1, 1), new float[] {0.5174538f}),
        Arguments.of(
            new Resized(2, 11),
            new float[] {
              0.32409093f,
              0.48380166f,
              0.65731406f,
              0.5303306f,
              0.48681816f,
              0.5059091f,
              0.49578512f,
              0.49818182f,
              0.5172727f,
              0.53636366f,
              0.55f,
              0.37545455f,
              0.5072727f,
              0.64173555f,
              0.4757025f,
              0.51f,
              0.69454545f,
              0.4116529f,
              0.32909092f,
              0.51363635f,
              0.6981818f,
              0.83f
            }));
  }

  private static float[] image() {
    float[] image = new float[35];
    for (int i = 0; i < image.length; i++) {
      int row = i / 7;
      int column = i % 7;
      image[i] = (row * 37 + column * 91 + row * column * 13) % 101 / 100f;
    }
    return image;
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithPillow(Resized size, float[] expected) {
    float[] found = new float[expected.length];
    size.apply(0, SAMPLE, image(), found);
    assertThat(found).containsExactly(expected, within(2e-7f));
    assertThat(Alteration.parse(size.text())).isEqualTo(size);
  }

  @Test
  void channelsAndSamplesKeepApartAndTheSameSizeIsTheSameImage() {
    float[] two = new float[4 * 35];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 35; j++) {
        two[i * 35 + j] = image()[j] + i;
      }
    }
    Dataset data = data(Shape.image(2, 5, 7), two);
    assertThat(data.altered(new Resized(5, 7)).images()).isEqualTo(two);
    float[] found = data.altered(new Resized(3, 4)).images();
    float[] one = new float[12];
    new Resized(3, 4).apply(0, SAMPLE, image(), one);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(one[i % 12] + i / 12, within(1e-6f));
    }
  }

  private static Dataset data(Shape sample, float[] images) {
    return Dataset.of(
        sample,
        images,
        new int[images.length / sample.intSize()],
        List.of("a", "b"),
        new Provenance("made", "train", Map.of()));
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Resized(0, 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("size of 0");
    assertThatThrownBy(() -> new Resized(4, 5000)).hasMessageContaining("size of 5000");
    assertThatThrownBy(() -> data(Shape.vector(35), image()).altered(new Resized(2, 2)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("are no images");
  }

  /** Images of one's own differ in size; what was done is enough to do it again. */
  @Test
  void aFolderOfSizesComesInOne(@TempDir Path folder) throws IOException {
    for (int i = 0; i < 12; i++) {
      Path inner = Files.createDirectories(folder.resolve("set/" + (i % 2 == 0 ? "a" : "b")));
      BufferedImage image = new BufferedImage(4 + i % 3, 6, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setSample(1, 2, 0, 20 * i);
      ImageIO.write(image, "png", inner.resolve(i + ".png").toFile());
    }
    DataSource source = Catalog.of(Optional.of(folder)).open("set");
    assertThatThrownBy(source::train).hasMessageContaining("--resize brings them to one");
    Dataset train = source.resized(new Resized(3, 2)).train();
    assertThat(train.sample()).isEqualTo(Shape.image(1, 3, 2));
    assertThat(train.count() + source.resized(new Resized(3, 2)).test().count()).isEqualTo(12);
    assertThat(train.provenance().steps()).containsExactly("resized to 3×2");
    Dataset part = train.take(4);
    Dataset again = part.provenance().rebuild(Catalog.of(Optional.of(folder)).open("set"));
    assertThat(again.images()).isEqualTo(part.images());
  }
}
