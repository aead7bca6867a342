package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.subspace.NearestNeighbours;
import dev.assay.subspace.NearestNeighbours.Neighbourhood;
import java.util.List;

/** Where samples lie among all samples of their data set; of no network. */
public record SampleGeometry(Provenance data, Selection samples)
    implements Measure<SampleGeometry.Neighbourhoods> {

  /** One for each sample. */
  public record Neighbourhoods(List<Neighbourhood> of) {
    public Neighbourhoods {
      of = List.copyOf(of);
    }
  }

  @Override
  public Class<Neighbourhoods> result() {
    return Neighbourhoods.class;
  }

  @Override
  public Neighbourhoods of(List<Network> networks, Bench bench) {
    Dataset all = bench.data(data);
    return new Neighbourhoods(
        new NearestNeighbours(all.images(), all.labels(), all.sample().intSize(), bench.algebra())
            .of(samples.of(all)));
  }
}
