package dev.assay.measure;

import dev.assay.nn.Network;

/**
 * The mean margin of the fitted samples that have one. For whoever needs no more: the margins of
 * each sample are a thousand times as much to keep.
 */
public record MeanMargin(Margins margins) implements NetworkMeasure<MeanMargin.Mean> {

  /**
   * A mean.
   *
   * @param value NaN where there are none
   * @param count fitted samples with a margin, over which it is taken
   * @param failed samples, fitted or not, without one
   */
  public record Mean(double value, int count, int failed) {}

  @Override
  public Class<Mean> result() {
    return Mean.class;
  }

  @Override
  public Mean of(Network network, Bench bench) {
    Margins.OfSamples found = margins.of(network, bench);
    return new Mean(found.mean(), found.values().length, found.failed());
  }
}
