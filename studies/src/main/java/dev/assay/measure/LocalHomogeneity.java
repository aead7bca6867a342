package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.study.translation.Homogeneity;
import java.util.List;

/**
 * How alike neighbouring pixels of some samples are; see {@link Homogeneity}. Of no network.
 *
 * @param lags pixels between two neighbours
 */
public record LocalHomogeneity(Provenance data, Selection samples, List<Integer> lags)
    implements Measure<Homogeneity> {

  public LocalHomogeneity {
    lags = List.copyOf(lags);
  }

  @Override
  public Class<Homogeneity> result() {
    return Homogeneity.class;
  }

  @Override
  public Homogeneity of(List<Network> networks, Bench bench) {
    Dataset from = bench.data(data);
    Samples some = Samples.of(from, samples.of(from));
    return Homogeneity.of(some.points(), some.count(), from.sample(), lags);
  }
}
