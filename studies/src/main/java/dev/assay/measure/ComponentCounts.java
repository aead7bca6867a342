package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.subspace.PrincipalComponents;
import java.util.List;

/**
 * How many principal components some data have, and how many of them the Kneedle rule takes
 * (Satopaa et al. 2011). Of no network: what stands on the numbers alone need not decompose the
 * data again.
 */
public record ComponentCounts(Provenance data) implements Measure<ComponentCounts.Counts> {

  /**
   * Numbers of components.
   *
   * @param rank of those along which the data vary
   * @param knee of those before the curve of variances bends, the first ones
   */
  public record Counts(int rank, int knee) {}

  @Override
  public Class<Counts> result() {
    return Counts.class;
  }

  @Override
  public Counts of(List<Network> networks, Bench bench) {
    PrincipalComponents components = bench.components(data);
    return new Counts(components.rank(), components.kneeComponents());
  }
}
