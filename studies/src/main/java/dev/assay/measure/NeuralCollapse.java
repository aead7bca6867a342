package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.representation.Collapse;
import dev.assay.study.representation.Halves;
import dev.assay.study.representation.Readout;
import java.util.Optional;

/**
 * How far the activations of some samples at a cut are from one point for each class; see {@link
 * Collapse}.
 *
 * @param cut the name of a hidden cut
 */
public record NeuralCollapse(Provenance data, Selection samples, String cut)
    implements NetworkMeasure<NeuralCollapse.Found> {

  /** Of all samples, and of the two halves of {@link Halves}. */
  public record Found(Collapse all, Collapse first, Collapse second) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Activations at = Activations.of(network, bench, data, samples, cut);
    Optional<Readout> readout = Readout.of(at.cut(), at.found());
    Halves<Collapse> found =
        Halves.of(at.found(), part -> Collapse.of(part, readout, bench.algebra()));
    return new Found(found.all(), found.first(), found.second());
  }
}
