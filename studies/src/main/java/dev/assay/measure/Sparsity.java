package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Samples;
import dev.assay.study.representation.Halves;
import dev.assay.study.representation.Representation;
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
    Dataset from = bench.data(data);
    Halves<Sparseness> found =
        Halves.of(
            Representation.of(
                new NetworkSubject(network, from).hidden(cut), Samples.of(from, samples.of(from))),
            Sparseness::of);
    return new Found(found.all(), found.first(), found.second());
  }
}
