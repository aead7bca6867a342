package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.representation.ClassClusters;
import dev.assay.study.representation.Features;
import dev.assay.study.representation.Gram;
import dev.assay.study.representation.Halves;
import dev.assay.study.representation.Representation;

/**
 * How the activations of some samples at a cut gather by class; see {@link ClassClusters}.
 *
 * @param cut the name of a hidden cut
 */
public record Clustering(Provenance data, Selection samples, String cut, Features features)
    implements NetworkMeasure<Clustering.Found> {

  /** Of all samples, and of the two halves of {@link Halves}. */
  public record Found(ClassClusters all, ClassClusters first, ClassClusters second) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Representation at = features.of(Activations.of(network, bench, data, samples, cut).found());
    Gram products = Gram.of(at, bench.algebra());
    Halves<ClassClusters> found = Halves.of(at, part -> ClassClusters.of(part, products));
    return new Found(found.all(), found.first(), found.second());
  }
}
