package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;

/**
 * What logits say of samples as they are labelled, with {@code p = softmax(f)}.
 *
 * <p>The Fisher–Rao norm of a network of L products without biases is {@code L² E (Σ_k p_k f_k −
 * f_y)²} (Liang, Poggio, Rakhlin and Stokes 2019, theorem 3.1 with the empirical distribution); the
 * mean is given here. With biases, or BatchNorm, the logits are not homogeneous in the weights, and
 * it is that norm by definition.
 */
public record OutputStatistics(Provenance data)
    implements NetworkMeasure<OutputStatistics.Statistics> {

  /**
   * Means over the samples.
   *
   * @param entropy {@code −Σ p_k log p_k}, in nats
   * @param alignment {@code (Σ_k p_k f_k − f_y)²}
   */
  public record Statistics(double entropy, double alignment) {}

  @Override
  public Class<Statistics> result() {
    return Statistics.class;
  }

  @Override
  public Statistics of(Network network, Bench bench) {
    Dataset samples = bench.data(data);
    int classes = samples.classes();
    float[] logits = network.logits(samples.images(), samples.count());
    double entropy = 0;
    double alignment = 0;
    for (int i = 0; i < samples.count(); i++) {
      int from = i * classes;
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        largest = Math.max(largest, logits[from + k]);
      }
      double sum = 0;
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        double weight = Math.exp(logits[from + k] - largest);
        sum += weight;
        mean += weight * logits[from + k];
      }
      mean /= sum;
      double normalizer = largest + Math.log(sum);
      double label = logits[from + samples.label(i)];
      entropy += normalizer - mean;
      alignment += (mean - label) * (mean - label);
    }
    int count = samples.count();
    return new Statistics(entropy / count, alignment / count);
  }
}
