package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.representation.Features;
import dev.assay.study.representation.FreeClusters;
import dev.assay.study.representation.Gram;
import dev.assay.study.representation.Halves;
import dev.assay.study.representation.Proximity;
import dev.assay.study.representation.Representation;

/**
 * How the activations of some samples at a cut gather when nobody looks at their classes; see
 * {@link FreeClusters}.
 *
 * @param cut the name of a hidden cut
 * @param seed of random choices
 */
public record FreeClustering(
    Provenance data, Selection samples, String cut, Features features, long seed)
    implements NetworkMeasure<FreeClustering.Found> {

  /** Of all samples, and of the two halves of {@link Halves}. */
  public record Found(FreeClusters all, FreeClusters first, FreeClusters second) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Representation at = features.of(Activations.of(network, bench, data, samples, cut).found());
    Proximity proximity = Proximity.of(at, Gram.of(at, bench.algebra()));
    Halves<FreeClusters> found = Halves.of(at, part -> FreeClusters.of(part, proximity, seed));
    return new Found(found.all(), found.first(), found.second());
  }
}
