package dev.assay.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.foreign.ForeignNetwork;
import dev.assay.io.BadInputException;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Saved models, whose answers are computed here in double precision, pixel by pixel as in Keras.
 */
class KerasReaderTest {
  private static final String INPUT =
      "{\"class_name\": \"InputLayer\", \"config\": {\"batch_shape\": [null, %s]}}";

  @TempDir private Path folder;

  /**
   * @param layers after the input, class and settings in turn
   */
  private static String sequential(String input, String... layers) {
    StringBuilder list = new StringBuilder(INPUT.formatted(input));
    for (int i = 0; i < layers.length; i += 2) {
      list.append(
          ",{\"class_name\": \"%s\", \"config\": {%s}}".formatted(layers[i], layers[i + 1]));
    }
    return "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": [%s]}}"
        .formatted(list);
  }

  private static SavedModel weighted(String config, float[][] kernel) {
    return new SavedModel(config).with("dense", "kernel", kernel);
  }

  private ForeignNetwork read(SavedModel model) {
    return KerasReader.read(model.write(folder.resolve("model.h5")));
  }

  private static float[] logits(ForeignNetwork model, float... inputs) {
    float[] logits = new float[model.architecture().classes()];
    try (Backend backend = new ReferenceBackend(1);
        Network network = new Network(backend, model.architecture(), 0)) {
      network.parameters().set(model.parameters());
      network.classifier().logits(inputs, 1, logits);
    }
    return logits;
  }

  @Test
  void logitsAreThoseOfTheFormulas() {
    int height = 4;
    int width = 5;
    float[][][][] kernel = new float[2][3][2][3];
    float[] bias = {0.1f, -0.2f, 0.3f};
    float[][] dense = new float[3 * 3 * 3][2];
    for (int i = 0; i < 36; i++) {
      kernel[i / 18][i / 6 % 3][i / 3 % 2][i % 3] = (float) Streams.normal(1, i);
    }
    for (int i = 0; i < 54; i++) {
      dense[i / 2][i % 2] = (float) Streams.normal(2, i);
    }
    double[][][] image = new double[height][width][2];
    float[] ours = new float[2 * height * width];
    for (int i = 0; i < ours.length; i++) {
      ours[i] = (float) Streams.normal(3, i);
      image[i / width % height][i % width][i / (height * width)] = ours[i];
    }
    SavedModel model =
        new SavedModel(
                sequential(
                    "4, 5, 2",
                    "ZeroPadding2D",
                    "\"padding\": [[1, 0], [0, 2]]",
                    "Conv2D",
                    "\"filters\": 3, \"kernel_size\": [2, 3], \"strides\": [1, 2]",
                    "LeakyReLU",
                    "\"alpha\": 0.2",
                    "ZeroPadding2D",
                    "\"padding\": [0, 0]",
                    "MaxPooling2D",
                    "\"pool_size\": [2, 1], \"strides\": 1",
                    "Flatten",
                    "",
                    "Dense",
                    "\"units\": 2, \"use_bias\": false, \"activation\": \"softmax\""))
            .with("conv", "kernel", kernel)
            .with("conv", "bias", bias)
            .with("dense", "kernel", dense);

    double[][][] filtered = new double[4][3][3];
    for (int i = 0; i < 36; i++) {
      int row = i / 9;
      int column = i / 3 % 3;
      double sum = bias[i % 3];
      for (int tap = 0; tap < 12; tap++) {
        int h = row + tap / 6 - 1;
        int w = 2 * column + tap / 2 % 3;
        boolean inside = h >= 0 && w < width;
        sum += inside ? image[h][w][tap % 2] * kernel[tap / 6][tap / 2 % 3][tap % 2][i % 3] : 0;
      }
      filtered[row][column][i % 3] = sum > 0 ? sum : 0.2f * sum;
    }
    double[] expected = new double[2];
    for (int i = 0; i < 27; i++) {
      double most =
          Math.max(filtered[i / 9][i / 3 % 3][i % 3], filtered[i / 9 + 1][i / 3 % 3][i % 3]);
      expected[0] += most * dense[i][0];
      expected[1] += most * dense[i][1];
    }

    ForeignNetwork read = read(model);
    float[] logits = logits(read, ours);

    assertThat(read.notes()).singleElement().asString().contains("softmax");
    for (int k = 0; k < 2; k++) {
      assertThat((double) logits[k])
          .isCloseTo(expected[k], within(1e-5 * Math.max(1, Math.abs(expected[k]))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ReLU|'\"max_value\": 2, \"negative_slope\": 0'|0|2",
        "ReLU|'\"negative_slope\": 0.5'|-1|3",
        "LeakyReLU|''|-0.6|3",
        "LeakyReLU|'\"negative_slope\": 0.25'|-0.5|3",
        "Activation|'\"activation\": \"sigmoid\"'|0.11920292|0.95257413",
        "Activation|'\"activation\": \"softmax\"'|-2|3",
        "Softmax|'\"axis\": -1, \"name\": null'|-2|3"
      })
  void functionsAreThoseOfKeras(String kind, String settings, float first, float second) {
    String config = sequential("2", "Dense", "\"units\": 2, \"use_bias\": false", kind, settings);
    ForeignNetwork read = read(weighted(config, new float[][] {{1, 0}, {0, 1}}));

    assertThat(logits(read, -2, 3))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(first, second);
  }

  @Test
  void samplesWithoutChannelsAreImagesOfOne() {
    String config = sequential("2, 3", "Flatten", "", "Dense", "\"units\": 1, \"use_bias\": false");
    ForeignNetwork read = read(weighted(config, new float[][] {{1}, {2}, {3}, {4}, {5}, {6}}));

    assertThat(read.architecture().input()).isEqualTo(Shape.image(1, 2, 3));
    assertThat(logits(read, 1, 2, 3, 4, 5, 6)).containsExactly(91);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2, 2, 1|UpSampling2D|'\"name\": \"up\"'|'layer 1 ''up'' (UpSampling2D): this layer is not"
            + " supported'",
        "2|Softmax|'\"axis\": 1'|axis 1 is not supported",
        "2, 2, 1|Softmax|''|only over the classes",
        "2, 3|BatchNormalization|''|samples without channels must be flattened first",
        "2, 2, 1|ZeroPadding2D|'\"padding\": [1, 2, 3]'|padding must be",
        "2, 2, 1|GlobalAveragePooling2D|'\"keepdims\": true'|keepdims is not supported",
        "2|ReLU|'\"max_value\": 6, \"negative_slope\": 0.1'|negative_slope 0.1 is not supported",
        "2|Activation|'\"activation\": {\"class_name\": \"Own\"}'|activation must be one of",
        "null, 2, 1|Flatten|''|expected an input_shape"
      })
  void whatIsNotKnownIsNamed(String input, String kind, String settings, String says) {
    SavedModel model = weighted(sequential(input, kind, settings), new float[1][1]);

    assertThatThrownBy(() -> read(model))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(folder.resolve("model.h5").toString())
        .hasMessageContaining(says);
  }

  @Test
  void modelsThatDoNotFitAreRefused() {
    String[][] told = {
      {"{\"class_name\": \"Functional\"}", "only Sequential"},
      {"no JSON", "model_config: not JSON"},
      {sequential("2", "Softmax", "", "Dropout", ""), "layer 2 (Dropout): comes after a softmax"},
      {sequential("2", "Flatten", ""), "it has 1 layers with weights, the model 0"}
    };
    for (String[] each : told) {
      assertThatThrownBy(() -> read(weighted(each[0], new float[1][1])))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(each[1]);
    }
  }

  @Test
  void theSmallModelAnswers() {
    float[] ones = new float[32];
    Arrays.fill(ones, 1);
    assertThat(logits(read(SavedModel.tiny()), ones)).containsExactly(8.5f, 8.5f);
  }
}
