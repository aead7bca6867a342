package dev.assay.nn;

import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;

/**
 * The weights and bias a product step runs with: the layer's own; before BatchNorm in training,
 * those without the bias; before BatchNorm in evaluation, copies into which it is folded: {@code w'
 * = w·s, b' = (b − mean)·s + beta} with {@code s = gamma / sqrt(variance + epsilon)} per output.
 */
final class Weights {
  private final Tensor weight;
  private final Tensor bias;

  /** Floats of the bias that is left out. */
  private final long idle;

  private final Fold fold;

  private Weights(Tensor weight, Tensor bias, long idle, Fold fold) {
    this.weight = weight;
    this.bias = bias;
    this.idle = idle;
    this.fold = fold;
  }

  private record Fold(
      Tensor weight,
      Tensor bias,
      Tensor gamma,
      Tensor beta,
      Tensor mean,
      Tensor variance,
      float epsilon) {}

  /** The parameters of a layer as they are. */
  static Weights plain(Parameters parameters, String owner) {
    return new Weights(parameters.find(owner, "weight"), parameters.find(owner, "bias"), 0, null);
  }

  /**
   * The parameters of a layer whose output is normalised by its mean over the batch, which takes a
   * bias away again: the product runs without it, and its gradient stays zero.
   */
  static Weights centred(Parameters parameters, String owner) {
    Tensor bias = parameters.find(owner, "bias");
    return new Weights(
        parameters.find(owner, "weight"), null, bias == null ? 0 : bias.size(), null);
  }

  /** The parameters of a product with the BatchNorm that follows folded in. */
  static Weights folded(Parameters parameters, Operation product, Workspace workspace) {
    String norm = product.norm.owner;
    Fold fold =
        new Fold(
            parameters.find(product.owner, "weight"),
            parameters.find(product.owner, "bias"),
            parameters.find(norm, "gamma"),
            parameters.find(norm, "beta"),
            parameters.find(norm, "running_mean"),
            parameters.find(norm, "running_variance"),
            ((BatchNorm) product.norm.layer).epsilon());
    Shape shape = fold.weight.shape();
    return new Weights(
        workspace.tensor(shape), workspace.tensor(Shape.vector(shape.extent(0))), 0, fold);
  }

  Tensor weight() {
    return weight;
  }

  /** What the product adds; null for nothing. */
  Tensor bias() {
    return bias;
  }

  /** Weights and bias together, added or not. */
  long size() {
    return weight.size() + (bias == null ? idle : bias.size());
  }

  /**
   * A tensor of {@link #size} elements seen as weights and bias (null if none is added), which
   * follow each other.
   */
  Tensor[] views(Tensor both) {
    return new Tensor[] {
      both.part(0, weight.shape()), bias == null ? null : both.part(weight.size(), bias.shape())
    };
  }

  /** What the product was fused with, for people. */
  String fused(boolean relu) {
    return (fold == null ? "" : " + batch-norm") + (relu ? " + relu" : "");
  }

  /** Computes the folded copies anew; nothing for plain weights. */
  void refresh() {
    if (fold == null) {
      return;
    }
    float[] values = fold.weight.toArray();
    double[] scale = scale(fold.gamma, fold.variance, fold.epsilon);
    float[] mean = fold.mean.toArray();
    float[] shift = fold.beta.toArray();
    float[] before = fold.bias == null ? new float[shift.length] : fold.bias.toArray();
    int row = values.length / shift.length;
    for (int o = 0; o < shift.length; o++) {
      for (int i = o * row; i < (o + 1) * row; i++) {
        values[i] = (float) (values[i] * scale[o]);
      }
      shift[o] = (float) ((before[o] - (double) mean[o]) * scale[o] + shift[o]);
    }
    weight.write(values);
    bias.write(shift);
  }

  /** {@code gamma / sqrt(variance + epsilon)} per channel. */
  static double[] scale(Tensor gamma, Tensor variance, float epsilon) {
    float[] gain = gamma.toArray();
    float[] spread = variance.toArray();
    double[] scale = new double[gain.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = gain[c] / Math.sqrt((double) spread[c] + epsilon);
    }
    return scale;
  }
}
