package dev.assay.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Padding "same", by the formula in TensorFlow's documentation, for every place of a window. */
class KerasLayersTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource({
    "6,6,2,2", "5,7,2,2", "6,5,3,2", "7,7,3,1", "6,8,3,1", "5,5,2,1", "8,6,4,3", "7,8,1,2",
    "9,4,4,1"
  })
  void windowsSeeWhatTensorFlowsDo(int height, int width, int size, int stride) throws IOException {
    double[] image = new double[height * width];
    Arrays.setAll(image, i -> Streams.normal(7, i) - 2); // zeros would be maxima
    double[] kernel = new double[size * size];
    Arrays.setAll(kernel, i -> Streams.normal(8, i));

    assertThat(answer("MaxPooling2D", height, width, size, stride, image, null))
        .usingComparatorWithPrecision(1e-5)
        .containsExactly(expected("MaxPooling2D", height, width, size, stride, image, kernel));
    assertThat(answer("AveragePooling2D", height, width, size, stride, image, null))
        .usingComparatorWithPrecision(1e-5)
        .containsExactly(expected("AveragePooling2D", height, width, size, stride, image, kernel));
    assertThat(answer("Conv2D", height, width, size, stride, image, kernel))
        .usingComparatorWithPrecision(1e-5)
        .containsExactly(expected("Conv2D", height, width, size, stride, image, kernel));
  }

  private static double[] answer(
      String kind, int height, int width, int size, int stride, double[] image, double[] kernel)
      throws IOException {
    String input = "[" + height + ", " + width + ", 1]";
    String window =
        """
        {"layer_name": "%s", "%s": [%d, %d], "strides": [%d, %d], "padding": "same"%s}\
        """
            .formatted(
                kind,
                kernel == null ? "pool_size" : "kernel_size",
                size,
                size,
                stride,
                stride,
                kernel == null ? "" : ", \"filters\": 1, \"use_bias\": false");
    KerasLayers layers = new KerasLayers(Path.of("model"), JSON.readTree(input));
    layers.add(new KerasSettings("layer 0", JSON.readTree(window)));
    layers.add(new KerasSettings("layer 1", JSON.readTree("{\"layer_name\": \"Flatten\"}")));
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, layers.architecture(), 0)) {
      network
          .parameters()
          .values()
          .forEach((name, values) -> network.parameters().set(Map.of(name, floats(kernel))));
      return doubles(network.logits(floats(image), 1));
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static double[] expected(
      String kind, int height, int width, int size, int stride, double[] image, double[] kernel) {
    int rows = (height + stride - 1) / stride;
    int columns = (width + stride - 1) / stride;
    int top = Math.max((rows - 1) * stride + size - height, 0) / 2;
    int left = Math.max((columns - 1) * stride + size - width, 0) / 2;
    double[] outputs = new double[rows * columns];
    for (int o = 0; o < outputs.length; o++) {
      double largest = Double.NEGATIVE_INFINITY;
      double sum = 0;
      double weighted = 0;
      int seen = 0;
      for (int tap = 0; tap < size * size; tap++) {
        int h = o / columns * stride - top + tap / size;
        int w = o % columns * stride - left + tap % size;
        if (h >= 0 && h < height && w >= 0 && w < width) {
          double value = image[h * width + w];
          largest = Math.max(largest, value);
          sum += value;
          weighted += value * kernel[tap];
          seen++;
        }
      }
      outputs[o] = kind.startsWith("Max") ? largest : kind.startsWith("Av") ? sum / seen : weighted;
    }
    return outputs;
  }
}
