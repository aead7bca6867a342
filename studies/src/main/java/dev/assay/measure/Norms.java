package dev.assay.measure;

import dev.assay.geometry.LayerNorms;
import dev.assay.nn.Network;
import java.util.List;

/** Norms of the weights of a network, and how far they moved; of it and of it before training. */
public record Norms() implements Measure<LayerNorms> {

  @Override
  public Class<LayerNorms> result() {
    return LayerNorms.class;
  }

  @Override
  public LayerNorms of(List<Network> networks, Bench bench) {
    if (networks.size() != 2) {
      throw new IllegalArgumentException(
          "norms are of a network and of what it began with, not of " + networks.size());
    }
    return LayerNorms.of(networks.get(0), networks.get(1));
  }
}
