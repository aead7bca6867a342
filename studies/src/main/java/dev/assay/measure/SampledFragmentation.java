package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.geometry.SegmentClasses;
import dev.assay.nn.Network;
import dev.assay.study.Cut;
import dev.assay.study.fragmentation.LineFragmentation;
import dev.assay.study.fragmentation.LineMethod;
import dev.assay.study.fragmentation.Tuples;

/**
 * Class changes that equidistant points see on the segments between pairs of samples, or of their
 * activations at a cut: never more than there are. Any network has them.
 *
 * @param cut of the network; 0 for input space
 * @param points on each segment, ends included
 */
public record SampledFragmentation(Provenance data, int cut, Tuples pairs, int points)
    implements NetworkMeasure<SampledFragmentation.Found> {

  /** The mean over segments; NaN if both ends of all are the same. */
  public record Found(double mean) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    return new Found(
        LineFragmentation.of(
                Cut.of(network, cut),
                bench.data(data),
                pairs,
                LineMethod.SAMPLED,
                points,
                Double.POSITIVE_INFINITY,
                done -> {})
            .stream()
            .filter(SegmentClasses::ok)
            .mapToInt(SegmentClasses::changes)
            .average()
            .orElse(Double.NaN));
  }
}
