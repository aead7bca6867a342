package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.representation.Halves;
import dev.assay.study.representation.Sparseness;

/**
 * How sparse the activations of some samples at a cut are; see {@link Sparseness}.
 *
 * @param cut the name of a hidden cut
 */
public record Sparsity(Provenance data, Selection samples, String cut)
    implements NetworkMeasure<Sparsity.Found> {

  /** Of all samples, and of the two halves of {@link Halves}. */
  public record Found(Sparseness all, Sparseness first, Sparseness second) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Halves<Sparseness> found =
        Halves.of(Activations.of(network, bench, data, samples, cut).found(), Sparseness::of);
    return new Found(found.all(), found.first(), found.second());
  }
}
