package dev.assay.measure;

import dev.assay.nn.Network;
import java.util.List;

/** A measure of one network. */
public interface NetworkMeasure<R extends Record> extends Measure<R> {

  R of(Network network, Bench bench);

  @Override
  default R of(List<Network> networks, Bench bench) {
    if (networks.size() != 1) {
      throw new IllegalArgumentException(
          "a measure of one network was given " + networks.size() + ": " + this);
    }
    return of(networks.get(0), bench);
  }
}
