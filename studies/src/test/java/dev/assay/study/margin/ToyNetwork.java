package dev.assay.study.margin;

import dev.assay.geometry.PiecewiseLinear;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Layer;
import dev.assay.nn.Layers;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A dense ReLU network in plain Java, double precision inside. Layer l maps {@code widths[l]} to
 * {@code widths[l + 1]} values; there is a ReLU between layers.
 */
final class ToyNetwork implements Classifier {
  private static final int CENTRING = 500;

  private final double[][][] weights;
  private final double[][] biases;

  /** weights[l][out][in], biases[l][out]. */
  ToyNetwork(double[][][] weights, double[][] biases) {
    this.weights = weights;
    this.biases = biases;
  }

  static ToyNetwork linear(double[][] weights, double... bias) {
    return new ToyNetwork(new double[][][] {weights}, new double[][] {bias});
  }

  /**
   * Gaussian weights of variance 2 / fan-in, biases that keep the breakpoints near the origin, and
   * logits with mean zero over Gaussian points, so that no class wins everywhere.
   */
  static ToyNetwork random(long seed, int... widths) {
    int depth = widths.length - 1;
    double[][][] weights = new double[depth][][];
    double[][] biases = new double[depth][];
    for (int l = 0; l < depth; l++) {
      weights[l] = new double[widths[l + 1]][widths[l]];
      biases[l] = new double[widths[l + 1]];
      long key = Streams.key(Streams.key(seed, "toy"), l);
      for (int o = 0; o < widths[l + 1]; o++) {
        for (int i = 0; i < widths[l]; i++) {
          weights[l][o][i] =
              Math.sqrt(2.0 / widths[l]) * Streams.normal(key, (long) o * widths[l] + i);
        }
        biases[l][o] = 0.3 * Streams.normal(key, -1L - o);
      }
    }
    ToyNetwork network = new ToyNetwork(weights, biases);
    double[] mean = new double[network.classes()];
    for (int r = 0; r < CENTRING; r++) {
      int first = r * widths[0];
      double[] x = new double[widths[0]];
      Arrays.setAll(x, i -> Streams.normal(Streams.key(seed, "centring"), first + i));
      double[] z = network.logits(x);
      Arrays.setAll(mean, k -> mean[k] + z[k] / CENTRING);
    }
    double[] last = biases[depth - 1];
    Arrays.setAll(last, k -> last[k] - mean[k]);
    return network;
  }

  /**
   * The same function of {@code x · inputScale}, its logits times {@code logitScale} plus a shift.
   */
  ToyNetwork rescaled(double inputScale, double logitScale, double shift) {
    ToyNetwork copy = copy();
    int last = weights.length - 1;
    for (double[] row : copy.weights[0]) {
      Arrays.setAll(row, i -> row[i] * inputScale);
    }
    for (double[] row : copy.weights[last]) {
      Arrays.setAll(row, i -> row[i] * logitScale);
    }
    double[] bias = copy.biases[last];
    Arrays.setAll(bias, k -> bias[k] * logitScale + shift);
    return copy;
  }

  /** The same function: what goes into a hidden layer is multiplied, what leaves it is divided. */
  ToyNetwork withHiddenScale(int layer, double scale) {
    ToyNetwork copy = copy();
    for (double[] row : copy.weights[layer]) {
      Arrays.setAll(row, i -> row[i] * scale);
    }
    Arrays.setAll(copy.biases[layer], i -> copy.biases[layer][i] * scale);
    for (double[] row : copy.weights[layer + 1]) {
      Arrays.setAll(row, i -> row[i] / scale);
    }
    return copy;
  }

  /** With the weights of the first two classes equal, and this bias. */
  ToyNetwork withTwins(double bias) {
    ToyNetwork copy = copy();
    int last = weights.length - 1;
    copy.weights[last][1] = copy.weights[last][0].clone();
    copy.biases[last][0] = bias;
    copy.biases[last][1] = bias;
    return copy;
  }

  /** With logits of the first two classes that hardly change, the first somewhat higher. */
  ToyNetwork withFaintClass(double scale) {
    ToyNetwork copy = copy();
    int last = weights.length - 1;
    for (int k = 0; k < 2; k++) {
      double[] row = copy.weights[last][k];
      Arrays.setAll(row, i -> row[i] * scale);
      copy.biases[last][k] = 1 - 0.5 * k;
    }
    return copy;
  }

