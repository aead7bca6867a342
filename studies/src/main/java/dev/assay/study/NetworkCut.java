package dev.assay.study;

import dev.assay.backend.Workers;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.nn.Classifier;
import dev.assay.nn.Layer;
import dev.assay.nn.Linearity;
import dev.assay.nn.Network;
import java.util.stream.Stream;

/** See {@link Cut#of}. */
final class NetworkCut implements Cut {
  private final Network network;
  private final int cut;
  private final Classifier above;

  NetworkCut(Network network, int cut) {
    this.network = network;
    this.cut = cut;
    this.above = network.classifierFrom(cut);
  }

  @Override
  public Classifier above() {
    return above;
  }

  @Override
  public boolean affine() {
    return layers().allMatch(layer -> layer.linearity() == Linearity.AFFINE);
  }

  @Override
  public boolean piecewiseLinear() {
    return layers().noneMatch(layer -> layer.linearity() == Linearity.OTHER);
  }

  private Stream<Layer> layers() {
    return network.architecture().layers().stream().skip(cut);
  }

  @Override
  public PiecewiseLinear exact() {
    return PiecewiseLinear.of(network, cut);
  }

  @Override
  public PiecewiseLinear below() {
    return PiecewiseLinear.below(network, cut - 1);
  }

  @Override
  public Workers workers() {
    return network.backend().workers();
  }

  @Override
  public float[] activations(float[] inputs, int count) {
    return network.activations(inputs, count, cut);
  }
}
