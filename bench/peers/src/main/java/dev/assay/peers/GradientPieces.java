package dev.assay.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gradients of some small batches, layer by layer. */
final class GradientPieces {
  private final Map<String, List<float[]>> layers = new LinkedHashMap<>();

  /**
   * @param gradients of one small batch: by layer, the layer's parameters joined
   */
  void add(Map<String, float[]> gradients) {
    gradients.forEach(
        (layer, gradient) -> layers.computeIfAbsent(layer, key -> new ArrayList<>()).add(gradient));
  }

  Map<String, float[]> outputs() {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    layers.forEach(
        (layer, pieces) ->
            outputs.put(
                Outputs.pieces(pieces.size(), "gradients of " + layer), Outputs.join(pieces)));
    return outputs;
  }
}
