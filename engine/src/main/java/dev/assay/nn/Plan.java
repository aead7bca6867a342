package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Workers;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.List;
import java.util.stream.Collectors;

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
  final List<Step> steps;
  final List<Integer> layers;
  final Shape in;
  final Shape out;
  private final Parameters parameters;
  private final Workers.Task refreshTask = this::refreshStep;
  private Tensor[] scratch;
  private int version;
  private Step refreshing;

  Plan(
      Architecture architecture,
      Parameters parameters,
      Backend backend,
      Steps.Mode mode,
      int from,
      int to) {
    this.backend = backend;
    this.parameters = parameters;
    this.workspace = new Workspace(backend);
    this.in = architecture.shape(from);
    this.out = architecture.shape(to);
    this.version = parameters.version() - 1;
    try {
      Steps.Compiled compiled =
          Steps.compile(architecture, parameters, backend, workspace, mode, from, to);
      this.steps = compiled.steps();
      this.layers = compiled.layers();
    } catch (RuntimeException | Error e) {
      workspace.close();
      throw e;
    }
  }

  /**
   * Shape of a sample between steps: {@code boundary} 0 is the input, then the output of each step.
   */
  final Shape boundary(int boundary) {
    return boundary == 0 ? in : steps.get(boundary - 1).out;
  }

  /** The largest number of floats of a sample at any boundary. */
  final long widest() {
    long widest = in.size();
    for (Step step : steps) {
      widest = Math.max(widest, step.out.size());
    }
    return widest;
  }

  /**
   * Samples per slice so that the input and output of the widest step, {@code rows} per sample,
   * take about {@code bytes}; at least 1, at most {@code most}. A backend that takes whole batches
   * gets much larger ones, for which these two numbers do not matter.
   */
  final int sliceFor(long bytes, int rows, int most) {
    return backend.takesWholeBatches()
        ? fitting(WHOLE_BYTES, rows, WHOLE_SAMPLES)
        : fitting(bytes, rows, most);
  }

  private int fitting(long bytes, int rows, int most) {
    long perSample = 1;
    for (Step step : steps) {
      perSample = Math.max(perSample, (step.in.size() + step.out.size()) * Float.BYTES * rows);
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

  final Tensor scratch(int worker) {
    return scratch[worker];
  }

  /** Packs and folds weights anew if parameters changed since the last run. */
  final void refresh() {
    if (version == parameters.version()) {
      return;
    }
    for (Step step : steps) {
      step.prepareRefresh();
      refreshing = step;
      backend.workers().run(step.refreshTasks(), refreshTask);
    }
    version = parameters.version();
  }

  private void refreshStep(int task, int worker) {
    refreshing.refresh(task);
  }

  /** Bytes this plan holds. */
  final long bytes() {
    return workspace.liveBytes();
  }

  /** The steps, one line each. */
  final String describe() {
    return steps.stream().map(Step::describe).collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    workspace.close();
  }
}
