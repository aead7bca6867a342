package dev.assay.onnx;

import dev.assay.nn.Layer;
import dev.assay.nn.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Ways that become one. */
final class Join {
  private Join() {}

  /**
   * Adds the ways to a flow as branches, in the order in which their node takes them.
   *
   * @param ways that end before one node, which joins nothing else
   * @param flow what they began from
   */
  static Way of(List<Way> ways, Flow flow) {
    Node node = ways.get(0).join();
    List<Way> ordered = new ArrayList<>(ways);
    ordered.sort(Comparator.comparingInt(way -> node.inputs().indexOf(way.at())));
    boolean channelsLast = ordered.get(0).flow().channelsLast;
    List<List<Layer>> branches = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    for (Way way : ordered) {
      way.flow().requireWhole(node);
      if (way.flow().channelsLast != channelsLast) {
        throw node.bad("it joins images with their channels first and last");
      }
      branches.add(way.flow().layers.layers());
      values.addAll(way.flow().layers.values());
      flow.notes.addAll(way.flow().notes);
    }
    boolean concat = node.operator().equals("Concat");
    if (concat) {
      requireChannels(node, ordered.get(0).flow());
    }
    node.end();
    try {
      flow.layers.add(
          new Parallel(branches, concat ? Parallel.Join.CONCAT : Parallel.Join.ADD),
          values.toArray(float[][]::new));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw node.bad(e.getMessage());
    }
    flow.channelsLast = channelsLast;
    return new Way(node.output(), flow);
  }

  private static void requireChannels(Node node, Flow flow) {
    int axes = flow.shape().isImage() ? 4 : 2;
    int channels = flow.channelsLast ? 3 : 1;
    long axis = node.whole("axis", 1);
    if (axis != channels && axis != channels - axes) {
      throw node.bad("only channels are joined");
    }
  }
}
