package dev.assay.paper.layers;

import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.reproduction.NetworkKind;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What perceptrons have.
 *
 * @param layers hidden layers
 * @param width units of each
 */
record Shape(int layers, int width) {

  Architecture architecture(Dataset data) {
    return NetworkKind.MLP.of(data, width, layers);
  }

  /** The name of the cut behind a hidden layer, from 1. */
  String cut(Dataset data, int layer) {
    return architecture(data).cutName(NetworkKind.MLP.cut(layer));
  }

  /** Numbers of the hidden layers. */
  List<Integer> all() {
    return IntStream.rangeClosed(1, layers).boxed().toList();
  }

  /** Those behind another one. */
  List<Integer> later() {
    return IntStream.rangeClosed(2, layers).boxed().toList();
  }

  @Override
  public String toString() {
    return Text.format("%d×%d", layers, width);
  }
}
