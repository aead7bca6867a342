package dev.assay.nn;

import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The tensors of some samples at some steps of a program. */
final class Views {

  /** Where the tensors are, given the shape in which a step sees a sample. */
  interface Tensors {
    Tensor value(int value, Shape sample);

    /** Null where no gradient is wanted. */
    Tensor cotangent(int value, Shape sample);

    /** What the forward pass of a step keeps; null for nothing. */
    default Tensor saved(int step) {
      return null;
    }
  }

  private final Step.Io[] steps;

  /** What enters the program and what leaves it, where the steps are the first or the last. */
  final Tensor in;

  final Tensor out;

  /** Their cotangents. */
  final Tensor dIn;

  final Tensor dOut;

  /** Of the steps {@code from … to − 1}. */
  Views(Plan plan, int from, int to, Tensors tensors) {
    Program program = plan.program;
    List<Program.Instruction> instructions = program.instructions();
    boolean ends = to == instructions.size();
    in = from == 0 ? tensors.value(0, plan.in) : null;
    dIn = from == 0 ? tensors.cotangent(0, plan.in) : null;
    out = ends ? tensors.value(program.output(), plan.out) : null;
    dOut = ends ? tensors.cotangent(program.output(), plan.out) : null;
    steps = new Step.Io[instructions.size()];
    for (int i = from; i < to; i++) {
      steps[i] = io(instructions.get(i), tensors);
      steps[i].saved = tensors.saved(i);
    }
  }

  private static Step.Io io(Program.Instruction instruction, Tensors tensors) {
    Step step = instruction.step();
    List<Integer> reads = instruction.reads();
    List<Integer> writes = instruction.writes();
    Step.Io io = new Step.Io();
    io.x = tensors.value(reads.get(0), step.in);
    io.y = tensors.value(writes.get(0), step.out);
    io.dx = tensors.cotangent(reads.get(0), step.in);
    io.dy = tensors.cotangent(writes.get(0), step.out);
    if (reads.size() > 1) {
      io.xs = all(reads, i -> tensors.value(reads.get(i), step.in(i)));
      io.dxs = all(reads, i -> tensors.cotangent(reads.get(i), step.in(i)));
    }
    if (writes.size() > 1) {
      io.dys = all(writes, i -> tensors.cotangent(writes.get(i), step.out));
    }
    return io;
  }

  private static Tensor[] all(List<Integer> values, IntFunction<Tensor> tensor) {
    return IntStream.range(0, values.size()).mapToObj(tensor).toArray(Tensor[]::new);
  }

  Step.Io of(int step) {
    return steps[step];
  }
}
