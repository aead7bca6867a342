package dev.assay.foreign;

import dev.assay.data.Normalised;
import dev.assay.nn.Architecture;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Layer;
import dev.assay.nn.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that another program trained.
 *
 * @param architecture its layers
 * @param parameters values by name, as a checkpoint has them
 * @param notes what of the file was left out or written otherwise, a sentence each
 */
public record ForeignNetwork(
    Architecture architecture, Map<String, float[]> parameters, List<String> notes) {

  public ForeignNetwork {
    notes = List.copyOf(notes);
  }

  /**
   * The same behind a layer that normalises, so that it takes what data sets hold.
   *
   * @param normalised what it was trained on
   */
  public ForeignNetwork normalising(Normalised normalised) {
    float[] mean = floats(normalised.mean());
    float[] deviation = floats(normalised.deviation());
    BatchNorm first = new BatchNorm(BatchNorm.DEFAULT_EPSILON, BatchNorm.DEFAULT_MOMENTUM);
    List<Layer> layers = new ArrayList<>(List.of(first));
    layers.addAll(architecture.layers());
    Architecture longer = Architecture.of(architecture.input(), layers);
    Map<String, float[]> values = new LinkedHashMap<>();
    float[] gamma = new float[mean.length];
    float[] ones = new float[mean.length];
    Arrays.fill(ones, 1);
    for (int i = 0; i < gamma.length; i++) {
      gamma[i] = (float) (Math.sqrt(1 + (double) first.epsilon()) / deviation[i]);
    }
    values.put("layers.0.gamma", gamma);
    values.put("layers.0.beta", new float[mean.length]);
    values.put("layers.0.running_mean", mean);
    values.put("layers.0.running_variance", ones);
    for (int layer = 0; layer < architecture.depth(); layer++) {
      List<Parameters.Named> before = Parameters.named(architecture, layer);
      List<Parameters.Named> after = Parameters.named(longer, layer + 1);
      for (int i = 0; i < before.size(); i++) {
        values.put(after.get(i).name(), parameters.get(before.get(i).name()));
      }
    }
    return new ForeignNetwork(longer, values, notes);
  }

  private static float[] floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
