package dev.assay.bench;

import dev.assay.backend.Backend;
import dev.assay.nn.Architecture;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Layer;
import dev.assay.nn.MaxPool;
import dev.assay.tensor.Shape;

/**
 * What a pass over a batch cannot do without: the multiply-adds of its products, times two, and the
 * bytes that its layers read and write once each. ReLU costs nothing, as it is part of what
 * precedes it; BatchNorm costs nothing in evaluation.
 */
record Floor(double flops, double bytes) {

  private static final int SGD_PASSES = 5;

  /**
   * The most that the threads of a backend can do, 10⁹ operations per second: as many times what
   * {@code bench/run} measured of one; NaN if it did not, or if the work is not theirs.
   */
  static double peak(Backend backend) {
    String measured = System.getenv("BENCH_GFLOPS");
    return measured == null || backend.takesWholeBatches()
        ? Double.NaN
        : backend.workers().count() * Double.parseDouble(measured);
  }

  /** 10⁹ operations. */
  double gflop() {
    return flops / 1e9;
  }

  /** Sums over layers, for one sample; weights and the first layer's product by themselves. */
  private record Sums(
      double products, double first, double moved, double normed, double maps, double weights) {}

  private static Sums sums(Architecture architecture) {
    double products = 0;
    double first = 0;
    double moved = 0;
    double normed = 0;
    double maps = 0;
    double weights = 0;
    for (int i = 0; i < architecture.depth(); i++) {
      Layer layer = architecture.layers().get(i);
      Shape in = architecture.shape(i);
      Shape out = architecture.shape(i + 1);
      double filters = 0;
      double flops = 0;
      if (layer instanceof Conv2d conv) {
        filters = (double) conv.window().area() * in.channels() / conv.groups() * out.channels();
        flops = 2 * filters * out.height() * out.width();
      } else if (layer instanceof Dense) {
        filters = (double) in.size() * out.size();
        flops = 2 * filters;
      }
      weights += filters;
      products += flops;
      first = first == 0 ? flops : first;
      if (layer instanceof BatchNorm) {
        normed += out.size();
      } else if (flops > 0 || layer instanceof MaxPool) {
        moved += in.size() + out.size();
        maps += out.size();
      }
    }
    return new Sums(products, first, moved, normed, maps, weights);
  }

  /** One pass forward. */
  static Floor forward(Architecture architecture, int samples) {
    Sums s = sums(architecture);
    return new Floor(samples * s.products, Float.BYTES * (samples * s.moved + s.weights));
  }

  /**
   * Forward, backward and an update by SGD with momentum: three products of each kind, but no
   * gradient of the input. Backward, cotangents come and go, and what the forward pass kept is read
   * for the mask and for the gradient of the weights. BatchNorm reads its input for the statistics,
   * reads and writes it to normalise, and the same with the cotangent.
   */
  static Floor training(Architecture architecture, int samples) {
    Sums s = sums(architecture);
    double perSample = s.moved + s.moved + s.maps + s.moved + 8 * s.normed;
    return new Floor(
        samples * (3 * s.products - s.first),
        Float.BYTES * (samples * perSample + (3 + SGD_PASSES) * s.weights));
  }

  /** One pass forward and {@code cotangents} backward to the input. */
  static Floor jacobian(Architecture architecture, int samples, int cotangents) {
    Sums s = sums(architecture);
    double perSample = s.moved + cotangents * s.moved + s.maps;
    return new Floor(
        samples * (1.0 + cotangents) * s.products,
        Float.BYTES * (samples * perSample + 2 * s.weights));
  }
}
