package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.tree.CodeStatistics;
import java.util.List;

/**
 * How many of some samples have another code at a cut in a second network than in the first, which
 * is the same one earlier in training, for example.
 *
 * @param cut the name of a hidden cut, which both have
 */
public record CodeChange(Provenance data, Selection samples, String cut)
    implements Measure<CodeChange.Changed> {

  /** The share of samples. */
  public record Changed(double share) {}

  @Override
  public Class<Changed> result() {
    return Changed.class;
  }

  @Override
  public Changed of(List<Network> networks, Bench bench) {
    if (networks.size() != 2) {
      throw new IllegalArgumentException(
          "a measure of two networks was given " + networks.size() + ": " + this);
    }
    Dataset from = bench.data(data);
    Samples some = Samples.of(from, samples.of(from));
    return new Changed(
        CodeStatistics.changed(
            LayerCodes.codes(networks.get(0), from, some, cut),
            LayerCodes.codes(networks.get(1), from, some, cut)));
  }
}
