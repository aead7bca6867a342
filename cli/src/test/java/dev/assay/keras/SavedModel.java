package dev.assay.keras;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes models as Keras saves them: layers in JSON, and a group for each layer that has weights.
 * (Keras has groups without any, too, which our library cannot write.)
 */
public final class SavedModel {
  private final String config;
  private final Map<String, Map<String, Object>> layers = new LinkedHashMap<>();

  /**
   * @param config of the whole model
   */
  public SavedModel(String config) {
    this.config = config;
  }

  /** A small network for images of 4×4 pixels in two channels, whose weights all are a half. */
  public static SavedModel tiny() {
    return new SavedModel(
            """
            {"class_name": "Sequential", "config": {"name": "s", "layers": [
            {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4, 4, 2],
             "dtype": "float32", "sparse": false, "ragged": false, "name": "input_1"}},
            {"class_name": "Conv2D", "config": {"name": "conv2d", "filters": 1,
             "kernel_size": [1, 1], "activation": "relu", "use_bias": false}},
            {"class_name": "Flatten", "config": {"name": "flatten"}},
            {"class_name": "Dense", "config": {"name": "dense", "units": 2,
             "activation": "softmax"}}]}}
            """)
        .with("conv2d", "kernel", new float[][][][] {{{{0.5f}, {0.5f}}}})
        .with("dense", "kernel", halves(16, 2))
        .with("dense", "bias", new float[] {0.5f, 0.5f});
  }

  private static float[][] halves(int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      Arrays.fill(row, 0.5f);
    }
    return values;
  }

  /** A weight of a layer, the next one where there is one of the layer already. */
  public SavedModel with(String layer, String weight, Object values) {
    layers.computeIfAbsent(layer, name -> new LinkedHashMap<>()).put(weight, values);
    return this;
  }

  /** The file. */
  public Path write(Path file) {
    try (WritableHdfFile content = HdfFile.write(file)) {
      content.putAttribute("keras_version", "2.15.0");
      content.putAttribute("model_config", config);
      WritableGroup weights = content.putGroup("model_weights");
      weights.putAttribute("backend", "tensorflow");
      weights.putAttribute("layer_names", layers.keySet().toArray(new String[0]));
      layers.forEach((name, own) -> put(weights.putGroup(name), name, own));
    }
    return file;
  }

  private static void put(WritableGroup layer, String name, Map<String, Object> own) {
    layer.putAttribute(
        "weight_names",
        own.keySet().stream().map(w -> name + "/" + w + ":0").toArray(String[]::new));
    WritableGroup group = layer.putGroup(name);
    own.forEach((weight, values) -> group.putDataset(weight + ":0", values));
  }
}
