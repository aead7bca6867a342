package dev.assay.measure;

import dev.assay.nn.Network;
import dev.assay.study.fragmentation.Rescaling;

/**
 * Another measure, of a network with other weights that computes the same function.
 *
 * @param factor of {@link Rescaling}
 * @param of what is measured then
 */
public record Rescaled<R extends Record>(double factor, NetworkMeasure<R> of)
    implements NetworkMeasure<R> {

  @Override
  public Class<R> result() {
    return of.result();
  }

  @Override
  public R of(Network network, Bench bench) {
    network
        .parameters()
        .set(Rescaling.of(network.architecture(), network.parameters().values(), factor));
    return of.of(network, bench);
  }
}
