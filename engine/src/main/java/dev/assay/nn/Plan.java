package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Repetition;
import dev.assay.backend.Workers;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Memory;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A part of a network ready to run: its steps and all the memory they need, allocated once. Batches
 * are cut into slices of a fixed number of samples that workers take one by one; a slice runs
 * through many steps while its activations are in cache. The cut depends on shapes alone, never on
 * the number of threads.
 */
abstract class Plan implements AutoCloseable {
  /** Bounds of slices on a backend that takes whole batches. */
  private static final long WHOLE_BYTES = 256 << 20;

  private static final int WHOLE_SAMPLES = 1024;

  final Backend backend;
  final Workspace workspace;
  final Program program;

  /** Where values lie. */
  final Places places;

  final List<Step> steps;
  final Shape in;
  final Shape out;
  private final Parameters parameters;
  private final List<Repetition> repetitions = new ArrayList<>();
  private final Workers.Task refreshTask = this::refreshStep;
  private final Workers.Task forwardPart = this::forwardPart;
  private final Workers.Task backwardPart = this::backwardPart;
  private Tensor[] scratch;
  private int version;
  private Step refreshing;

  /** What all workers run in parts. */
  private Step shared;

  private Step.Io sharedIo;

  /**
   * @param seen cuts between {@code from} and {@code to} that taps look at, ascending
   */
  Plan(
      Architecture architecture,
      Parameters parameters,
      Backend backend,
      Memory memory,
      Steps.Mode mode,
      int from,
      int to,
      int... seen) {
    this.backend = backend;
    this.parameters = parameters;
    this.workspace = new Workspace(memory);
    this.in = architecture.shape(from);
    this.out = architecture.shape(to);
    this.version = parameters.version() - 1;
    try {
      this.program = Program.of(architecture, parameters, backend, workspace, mode, from, to, seen);
    } catch (RuntimeException | Error e) {
      workspace.close();
      throw e;
    }
    this.places = Places.ofValues(program);
    this.steps = program.instructions().stream().map(Program.Instruction::step).toList();
  }

  /**
   * Makes a plan, whose sizes are all counted exactly.
   *
   * @param what is planned, for the message
   * @throws BadInputException if something of it is more than an array holds
   */
  static <P extends Plan> P make(String what, Supplier<P> plan) {
    try {
      return plan.get();
    } catch (ArithmeticException e) {
      throw new BadInputException(
          Text.format(
              "%s needs arrays of more than %d values; take a smaller batch or network",
              what, Shape.MAX_SIZE),
          e);
    }
  }

  /**
   * The first of the steps at the end that work on vectors alone. Their weights are read once per
   * call, so they want many samples at a time; the steps on images before them want few, whose
   * activations stay in cache.
   */
  final int firstVectorStep() {
    int first = steps.size();
    while (first > 0 && steps.get(first - 1).in.rank() == 1) {
      first--;
    }
    return first;
  }

  /**
   * Samples per slice of the steps before {@code to} so that the values that are there during any
   * of them, {@code rows} per sample, take about {@code bytes}; at least 1, at most {@code most}. A
   * backend that takes whole batches gets much larger ones, which suit all steps.
   */
  final int sliceFor(int to, long bytes, int rows, int most) {
    return backend.takesWholeBatches()
        ? fitting(steps.size(), WHOLE_BYTES, rows, WHOLE_SAMPLES)
        : fitting(to, bytes, rows, most);
  }

  /** Parts that the samples of a call are cut into so that each worker gets {@code each}. */
  final int shares(int each) {
    return backend.takesWholeBatches() ? 1 : each * backend.workers().count();
  }

  private int fitting(int to, long bytes, int rows, int most) {
    long perSample = 1;
    long[] live = places.live(steps.size());
    for (int i = 0; i < to; i++) {
      perSample = Math.max(perSample, live[i] * Float.BYTES * rows);
    }
    return (int) Math.max(1, Math.min(most, bytes / perSample));
  }

  /** Allocates scratch for every worker, enough for any step on slices of {@code rows}. */
  final void allocateScratch(int rows, long atLeast) {
    long size = atLeast;
    for (Step step : steps) {
      size = Math.max(size, step.scratchSize(rows));
    }
    scratch = new Tensor[backend.workers().count()];
    for (int worker = 0; worker < scratch.length; worker++) {
      scratch[worker] =
          workspace.tensor(Shape.vector(Math.toIntExact(Math.max(size, Workspace.ALIGNMENT))));
    }
  }

  /** Memory for {@code rows} samples of each buffer. */
  final Tensor[] allocate(Buffers buffers, long rows) {
    Tensor[] tensors = new Tensor[buffers.count()];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = buffer(rows * buffers.size(i));
    }
    return tensors;
  }

  final Tensor buffer(long floats) {
    return workspace.tensor(Shape.vector(Math.toIntExact(floats)));
  }

  /** For work that this plan does again and again; ends with the plan. */
  final Repetition repetition() {
    Repetition repetition = backend.repetition();
    synchronized (repetitions) {
      repetitions.add(repetition);
    }
    return repetition;
  }

  final Tensor scratch(int worker) {
    return scratch[worker];
  }

  /** Packs and folds weights anew if parameters changed since the last run. */
  final void refresh() {
    if (version == parameters.version()) {
      return;
    }
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      step.prepareRefresh();
      refreshing = step;
      backend.workers().run(step.refreshTasks(), refreshTask);
    }
    version = parameters.version();
  }

  private void refreshStep(int task, int worker) {
    refreshing.refresh(task);
  }

  /** Runs a step forward, shared out among the workers as far as it comes in parts. */
  final void forwardTogether(Step step, Step.Io io) {
    if (step.comesInParts()) {
      share(step, io, forwardPart);
    } else {
      step.forward(io, scratch(0));
    }
  }

  /** The same backward. */
  final void backwardTogether(Step step, Step.Io io) {
    if (step.comesBackInParts()) {
      step.prepareBackward(io);
      share(step, io, backwardPart);
    } else {
      step.backward(io, scratch(0));
    }
  }

  private void share(Step step, Step.Io io, Workers.Task part) {
    shared = step;
    sharedIo = io;
    backend.workers().run(backend.workers().count(), part);
  }

  private void forwardPart(int part, int worker) {
    shared.forward(sharedIo, part, backend.workers().count(), scratch(worker));
  }

  private void backwardPart(int part, int worker) {
    shared.backward(sharedIo, part, backend.workers().count(), scratch(worker));
  }

  /** Bytes this plan holds. */
  final long bytes() {
    return workspace.liveBytes();
  }

  /** How batches are cut, for people. */
  abstract String cut();

  @Override
  public void close() {
    repetitions.forEach(Repetition::close);
    workspace.close();
  }
}
