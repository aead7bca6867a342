package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import java.util.Arrays;

/**
 * Margins in the space of logits: {@code f_y(x) − max_{j ≠ y} f_j(x)} of each sample for its label
 * y, negative where it is misclassified. They grow with the scale of the last weights, which
 * changes no decision, so measures are made of them by division by norms (Bartlett, Foster and
 * Telgarsky 2017).
 */
public record OutputMargins(Provenance data) implements NetworkMeasure<OutputMargins.Summary> {

  /**
   * All samples'.
   *
   * @param decile what nine tenths of them exceed, or reach
   * @param quartile what three quarters do
   */
  public record Summary(double mean, double decile, double quartile, double median) {
    static Summary of(double[] margins) {
      double[] sorted = margins.clone();
      Arrays.sort(sorted);
      return new Summary(
          Arrays.stream(margins).average().orElse(Double.NaN),
          quantile(sorted, 0.1),
          quantile(sorted, 0.25),
          quantile(sorted, 0.5));
    }

    /** The smallest value that so many do not exceed. */
    static double quantile(double[] sorted, double share) {
      int rank = (int) Math.ceil(share * sorted.length);
      return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }
  }

  @Override
  public Class<Summary> result() {
    return Summary.class;
  }

  @Override
  public Summary of(Network network, Bench bench) {
    Dataset samples = bench.data(data);
    int classes = samples.classes();
    float[] logits = network.logits(samples.images(), samples.count());
    double[] margins = new double[samples.count()];
    for (int i = 0; i < margins.length; i++) {
      double other = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < classes; j++) {
        if (j != samples.label(i)) {
          other = Math.max(other, logits[i * classes + j]);
        }
      }
      margins[i] = logits[i * classes + samples.label(i)] - other;
    }
    return Summary.of(margins);
  }
}
