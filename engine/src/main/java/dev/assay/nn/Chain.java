package dev.assay.nn;

import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Layers one after the other: those of an architecture, or of a branch. */
final class Chain {
  private Chain() {}

  /**
   * The shape at each cut; everything must fit an array.
   *
   * @throws IllegalArgumentException naming the index and kind of the first layer that does not fit
   */
  static List<Shape> shapes(Shape input, List<Layer> layers) {
    List<Shape> cuts = new ArrayList<>(List.of(input));
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      try {
        cuts.get(i).intSize();
        cuts.add(layer.output(cuts.get(i)));
        cuts.get(i + 1).intSize();
      } catch (IllegalArgumentException | ArithmeticException misfit) {
        throw misfit(i, layer, misfit);
      }
    }
    return List.copyOf(cuts);
  }

  static IllegalArgumentException misfit(int index, Layer layer, RuntimeException misfit) {
    String verb = misfit instanceof ArithmeticException ? "is too large: " : "";
    return new IllegalArgumentException(
        Text.format("layer %d (%s) %s%s", index, layer.kind(), verb, misfit.getMessage()), misfit);
  }

  /** The number of layers, those of branches included. */
  static int size(List<Layer> layers) {
    int size = layers.size();
    for (Layer layer : layers) {
      if (layer instanceof Parallel parallel) {
        size += parallel.branches().stream().mapToInt(Chain::size).sum();
      }
    }
    return size;
  }
}
