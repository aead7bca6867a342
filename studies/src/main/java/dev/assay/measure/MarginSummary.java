package dev.assay.measure;

import dev.assay.nn.Network;
import org.hipparchus.stat.descriptive.rank.Percentile;

/**
 * Mean and quartiles of the margins of the fitted samples that have one: what predictors need of
 * them, a hundredth of what there is to keep of each sample.
 */
public record MarginSummary(Margins margins) implements NetworkMeasure<MarginSummary.Summary> {

  /**
   * All of them NaN where no sample has a margin.
   *
   * @param quartile the lower one
   */
  public record Summary(double mean, double quartile, double median) {}

  @Override
  public Class<Summary> result() {
    return Summary.class;
  }

  @Override
  public Summary of(Network network, Bench bench) {
    Margins.OfSamples found = margins.of(network, bench);
    double[] values = found.values();
    return new Summary(
        found.mean(), new Percentile(25).evaluate(values), new Percentile(50).evaluate(values));
  }
}
