package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.study.translation.Clipped;
import dev.assay.study.translation.ShiftGrid;
import java.util.List;

/**
 * How much of some samples leaves at the edge when they are moved by whole pixels, black coming in;
 * see {@link Clipped}. Of no network.
 *
 * @param range pixels, on either axis
 */
public record ClippedMass(Provenance data, Selection samples, int range)
    implements Measure<Clipped> {

  @Override
  public Class<Clipped> result() {
    return Clipped.class;
  }

  @Override
  public Clipped of(List<Network> networks, Bench bench) {
    Dataset from = bench.data(data);
    Samples some = Samples.of(from, samples.of(from));
    return Clipped.of(some, from.sample(), new ShiftGrid(range, 1), bench.backend().workers());
  }
}
