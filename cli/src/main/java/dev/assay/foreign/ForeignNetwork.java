package dev.assay.foreign;

import dev.assay.data.Normalised;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Flatten;
import dev.assay.nn.Layer;
import dev.assay.nn.Pad;
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

  /**
   * The same of images with their channels the other way round, blue first where it took red first:
   * what the first weights belong to changes places, so the outputs are the same.
   *
   * @throws BadInputException if a layer before the first weights sees more than one channel
   */
  public ForeignNetwork reversingChannels() {
    int channels = architecture.input().channels();
    Map<String, float[]> values = new LinkedHashMap<>(parameters);
    for (int layer = 0; layer < architecture.depth(); layer++) {
      Layer kind = architecture.layers().get(layer);
      boolean mixes = kind instanceof Dense || kind instanceof Conv2d conv && conv.groups() == 1;
      if (!mixes
          && !(kind instanceof Pad || kind instanceof Flatten || kind instanceof BatchNorm)) {
        throw new BadInputException(
            Text.format(
                "channels: layer %d, %s, is before the weights whose order could be changed; build"
                    + " the order of channels into the model",
                layer, kind.kind()));
      }
      for (Parameters.Named named : Parameters.named(architecture, layer)) {
        String name = named.name();
        int outputs = mixes ? Math.toIntExact(named.spec().shape().extent(0)) : 1;
        if (!mixes || name.endsWith(".weight")) {
          values.put(name, reversed(values.get(name), outputs, channels));
        }
      }
      if (mixes) {
        break;
      }
    }
    return new ForeignNetwork(architecture, values, notes);
  }

  /** Of outputs × channels × whatever belongs to both. */
  private static float[] reversed(float[] values, int outputs, int channels) {
    float[] reversed = new float[values.length];
    int size = values.length / outputs / channels;
    for (int o = 0; o < outputs; o++) {
      for (int c = 0; c < channels; c++) {
        int from = (o * channels + c) * size;
        int to = (o * channels + channels - 1 - c) * size;
        System.arraycopy(values, from, reversed, to, size);
      }
    }
    return reversed;
  }

  private static float[] floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
