package dev.assay.onnx;

import dev.assay.foreign.ForeignNetwork;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Layer;
import dev.assay.nn.ParameterSpec;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Layers with their parameters, one after the other. */
final class LayerList {
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, float[]> parameters = new LinkedHashMap<>();
  private final boolean first;
  private Shape input;
  private Shape shape;

  /** The layers of a network. */
  LayerList(Shape input) {
    this(input, true);
  }

  /**
   * @param first whether the input is the network's
   */
  LayerList(Shape input, boolean first) {
    this.input = input;
    this.shape = input;
    this.first = first;
  }

  List<Layer> layers() {
    return layers;
  }

  /** Of all parameters, in their order. */
  Collection<float[]> values() {
    return parameters.values();
  }

  /** The shape of a sample after the last layer. */
  Shape shape() {
    return shape;
  }

  /** Takes inputs of the same values in another shape. */
  boolean reshapeInput(Shape other) {
    if (!first || !layers.isEmpty() || other.size() != input.size()) {
      return false;
    }
    input = other;
    shape = other;
    return true;
  }

  /**
   * Adds a layer.
   *
   * @param values of its parameters, in their order
   * @throws IllegalArgumentException if it does not fit
   */
  void add(Layer layer, float[]... values) {
    List<ParameterSpec> specs = layer.parameters(shape);
    Shape output = layer.output(shape);
    for (int i = 0; i < specs.size(); i++) {
      if (values[i].length != specs.get(i).shape().size()) {
        throw new IllegalArgumentException(
            Text.format(
                "%s has %d values, expected %s for an input of %s",
                specs.get(i).name(), values[i].length, specs.get(i).shape(), shape));
      }
      parameters.put(name(layers.size(), specs.get(i).name()), values[i]);
    }
    layers.add(layer);
    shape = output;
  }

  /** A layer of weights, with a bias where there is one. */
  void addWeighted(Layer layer, float[] weight, float[] bias) {
    if (bias == null) {
      add(layer, weight);
    } else {
      add(layer, weight, bias);
    }
  }

  /**
   * {@code scale·x + shift} for each channel: the bias of the layer before, if it has none and
   * nothing is scaled, else a layer that normalises by mean 0 and variance 1.
   */
  void addAffine(float[] scale, float[] shift) {
    int last = layers.size() - 1;
    boolean unscaled = Arrays.equals(scale, ones(scale.length));
    if (unscaled && last >= 0 && biased(layers.get(last)) != null) {
      layers.set(last, biased(layers.get(last)));
      parameters.put(name(last, "bias"), shift);
      return;
    }
    float[] gamma = new float[scale.length];
    for (int i = 0; i < gamma.length; i++) {
      gamma[i] = (float) (scale[i] * Math.sqrt(1 + (double) BatchNorm.DEFAULT_EPSILON));
    }
    BatchNorm affine = new BatchNorm(BatchNorm.DEFAULT_EPSILON, BatchNorm.DEFAULT_MOMENTUM);
    add(affine, gamma, shift, new float[scale.length], ones(scale.length));
  }

  static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The same layer with a bias, or null where it has one or can have none. */
  private static Layer biased(Layer layer) {
    if (layer instanceof Dense dense && !dense.bias()) {
      return new Dense(dense.units(), true);
    }
    return layer instanceof Conv2d conv && !conv.bias() ? conv.biased() : null;
  }

  private static String name(int layer, String parameter) {
    return "layers." + layer + "." + parameter;
  }

  ForeignNetwork network(List<String> notes) {
    return new ForeignNetwork(Architecture.of(input, layers), parameters, notes);
  }
}
