package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a network compiled: its steps in the order in which they run, and the values that each
 * reads and writes. Layers become a {@link Draft} of operations, {@link Fusion} passes over it, and
 * {@link Steps} makes steps of each operation. Values are numbered from the input, 0, in the order
 * in which they are written; each is read once. Where they lie is {@link Places}, how these get
 * memory {@link Buffers}.
 */
final class Program {

  /**
   * A step at its place.
   *
   * @param owner where its parameters are, see {@link Parameters#find}
   * @param reads numbers of the values that it reads: several at the end of branches
   * @param writes numbers of the values that it writes: several at their beginning
   */
  record Instruction(Step step, String owner, List<Integer> reads, List<Integer> writes) {}

  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Value, Integer> numbers = new HashMap<>();

  /** By value: floats of a sample, the step that writes it and the one that reads it. */
  private final List<Long> sizes = new ArrayList<>();

  private final List<Integer> written = new ArrayList<>();
  private final List<Integer> read = new ArrayList<>();
  private final int output;
  private final List<Integer> seen;

  private Program(Draft draft, Steps steps, Shape in) {
    value(in);
    numbers.put(draft.input(), 0);
    for (Operation operation : draft.operations()) {
      List<Integer> values = operation.inputs.stream().map(numbers::get).toList();
      for (Step step : steps.of(operation)) {
        values = append(step, operation, values);
      }
      for (int i = 0; i < values.size(); i++) {
        numbers.put(operation.outputs.get(i), values.get(i));
      }
    }
    output = numbers.get(draft.output());
    read.set(output, instructions.size());
    seen = draft.seen().stream().map(numbers::get).toList();
  }

  /**
   * Compiles the layers from cut {@code from} to cut {@code to}.
   *
   * @param seen cuts between them that taps look at, ascending: nothing is fused across one
   */
  static Program of(
      Architecture architecture,
      Parameters parameters,
      Backend backend,
      Workspace workspace,
      Steps.Mode mode,
      int from,
      int to,
      int... seen) {
    Draft draft = Draft.of(architecture, from, to, seen);
    Fusion.run(draft, mode == Steps.Mode.TRAINING, !backend.takesWholeBatches());
    Steps steps = new Steps(parameters, backend, workspace, mode);
    return new Program(draft, steps, architecture.shape(from));
  }

  private List<Integer> append(Step step, Operation operation, List<Integer> reads) {
    int index = instructions.size();
    reads.forEach(value -> read.set(value, index));
    List<Integer> writes = operation.outputs.stream().map(output -> value(step.out)).toList();
    instructions.add(new Instruction(step, operation.owner, reads, writes));
    return writes;
  }

  /** A new value, which the step that comes next writes. */
  private int value(Shape shape) {
    sizes.add(shape.size());
    written.add(instructions.size());
    read.add(-1);
    return sizes.size() - 1;
  }

  List<Instruction> instructions() {
    return instructions;
  }

  /** The number of values. */
  int values() {
    return sizes.size();
  }

  /** The value that leaves it; the one that enters is 0. */
  int output() {
    return output;
  }

  /** The value that the tap of a number looks at. */
  int seen(int tap) {
    return seen.get(tap);
  }

  /** Floats of a sample of a value. */
  long size(int value) {
    return sizes.get(value);
  }

  /** The step that writes a value; −1 for the input. */
  int first(int value) {
    return value == 0 ? -1 : written.get(value);
  }

  /** The step that reads a value; the number of steps for the output. */
  int last(int value) {
    return read.get(value);
  }

  /** The largest number of floats of a sample of a value. */
  long widest() {
    return sizes.stream().mapToLong(Long::longValue).max().orElse(1);
  }
}
