package dev.assay.nn;

import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of an architecture as operations, in the order in which they run. Each value is written
 * once and read once.
 */
final class Draft {
  private final List<Operation> operations = new ArrayList<>();
  private final Value input = new Value();
  private Value output = input;
  private int layers;

  /** What taps look at, in order. */
  private final List<Value> seen = new ArrayList<>();

  private Draft() {}

  /**
   * The layers from cut {@code from} to cut {@code to}.
   *
   * @param seen cuts between them that taps look at, ascending
   */
  static Draft of(Architecture architecture, int from, int to, int... seen) {
    Draft draft = new Draft();
    for (int i = from; i < to; i++) {
      draft.output =
          draft.append(
              architecture.layers().get(i),
              Text.format("layers.%d", i),
              architecture.shape(i),
              architecture.shape(i + 1),
              draft.output);
      int cut = i + 1;
      if (IntStream.of(seen).anyMatch(one -> one == cut)) {
        draft.output.seen = true;
        draft.seen.add(draft.output);
      }
    }
    return draft;
  }

  /** Appends a layer that reads a value. */
  private Value append(Layer layer, String owner, Shape in, Shape out, Value input) {
    if (layer instanceof Parallel parallel) {
      return branches(parallel, owner, in, out, input);
    }
    return append(new Operation(layer, owner, layers++, List.of(in), out), List.of(input), 1)
        .get(0);
  }

  /** The branches one after the other, between what gives them their input and what joins them. */
  private Value branches(Parallel layer, String owner, Shape in, Shape out, Value input) {
    int count = layer.branches().size();
    Operation fork = new Operation(layer, owner, layers++, List.of(in), in);
    List<Value> ends = new ArrayList<>(append(fork, List.of(input), count));
    for (int b = 0; b < count; b++) {
      List<Layer> branch = layer.branches().get(b);
      List<Shape> shapes = layer.shapes(b, in);
      for (int i = 0; i < branch.size(); i++) {
        String inner = Text.format("%s.branches.%d.%d", owner, b, i);
        ends.set(b, append(branch.get(i), inner, shapes.get(i), shapes.get(i + 1), ends.get(b)));
      }
    }
    Operation join = new Operation(layer, owner, fork.number, layer.outputs(in), out);
    return append(join, ends, 1).get(0);
  }

  private List<Value> append(Operation operation, List<Value> inputs, int outputs) {
    operation.inputs.addAll(inputs);
    inputs.forEach(value -> value.reader = operation);
    for (int i = 0; i < outputs; i++) {
      operation.outputs.add(new Value());
    }
    operations.add(operation);
    return operation.outputs;
  }

  List<Operation> operations() {
    return operations;
  }

  Value input() {
    return input;
  }

  Value output() {
    return output;
  }

  List<Value> seen() {
    return seen;
  }

  /** Lets an operation write what the next one wrote, which is gone. */
  void absorb(Operation operation, Operation next) {
    operation.outputs.clear();
    operation.outputs.addAll(next.outputs);
    operations.remove(next);
  }

  /** Takes an operation away that leaves its input as it is. */
  void drop(Operation operation) {
    Value kept = operation.inputs.get(0);
    Value gone = operation.outputs.get(0);
    kept.reader = gone.reader;
    kept.seen |= gone.seen;
    seen.replaceAll(value -> value == gone ? kept : value);
    if (kept.reader == null) {
      output = kept;
    } else {
      kept.reader.inputs.replaceAll(value -> value == gone ? kept : value);
    }
    operations.remove(operation);
  }
}
