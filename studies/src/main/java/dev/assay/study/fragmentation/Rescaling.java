package dev.assay.study.fragmentation;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Other weights, same decisions. ReLU, pooling and flattening are positively homogeneous, so what a
 * layer puts out may be multiplied by a positive number if the next product divides its weights by
 * it; and the logits may be multiplied by a positive number. Norms of weights change at will,
 * regions of classes do not at all: with powers of two not even by rounding.
 */
public final class Rescaling {
  private Rescaling() {}

  /**
   * The parameters of a network of the same decisions: the outputs of hidden layers are multiplied
   * by {@code factor} and by its inverse in turn, the logits by {@code factor}.
   *
   * @param parameters by name
   * @param factor positive; a power of two for bit-identical decisions
   */
  public static Map<String, float[]> of(
      Architecture architecture, Map<String, float[]> parameters, double factor) {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new BadInputException("a factor must be positive, got " + factor);
    }
    Map<String, float[]> scaled = new LinkedHashMap<>();
    parameters.forEach((name, values) -> scaled.put(name, values.clone()));
    List<Integer> layers = parametric(architecture);
    double incoming = 1;
    double outgoing = factor;
    for (int i = 0; i < layers.size(); i++) {
      int layer = layers.get(i);
      boolean last = i == layers.size() - 1;
      // a BatchNorm divides by what it is given, so nothing is changed in front of one
      boolean free = last || !normalises(architecture, layers.get(i + 1));
      double out = free ? (last ? factor : outgoing) : 1;
      if (normalises(architecture, layer)) {
        multiply(scaled, layer, "gamma", out);
        multiply(scaled, layer, "beta", out);
      } else {
        multiply(scaled, layer, "weight", out / incoming);
        multiply(scaled, layer, "bias", out);
      }
      incoming = out;
      outgoing = free ? 1 / outgoing : outgoing;
    }
    return scaled;
  }

  /** Euclidean norm of all products' weights. */
  public static double weightNorm(Map<String, float[]> parameters) {
    double sum = 0;
    for (Map.Entry<String, float[]> entry : parameters.entrySet()) {
      if (entry.getKey().endsWith(".weight")) {
        for (float value : entry.getValue()) {
          sum += (double) value * value;
        }
      }
    }
    return Math.sqrt(sum);
  }

  private static List<Integer> parametric(Architecture architecture) {
    List<Integer> layers = new ArrayList<>();
    for (int i = 0; i < architecture.depth(); i++) {
      Layer layer = architecture.layers().get(i);
      if (layer instanceof Dense || layer instanceof Conv2d || layer instanceof BatchNorm) {
        layers.add(i);
      }
    }
    return layers;
  }

  private static boolean normalises(Architecture architecture, int layer) {
    return architecture.layers().get(layer) instanceof BatchNorm;
  }

  private static void multiply(
      Map<String, float[]> parameters, int layer, String name, double factor) {
    float[] values = parameters.get(Text.format("layers.%d.%s", layer, name));
    if (values != null) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] * factor);
      }
    }
  }
}
