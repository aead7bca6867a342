package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.representation.Representation;
import dev.assay.study.translation.Homogeneity;
import java.util.List;

/**
 * How alike neighbouring places of the feature maps of some samples are; see {@link Homogeneity}.
 *
 * @param cut the name of a hidden cut
 * @param lags places between two neighbours
 */
public record MapHomogeneity(Provenance data, Selection samples, String cut, List<Integer> lags)
    implements NetworkMeasure<Homogeneity> {

  public MapHomogeneity {
    lags = List.copyOf(lags);
  }

  @Override
  public Class<Homogeneity> result() {
    return Homogeneity.class;
  }

  @Override
  public Homogeneity of(Network network, Bench bench) {
    Representation found = Activations.of(network, bench, data, samples, cut).found();
    return Homogeneity.of(found.values(), found.rows().length, found.shape(), lags);
  }
}
