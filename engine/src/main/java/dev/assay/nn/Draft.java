package dev.assay.nn;

import dev.assay.io.Text;
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
      draft.append(
          new Operation(
              architecture.layers().get(i),
              Text.format("layers.%d", i),
              i,
              architecture.shape(i),
              architecture.shape(i + 1)));
      int cut = i + 1;
      if (IntStream.of(seen).anyMatch(one -> one == cut)) {
        draft.output.seen = true;
        draft.seen.add(draft.output);
      }
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
