package dev.assay.backend.reference;

/**
 * Batch normalisation (Ioffe and Szegedy 2015), per channel over samples, rows and columns, in the
 * two passes that slices of a batch need.
 */
final class BatchNorm {
  private BatchNorm() {}

  /** {@code mean = Σ x / m}, {@code squares = Σ (x − mean)²} over the {@code m} values given. */
  static void statistics(Images x, Floats partial) {
    int channels = x.channels();
    double population = (double) x.samples() * x.plane();
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int n = 0; n < x.samples(); n++) {
        for (int k = 0; k < x.plane(); k++) {
          sum += x.get(x.at(n, c) + k);
        }
      }
      double mean = sum / population;
      double squares = 0;
      for (int n = 0; n < x.samples(); n++) {
        for (int k = 0; k < x.plane(); k++) {
          double deviation = x.get(x.at(n, c) + k) - mean;
          squares += deviation * deviation;
        }
      }
      partial.set(c, mean);
      partial.set(channels + c, squares);
    }
  }

  /**
   * With counts {@code a, b} and {@code δ = mean_b − mean_a}: {@code mean = mean_a + δ·b/(a+b)},
   * {@code squares = squares_a + squares_b + δ²·a·b/(a+b)} (Chan, Golub and LeVeque 1979), slice
   * after slice. A single value counts as variance 0 in the running variance too.
   */
  static void merge(
      Floats partials,
      int slices,
      int channels,
      int batch,
      int slice,
      int plane,
      float momentum,
      float epsilon,
      Floats bias,
      Floats mean,
      Floats inverseDeviation,
      Floats runningMean,
      Floats runningVariance) {
    double keep = 1 - (double) momentum;
    for (int c = 0; c < channels; c++) {
      double count = 0;
      double center = 0;
      double squares = 0;
      for (int g = 0; g < slices; g++) {
        int samples = g < slices - 1 ? slice : batch - slice * (slices - 1);
        double more = (double) samples * plane;
        double delta = partials.get(2 * g * channels + c) - center;
        center += delta * more / (count + more);
        squares += partials.get((2 * g + 1) * channels + c);
        squares += delta * delta * count * more / (count + more);
        count += more;
      }
      mean.set(c, center);
      inverseDeviation.set(c, 1 / Math.sqrt(squares / count + epsilon));
      double unbiased = squares / Math.max(count - 1, 1);
      double level = bias == null ? center : center + bias.get(c);
      runningMean.set(c, keep * runningMean.get(c) + momentum * level);
      runningVariance.set(c, keep * runningVariance.get(c) + momentum * unbiased);
    }
  }

  /** {@code y = gamma·(x − mean)·inverseDeviation + beta}, then {@code max(y, 0)} if relu. */
  static void forward(
      Images x,
      Floats mean,
      Floats inverseDeviation,
      Floats gamma,
      Floats beta,
      boolean relu,
      Images y) {
    for (int n = 0; n < x.samples(); n++) {
      for (int c = 0; c < x.channels(); c++) {
        double scale = gamma.get(c) * inverseDeviation.get(c);
        for (int k = x.at(n, c); k < x.at(n, c) + x.plane(); k++) {
          double value = scale * (x.get(k) - mean.get(c)) + beta.get(c);
          y.set(k, relu ? Math.max(value, 0) : value);
        }
      }
    }
  }

  /** {@code partial[0,c] = Σ dy·x̂}, {@code partial[1,c] = Σ dy}. */
  static void backwardStatistics(
      Images x,
      Images dy,
      Floats mean,
      Floats inverseDeviation,
      Floats gamma,
      Floats beta,
      boolean relu,
      Floats partial) {
    for (int c = 0; c < x.channels(); c++) {
      double scale = gamma.get(c) * inverseDeviation.get(c);
      double products = 0;
      double sum = 0;
      for (int n = 0; n < x.samples(); n++) {
        for (int k = x.at(n, c); k < x.at(n, c) + x.plane(); k++) {
          double deviation = x.get(k) - mean.get(c);
          double cotangent = relu && !(scale * deviation + beta.get(c) > 0) ? 0 : dy.get(k);
          products += cotangent * deviation * inverseDeviation.get(c);
          sum += cotangent;
        }
      }
      partial.set(c, products);
      partial.set(x.channels() + c, sum);
    }
  }

  /** {@code dx = gamma·inverseDeviation·(dy − dBeta/M − x̂·dGamma/M)}. */
  static void backward(
      Images x,
      Images dy,
      Floats mean,
      Floats inverseDeviation,
      Floats gamma,
      Floats beta,
      boolean relu,
      Floats dGamma,
      Floats dBeta,
      long population,
      Images dx) {
    for (int n = 0; n < x.samples(); n++) {
      for (int c = 0; c < x.channels(); c++) {
        double scale = gamma.get(c) * inverseDeviation.get(c);
        double shift = dBeta.get(c) / population;
        double slope = inverseDeviation.get(c) * dGamma.get(c) / population;
        for (int k = x.at(n, c); k < x.at(n, c) + x.plane(); k++) {
          double deviation = x.get(k) - mean.get(c);
          double cotangent = relu && !(scale * deviation + beta.get(c) > 0) ? 0 : dy.get(k);
          dx.set(k, scale * (cotangent - shift - slope * deviation));
        }
      }
    }
  }

  /** {@code dx[m,c,h,w] = scale[c]·dy[m,c,h,w]}. */
  static void scale(Images dy, Floats scale, Images dx) {
    for (int m = 0; m < dy.samples(); m++) {
      for (int c = 0; c < dy.channels(); c++) {
        for (int k = dy.at(m, c); k < dy.at(m, c) + dy.plane(); k++) {
          dx.set(k, scale.get(c) * dy.get(k));
        }
      }
    }
  }
}
