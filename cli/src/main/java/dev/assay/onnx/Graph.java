package dev.assay.onnx;

import dev.assay.foreign.ForeignNetwork;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes along a graph from its input to its output, where a tensor is taken several times along each
 * way, until sums and concatenations join them again.
 */
final class Graph {
  private static final Set<String> JOINS = Set.of("Add", "Sum", "Concat");

  /** Forks within forks within …, at most. */
  private static final int MOST_NESTED = 16;

  private final OnnxModel model;
  private final List<Node> nodes;
  private final Folding constants;
  private final NodeLayers layers;

  /** Nodes that made constants. */
  private final Set<Node> folded = new HashSet<>();

  /** Ways that are being gone along, within each other. */
  private int depth;

  Graph(OnnxModel model) {
    this.model = model;
    this.nodes = model.nodes();
    this.constants = new Folding(model);
    this.layers = new NodeLayers(model, constants);
  }

  ForeignNetwork read() {
    String input = model.input();
    boolean channelsLast =
        nodes.stream()
            .filter(node -> node.inputs().contains(input))
            .findFirst()
            .filter(node -> Arrays.equals(node.peek("perm"), Reshaping.TO_FIRST))
            .isPresent();
    Shape sample = sample(model.sample(), channelsLast);
    Flow flow = new Flow(new LayerList(sample), channelsLast);
    Way whole = along(new Way(input, flow));
    if (whole.join() != null) {
      throw whole.join().bad("it joins tensors that do not come from one and the same");
    }
    if (flow.shape().rank() != 1 || flow.takeFlattened() != null) {
      throw model.bad("it must end in logits, but ends in " + flow.shape());
    }
    return flow.layers.network(flow.notes);
  }

  private static Shape sample(int[] sample, boolean channelsLast) {
    if (sample.length == 1) {
      return Shape.vector(sample[0]);
    }
    return channelsLast
        ? Shape.image(sample[2], sample[0], sample[1])
        : Shape.image(sample[0], sample[1], sample[2]);
  }

  /** From a tensor to the output of the model, or to a node that joins it with others. */
  private Way along(Way way) {
    if (++depth > MOST_NESTED) {
      throw model.bad("its branches are nested more than " + MOST_NESTED + " times");
    }
    Way now = way;
    while (now.join() == null && !now.at().equals(model.output())) {
      List<Node> next = next(now);
      if (next.isEmpty()) {
        throw model.bad(
            Text.format(
                "nothing takes '%s', and it is not the output '%s'", now.at(), model.output()));
      }
      Elementwise.Found curve = curve(now.at(), next);
      if (curve != null && curve.takers().size() == next.size()) {
        now = step(now, curve);
      } else {
        now = next.size() == 1 ? step(now, next.get(0)) : fork(now, next);
      }
    }
    depth--;
    return now;
  }

  /** The nodes that take a tensor, without those that only ask for its shape. */
  private List<Node> next(Way way) {
    fold(way);
    return nodes.stream()
        .filter(node -> node.inputs().contains(way.at()) && !folded.contains(node))
        .toList();
  }

  private void fold(Way way) {
    boolean more = true;
    while (more) {
      more = false;
      for (Node node : nodes) {
        if (!folded.contains(node) && constants.fold(node, way.at(), way.flow())) {
          folded.add(node);
          more = true;
        }
      }
    }
  }

  private Way step(Way way, Node node) {
    if (JOINS.contains(node.operator()) && constants.unknown(node).size() > 1) {
      return way.until(node);
    }
    layers.add(node, way.at(), way.flow());
    return new Way(node.output(), way.flow());
  }

  private static Way step(Way way, Elementwise.Found curve) {
    way.flow().layers.add(curve.layer());
    return new Way(curve.output(), way.flow());
  }

  /** What some of the nodes that take a tensor are together; null for nothing. */
  private Elementwise.Found curve(String tensor, List<Node> takers) {
    return takers.size() == 1 ? null : Elementwise.from(tensor, takers, nodes, constants);
  }

  /** All ways from a tensor on, to where they have become one again. */
  private Way fork(Way from, List<Node> next) {
    from.flow().requireWhole(next.get(0));
    List<Way> open = new ArrayList<>();
    List<Node> left = new ArrayList<>(next);
    while (!left.isEmpty()) {
      Way way = new Way(from.at(), from.flow().branch());
      Elementwise.Found curve = curve(from.at(), left);
      open.add(along(curve == null ? step(way, left.get(0)) : step(way, curve)));
      left.removeAll(curve == null ? List.of(left.get(0)) : curve.takers());
    }
    while (open.size() > 1) {
      List<Way> joined = joined(open);
      open.removeAll(joined);
      Flow into = open.isEmpty() ? from.flow() : from.flow().branch();
      Way one = Join.of(joined, into);
      open.add(open.isEmpty() ? one : along(one));
    }
    return open.get(0);
  }

  /** Some ways that are all that one node joins. */
  private List<Way> joined(List<Way> open) {
    for (Way way : open) {
      if (way.join() == null) {
        throw model.bad(
            Text.format("'%s' is its output, but other nodes take what led to it, too", way.at()));
      }
      List<Way> same = open.stream().filter(other -> other.join() == way.join()).toList();
      List<String> ends = same.stream().map(Way::at).sorted().toList();
      if (same.size() > 1
          && ends.equals(constants.unknown(way.join()).stream().sorted().toList())) {
        return same;
      }
    }
    throw open.get(0)
        .join()
        .bad("what it joins is not all of the branches of one tensor, nor are these joined before");
  }
}
