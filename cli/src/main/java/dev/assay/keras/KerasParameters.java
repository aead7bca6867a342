package dev.assay.keras;

import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The parameters of one layer, from the order in which TensorFlow keeps them to ours. */
sealed interface KerasParameters {

  /** Parameters by name within the layer. */
  Map<String, float[]> of(KerasWeights.Layer layer);

  /**
   * A convolution.
   *
   * @param kernel height and width
   */
  record Conv(int[] kernel, int inputs, int outputs, boolean bias) implements KerasParameters {
    @Override
    public Map<String, float[]> of(KerasWeights.Layer layer) {
      layer.require(bias ? Set.of("kernel", "bias") : Set.of("kernel"));
      float[] from = layer.of("kernel", kernel[0], kernel[1], inputs, outputs);
      float[] weights = new float[from.length];
      for (int h = 0; h < kernel[0]; h++) {
        for (int w = 0; w < kernel[1]; w++) {
          for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
              weights[((o * inputs + i) * kernel[0] + h) * kernel[1] + w] =
                  from[((h * kernel[1] + w) * inputs + i) * outputs + o];
            }
          }
        }
      }
      return named(weights, bias ? layer.of("bias", outputs) : null);
    }
  }

  /**
   * A dense layer.
   *
   * @param input a vector, or the image that was made one
   */
  record Dense(Shape input, int units, boolean bias) implements KerasParameters {
    @Override
    public Map<String, float[]> of(KerasWeights.Layer layer) {
      layer.require(bias ? Set.of("kernel", "bias") : Set.of("kernel"));
      int inputs = input.intSize();
      float[] from = layer.of("kernel", inputs, units);
      float[] weights = new float[units * inputs];
      for (int i = 0; i < inputs; i++) {
        int row = interleaved(input, i);
        for (int o = 0; o < units; o++) {
          weights[o * inputs + i] = from[row * units + o];
        }
      }
      return named(weights, bias ? layer.of("bias", units) : null);
    }
  }

  /**
   * BatchNorm.
   *
   * @param input an image, of whose channels it is; a vector; or the image that was made one
   * @param flat whether an image was made a vector
   */
  record Norm(Shape input, boolean flat, boolean scale, boolean center) implements KerasParameters {
    @Override
    public Map<String, float[]> of(KerasWeights.Layer layer) {
      Set<String> names = new LinkedHashSet<>(Set.of("moving_mean", "moving_variance"));
      if (scale) {
        names.add("gamma");
      }
      if (center) {
        names.add("beta");
      }
      layer.require(names);
      Map<String, float[]> parameters = new LinkedHashMap<>();
      parameters.put("gamma", scale ? ordered(layer, "gamma") : filled(1));
      parameters.put("beta", center ? ordered(layer, "beta") : filled(0));
      parameters.put("running_mean", ordered(layer, "moving_mean"));
      parameters.put("running_variance", ordered(layer, "moving_variance"));
      layer.requireNotNegative("moving_variance", parameters.get("running_variance"));
      return parameters;
    }

    private int channels() {
      return flat ? input.intSize() : input.channels();
    }

    private float[] filled(float value) {
      float[] values = new float[channels()];
      Arrays.fill(values, value);
      return values;
    }

    private float[] ordered(KerasWeights.Layer layer, String name) {
      float[] from = layer.of(name, channels());
      if (!flat) {
        return from;
      }
      float[] values = new float[from.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = from[interleaved(input, i)];
      }
      return values;
    }
  }

  private static Map<String, float[]> named(float[] weights, float[] bias) {
    Map<String, float[]> parameters = new LinkedHashMap<>();
    parameters.put("weight", weights);
    if (bias != null) {
      parameters.put("bias", bias);
    }
    return parameters;
  }

  /** Where a value of an image, counted channel by channel, lies pixel by pixel. */
  private static int interleaved(Shape image, int i) {
    int pixels = image.intSize() / image.channels();
    return image.isImage() ? i % pixels * image.channels() + i / pixels : i;
  }
}
