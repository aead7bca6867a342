package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.representation.Halves;
import dev.assay.study.representation.Representation;
import dev.assay.study.representation.Similarity;
import java.util.List;

/**
 * How alike a layer of one network and a layer of another, or of the same one, hold some samples;
 * see {@link Similarity}.
 *
 * @param first the name of a hidden cut of the first network
 * @param second that of one of the second network, or of the first where there is one alone
 */
public record Alignment(Provenance data, Selection samples, String first, String second)
    implements Measure<Alignment.Found> {

  /**
   * Of all samples, and of the two halves of {@link Halves}.
   *
   * @param samples how many there were; with fewer than units the plain value is too high
   * @param units of the wider layer
   */
  public record Found(
      int samples, int units, Similarity all, Similarity first, Similarity second) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(List<Network> networks, Bench bench) {
    if (networks.isEmpty() || networks.size() > 2) {
      throw new IllegalArgumentException(
          "a measure of one network or two was given " + networks.size() + ": " + this);
    }
    Network last = networks.get(networks.size() - 1);
    Representation a = Activations.of(networks.get(0), bench, data, samples, first).found();
    Representation b = Activations.of(last, bench, data, samples, second).found();
    Halves<Similarity> found = Similarity.of(a, b, bench.algebra());
    return new Found(
        a.count(), Math.max(a.units(), b.units()), found.all(), found.first(), found.second());
  }
}
