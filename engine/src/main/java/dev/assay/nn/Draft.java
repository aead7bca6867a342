package dev.assay.nn;

import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of an architecture as operations, in the order in which they run. Each value is written
 * once and read once.
 */
final class Draft {
  private final List<Operation> operations = new ArrayList<>();
  private final Value input = new Value();
  private Value output = input;

  private Draft() {}

  /** The layers from cut {@code from} to cut {@code to}. */
  static Draft of(Architecture architecture, int from, int to) {
    Draft draft = new Draft();
    for (int i = from; i < to; i++) {
      draft.append(
          new Operation(
              architecture.layers().get(i),
              Text.format("layers.%d", i),
              i,
              architecture.shape(i),
              architecture.shape(i + 1)));
    }
    return draft;
  }

  private void append(Operation operation) {
    operation.inputs.add(output);
    output.reader = operation;
    output = new Value();
    operation.outputs.add(output);
    operations.add(operation);
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
    if (kept.reader == null) {
      output = kept;
    } else {
      kept.reader.inputs.replaceAll(value -> value == gone ? kept : value);
    }
    operations.remove(operation);
  }
}
