package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.representation.Representation;
import dev.assay.study.translation.Homogeneity;
import java.util.List;

/**
 * How alike neighbouring places of the feature maps of some samples are; see {@link Homogeneity}.
 *
 * @param cuts names of hidden cuts, behind which there are maps
 * @param lags places between two neighbours
 */
public record MapHomogeneity(
    Provenance data, Selection samples, List<String> cuts, List<Integer> lags)
    implements NetworkMeasure<MapHomogeneity.Found> {

  public MapHomogeneity {
    cuts = List.copyOf(cuts);
    lags = List.copyOf(lags);
  }

  /**
   * What was found.
   *
   * @param maps cut by cut
   */
  public record Found(List<Homogeneity> maps) {
    public Found {
      maps = List.copyOf(maps);
    }
  }

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    return new Found(cuts.stream().map(cut -> at(cut, network, bench)).toList());
  }

  private Homogeneity at(String cut, Network network, Bench bench) {
    Representation found = Activations.of(network, bench, data, samples, cut).found();
    return Homogeneity.of(found.values(), found.rows().length, found.shape(), lags);
  }
}
