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
public record OutputMargins(Provenance data) implements NetworkMeasure<OutputMargins.OfSamples> {

  /** Sample by sample. */
  public record OfSamples(double[] margins) {
    /**
     * The value below which lies a share of all margins: the smallest that so many do not exceed.
     */
    public double quantile(double share) {
      double[] sorted = margins.clone();
      Arrays.sort(sorted);
      int rank = (int) Math.ceil(share * sorted.length);
      return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }
  }

  @Override
  public Class<OfSamples> result() {
    return OfSamples.class;
  }

  @Override
  public OfSamples of(Network network, Bench bench) {
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
    return new OfSamples(margins);
  }
}
