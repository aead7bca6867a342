package dev.assay.study.fragmentation;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.AvgPool;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.BlurPool;
import dev.assay.nn.Clip;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Dropout;
import dev.assay.nn.Flatten;
import dev.assay.nn.GlobalAvgPool;
import dev.assay.nn.Layer;
import dev.assay.nn.LeakyRelu;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Pad;
import dev.assay.nn.Parallel;
import dev.assay.nn.PolyphasePool;
import dev.assay.nn.Relu;
import dev.assay.nn.Smooth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
   * @throws BadInputException if a layer is not positively homogeneous
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
    return IntStream.range(0, architecture.depth())
        .filter(layer -> role(architecture, layer) != Role.HOMOGENEOUS)
        .boxed()
        .toList();
  }

  private static boolean normalises(Architecture architecture, int layer) {
    return role(architecture, layer) == Role.NORM;
  }

  private static Role role(Architecture architecture, int layer) {
    return architecture.layers().get(layer).accept(new Roles());
  }

  /** What a positive factor on a layer's input does. */
  private enum Role {
    /** Its weights can take the factor away, or bring one in. */
    PRODUCT,

    /** It takes the factor away by itself; its scale and shift can bring one in. */
    NORM,

    /** Its output has the factor. */
    HOMOGENEOUS
  }

  private static final class Roles implements Layer.Visitor<Role> {

    @Override
    public Role conv2d(Conv2d layer) {
      return Role.PRODUCT;
    }

    @Override
    public Role dense(Dense layer) {
      return Role.PRODUCT;
    }

    @Override
    public Role batchNorm(BatchNorm layer) {
      return Role.NORM;
    }

    @Override
    public Role relu(Relu layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role leakyRelu(LeakyRelu layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role clip(Clip layer) {
      throw inhomogeneous(layer);
    }

    @Override
    public Role smooth(Smooth layer) {
      throw inhomogeneous(layer);
    }

    private static BadInputException inhomogeneous(Layer layer) {
      return new BadInputException(
          Text.format(
              "weights before %s cannot be rescaled: it is not positively homogeneous",
              layer.kind()));
    }

    @Override
    public Role maxPool(MaxPool layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role avgPool(AvgPool layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role pad(Pad layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role blurPool(BlurPool layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role polyphasePool(PolyphasePool layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role globalAvgPool(GlobalAvgPool layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role flatten(Flatten layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role dropout(Dropout layer) {
      return Role.HOMOGENEOUS;
    }

    @Override
    public Role parallel(Parallel layer) {
      throw new BadInputException(
          "weights of branches cannot be re-scaled one by one, and this network has some");
    }
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