  /** The same for exact geometry. */
  PiecewiseLinear exact() {
    Layer[] layers = new Layer[2 * weights.length - 1];
    Map<String, float[]> parameters = new HashMap<>();
    for (int l = 0; l < weights.length; l++) {
      layers[2 * l] = Layers.dense(biases[l].length);
      if (l > 0) {
        layers[2 * l - 1] = Layers.relu();
      }
      float[] w = new float[biases[l].length * weights[l][0].length];
      float[] b = new float[biases[l].length];
      for (int o = 0; o < b.length; o++) {
        b[o] = (float) biases[l][o];
        for (int i = 0; i < weights[l][o].length; i++) {
          w[o * weights[l][o].length + i] = (float) weights[l][o][i];
        }
      }
      parameters.put("layers.%d.weight".formatted(2 * l), w);
      parameters.put("layers.%d.bias".formatted(2 * l), b);
    }
    return PiecewiseLinear.of(Architecture.of(input(), layers), parameters, 0);
  }

  /** The layers from one on. */
  ToyNetwork from(int layer) {
    return new ToyNetwork(
        Arrays.copyOfRange(weights, layer, weights.length),
        Arrays.copyOfRange(biases, layer, biases.length));
  }

  private ToyNetwork copy() {
    double[][][] w = new double[weights.length][][];
    double[][] b = new double[weights.length][];
    for (int l = 0; l < w.length; l++) {
      w[l] = Arrays.stream(weights[l]).map(double[]::clone).toArray(double[][]::new);
      b[l] = biases[l].clone();
    }
    return new ToyNetwork(w, b);
  }

  @Override
  public Shape input() {
    return Shape.vector(weights[0][0].length);
  }

  @Override
  public int classes() {
    return biases[biases.length - 1].length;
  }

  /** Logits in double precision. */
  double[] logits(double... x) {
    double[] z = affine(0, x);
    for (int l = 1; l < weights.length; l++) {
      z = affine(l, relu(z));
    }
    return z;
  }

  /** What enters a layer. */
  float[] activations(int layer, float[] inputs, int count) {
    int n = input().intSize();
    int size = weights[layer][0].length;
    float[] result = new float[count * size];
    for (int r = 0; r < count; r++) {
      double[] x = row(inputs, r, n);
      for (int l = 0; l < layer; l++) {
        x = relu(affine(l, x));
      }
      for (int i = 0; i < size; i++) {
        result[r * size + i] = (float) x[i];
      }
    }
    return result;
  }

  @Override
  public void logits(float[] inputs, int count, float[] logits) {
    int classes = classes();
    int n = input().intSize();
    for (int r = 0; r < count; r++) {
      double[] z = logits(row(inputs, r, n));
      for (int k = 0; k < classes; k++) {
        logits[r * classes + k] = (float) z[k];
      }
    }
  }

  @Override
  public void gradients(
      float[] inputs,
      int count,
      float[] cotangents,
      int perSample,
      float[] logits,
      float[] gradients) {
    int n = input().intSize();
    logits(inputs, count, logits);
    for (int r = 0; r < count; r++) {
      double[][] before = preActivations(row(inputs, r, n));
      for (int j = 0; j < perSample; j++) {
        double[] g = row(cotangents, r * perSample + j, classes());
        for (int l = weights.length - 1; l >= 0; l--) {
          g = backward(l, g, l == 0 ? null : before[l - 1]);
        }
        for (int i = 0; i < n; i++) {
          gradients[(r * perSample + j) * n + i] = (float) g[i];
        }
      }
    }
  }

  private double[][] preActivations(double[] x) {
    double[][] z = new double[weights.length][];
    for (int l = 0; l < z.length; l++) {
      z[l] = affine(l, l == 0 ? x : relu(z[l - 1]));
    }
    return z;
  }

  private double[] affine(int l, double[] x) {
    double[] z = biases[l].clone();
    for (int o = 0; o < z.length; o++) {
      for (int i = 0; i < x.length; i++) {
        z[o] += weights[l][o][i] * x[i];
      }
    }
    return z;
  }

  /** Through the weights of a layer, and the ReLU below it where there is one. */
  private double[] backward(int l, double[] g, double[] below) {
    double[] result = new double[weights[l][0].length];
    for (int i = 0; i < result.length; i++) {
      for (int o = 0; o < g.length && (below == null || below[i] > 0); o++) {
        result[i] += weights[l][o][i] * g[o];
      }
    }
    return result;
  }

  private static double[] relu(double[] z) {
    return Arrays.stream(z).map(v -> Math.max(v, 0)).toArray();
  }

  private static double[] row(float[] values, int r, int n) {
    double[] row = new double[n];
    Arrays.setAll(row, i -> values[r * n + i]);
    return row;
  }
}
