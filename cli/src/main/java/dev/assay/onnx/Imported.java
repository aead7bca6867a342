package dev.assay.onnx;

import dev.assay.nn.Architecture;
import dev.assay.nn.Parameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A network of another program.
 *
 * @param architecture its layers
 * @param parameters values by name, as a checkpoint has them
 * @param notes what of the file was left out or written otherwise, a sentence each
 */
public record Imported(
    Architecture architecture, Map<String, float[]> parameters, List<String> notes) {

  /**
   * Reads a model in the ONNX format: a chain of layers, operators of version 7 or later.
   *
   * @throws dev.assay.io.BadInputException naming the node that has no layer here, or what is
   *     damaged
   */
  public static Imported onnx(Path file) {
    OnnxModel model = OnnxModel.read(file);
    try {
      return new Graph(model).read();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw model.bad(e.getMessage());
    }
  }

  /**
   * The same behind a layer that subtracts a mean and divides by a deviation, so that it takes what
   * data sets hold.
   *
   * @param mean of each channel
   * @param deviation of each channel, positive
   */
  public Imported normalising(float[] mean, float[] deviation) {
    LayerList layers = new LayerList(architecture.input());
    float[] scale = new float[mean.length];
    float[] shift = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      scale[i] = 1 / deviation[i];
      shift[i] = -mean[i] / deviation[i];
    }
    layers.addAffine(scale, shift);
    for (int layer = 0; layer < architecture.depth(); layer++) {
      float[][] values =
          Parameters.named(architecture, layer).stream()
              .map(named -> parameters.get(named.name()))
              .toArray(float[][]::new);
      layers.add(architecture.layers().get(layer), values);
    }
    return layers.imported(notes);
  }
}
