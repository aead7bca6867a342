package dev.assay.geometry;

import static dev.assay.nn.Layers.add;
import static dev.assay.nn.Layers.avgPool;
import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.blurPool;
import static dev.assay.nn.Layers.concat;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.dropout;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.leakyRelu;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.polyphasePool;
import static dev.assay.nn.Layers.relu;
import static dev.assay.nn.Layers.residual;
import static dev.assay.nn.Layers.tanh;

import dev.assay.backend.Edge;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.AvgPool;
import dev.assay.nn.Clip;
import dev.assay.nn.Dense;
import dev.assay.nn.Layer;
import dev.assay.nn.LeakyRelu;
import dev.assay.nn.Margins;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Pad;
import dev.assay.nn.Parameters;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Random networks and segments for geometry tests. */
final class Nets {
  private Nets() {}

  static Architecture mlp(int... widths) {
    Layer[] layers = new Layer[2 * widths.length - 3];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = l % 2 == 0 ? dense(widths[l / 2 + 1]) : relu();
    }
    return Architecture.of(Shape.vector(widths[0]), layers);
  }

  /** Every layer and every pool that has exact geometry, in small. */
  static List<Architecture> all() {
    Shape image = Shape.image(2, 9, 8);
    return List.of(
        mlp(6, 20, 20, 4),
        Architecture.of(
            image, flatten(), batchNorm(), dense(12), batchNorm(), relu(), dropout(0.3), dense(3)),
        Architecture.of(
            image,
            conv(4, kernel(3).padding(1)),
            batchNorm(),
            relu(),
            maxPool(2),
            conv(5, kernel(2).stride(2)),
            relu(),
            flatten(),
            batchNorm(),
            dense(8),
            relu(),
            dense(4)),
        Architecture.of(
            image,
            batchNorm(),
            new Pad(new Margins(1, 0, 0, 2), Edge.REPLICATE),
            conv(3, kernel(3).stride(2).padding(1)),
            relu(),
            new Pad(new Margins(0, 0, 1, 1), Edge.ZERO),
            new AvgPool(kernel(2).stride(2), AntiAlias.NONE, new Margins(0, 0, 1, 1)),
            conv(3, kernel(1)),
            relu(),
            globalAvgPool(),
            dense(5)),
        Architecture.of(
            image,
            conv(4, kernel(3)),
            relu(),
            maxPool(2, 3),
            conv(6, kernel(3).padding(1)),
            relu(),
            blurPool(3, 2),
            globalAvgPool()),
        Architecture.of(
            image,
            new MaxPool(kernel(3).stride(2).padding(1), AntiAlias.NONE),
            conv(4, kernel(3).padding(1)),
            relu(),
            conv(4, kernel(3).padding(1)),
            relu(),
            new AvgPool(kernel(3).stride(2).padding(1), AntiAlias.of(2)),
            new MaxPool(kernel(2).stride(1), AntiAlias.of(5)),
            relu(),
            flatten(),
            dense(4)),
        Architecture.of(
            image,
            conv(3, kernel(3)),
            leakyRelu(),
            maxPool(2),
            new Clip(-0.2f, 0.4f),
            flatten(),
            dense(12),
            new Clip(-Float.MAX_VALUE, 0.9f),
            dense(12),
            new Clip(-0.1f, Float.MAX_VALUE),
            new LeakyRelu(0.3f),
            dense(4)),
        Architecture.of(
            image,
            conv(3, kernel(3).circular()),
            batchNorm(),
            relu(),
            new MaxPool(kernel(2).circular().stride(2), AntiAlias.of(4)),
            conv(4, kernel(2).circular()),
            relu(),
            new MaxPool(kernel(3).circular().stride(2), AntiAlias.NONE),
            flatten(),
            dense(4)),
        Architecture.of(
            image,
            conv(3, kernel(3).padding(1)),
            residual(
                conv(6, kernel(3).padding(2)).grouped(3).dilated(2),
                batchNorm(),
                relu(),
                conv(3, kernel(3).padding(1))),
            relu(),
            add(
                List.of(conv(4, kernel(3).stride(2).padding(1)), relu(), conv(4, kernel(1))),
                List.of(conv(4, kernel(1).stride(2)))),
            relu(),
            globalAvgPool(),
            dense(4)),
        Architecture.of(
            image,
            conv(2, kernel(3).stride(2)),
            concat(
                List.of(conv(2, kernel(2).stride(2)), relu()),
                List.of(maxPool(2), batchNorm()),
                List.of(avgPool(2), residual(new LeakyRelu(0.2f)))),
            flatten(),
            dense(6),
            residual(dense(6), relu(), dense(6)),
            concat(List.of(), List.of(dense(3), relu(), dense(2))),
            dense(3)));
  }

  /** One that has no exact geometry. */
  static Architecture choosing() {
    return Architecture.of(
        Shape.image(2, 8, 6), conv(3, kernel(3).circular()), polyphasePool(2), globalAvgPool());
  }

  /** Another one. */
  static Architecture bent() {
    return Architecture.of(Shape.vector(3), dense(4), tanh(), new Dense(2, false));
  }

  /** Of {@link #all}. */
  static IntStream indices() {
    return IntStream.range(0, all().size());
  }

  static Map<String, float[]> parameters(Architecture architecture, long seed) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int layer = 0; layer < architecture.depth(); layer++) {
      for (Parameters.Named named : Parameters.named(architecture, layer)) {
        float[] value = new float[named.spec().shape().intSize()];
        long key = Streams.key(seed, named.name());
        for (int i = 0; i < value.length; i++) {
          double normal = Streams.normal(key, i);
          value[i] =
              (float)
                  switch (named.spec().role()) {
                    case WEIGHT -> Math.sqrt(2.0 / named.spec().fanIn()) * normal;
                    case SHIFT, RUNNING_MEAN -> 0.3 * normal;
                    case SCALE -> 1 + 0.3 * normal;
                    case RUNNING_VARIANCE -> 0.5 + Math.abs(normal);
                  };
        }
        values.put(named.name(), value);
      }
    }
    centre(architecture, values);
    return values;
  }

  /** Takes the mean logits over random points from the last bias, so that no class always wins. */
  private static void centre(Architecture architecture, Map<String, float[]> values) {
    float[] bias = values.get("layers.%d.bias".formatted(architecture.depth() - 1));
    if (bias != null) {
      int count = 100;
      double[] points = new double[count * architecture.input().intSize()];
      float[] drawn = points(-1, points.length);
      Arrays.setAll(points, i -> drawn[i]);
      double[] logits = PiecewiseLinear.of(architecture, values, 0).logits(points, count);
      for (int i = 0; i < logits.length; i++) {
        bias[i % bias.length] -= (float) (logits[i] / count);
      }
    }
  }

  /** Class 1 wins only near a point: {@code f_0 − f_1 = Σ |x_k − c_k| − 1/2}. */
  static PiecewiseLinear island(float... centre) {
    int n = centre.length;
    float[] sides = new float[2 * n * n];
    float[] shifts = new float[2 * n];
    float[] sum = new float[4 * n];
    for (int u = 0; u < 2 * n; u++) {
      float sign = u % 2 == 0 ? 1 : -1;
      sides[u * n + u / 2] = sign;
      shifts[u] = -sign * centre[u / 2];
      sum[u] = 1;
    }
    return PiecewiseLinear.of(
        mlp(n, 2 * n, 2),
        Map.of(
            "layers.0.weight", sides,
            "layers.0.bias", shifts,
            "layers.2.weight", sum,
            "layers.2.bias", new float[] {-0.5f, 0}),
        0);
  }

  static PiecewiseLinear network(Architecture architecture, long seed) {
    return PiecewiseLinear.of(architecture, parameters(architecture, seed), 0);
  }

  /** Gaussian points, far enough apart to cross many pieces. */
  static float[] points(long seed, int values) {
    float[] points = new float[values];
    for (int i = 0; i < values; i++) {
      points[i] = (float) (3 * Streams.normal(Streams.key(seed, "points"), i));
    }
    return points;
  }

  static int argmax(double[] z, int at, int classes) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = z[at + k] > z[at + best] ? k : best;
    }
    return best;
  }
}
