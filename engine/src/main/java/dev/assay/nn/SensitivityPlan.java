package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Workers;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * Logits and gradients with respect to the input, in evaluation mode: one forward pass per sample,
 * then {@code perSample} cotangents through the backward pass together.
 */
final class SensitivityPlan extends Plan {
  private static final long SLICE_BYTES = 1 << 20;
  private static final int MAX_SLICE = 16;

  private final int perSample;
  private final int slice;
  private final Tensor[][] activations;
  private final Tensor[][] saved;
  private final Tensor[][] cotangentBuffers;
  private final Step.Io[][][] ios;
  private final Workers.Task task = this::runSlice;
  private float[] inputs;
  private float[] cotangents;
  private float[] logits;
  private float[] gradients;
  private int count;

  SensitivityPlan(
      Architecture architecture,
      Parameters parameters,
      Backend backend,
      int from,
      int to,
      int perSample) {
    super(architecture, parameters, backend, Steps.Mode.SENSITIVITY, from, to);
    this.perSample = perSample;
    slice = sliceFor(SLICE_BYTES, perSample, MAX_SLICE);
    int workers = backend.workers().count();
    activations = new Tensor[workers][steps.size() + 1];
    saved = new Tensor[workers][steps.size()];
    cotangentBuffers = new Tensor[workers][2];
    for (int worker = 0; worker < workers; worker++) {
      for (int i = 0; i <= steps.size(); i++) {
        activations[worker][i] = workspace.tensor(boundary(i).batch(slice));
      }
      for (int i = 0; i < steps.size(); i++) {
        Shape kept = steps.get(i).savedShape();
        saved[worker][i] = kept == null ? null : workspace.tensor(kept.batch(slice));
      }
      for (int i = 0; i < 2; i++) {
        cotangentBuffers[worker][i] =
            workspace.tensor(Shape.vector(Math.toIntExact(slice * perSample * widest())));
      }
    }
    allocateScratch(slice * perSample, 0);
    ios = new Step.Io[workers][slice + 1][];
  }

  /** See {@link Classifier#gradients}. */
  void run(float[] inputs, int count, float[] cotangents, float[] logits, float[] gradients) {
    refresh();
    this.inputs = inputs;
    this.cotangents = cotangents;
    this.logits = logits;
    this.gradients = gradients;
    this.count = count;
    backend.workers().run((count + slice - 1) / slice, task);
    this.inputs = null;
    this.cotangents = null;
    this.logits = null;
    this.gradients = null;
  }

  private void runSlice(int index, int worker) {
    int first = index * slice;
    int samples = Math.min(slice, count - first);
    Step.Io[] views = views(worker, samples);
    Tensor scratch = scratch(worker);
    views[0].x.write(inputs, Math.multiplyExact(first, in.intSize()));
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).forward(views[i], scratch);
    }
    Step.Io last = views[steps.size()];
    last.x.read(logits, Math.multiplyExact(first, out.intSize()));
    last.dx.write(cotangents, Math.multiplyExact(first * perSample, out.intSize()));
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).backward(views[i], scratch);
    }
    views[0].dx.read(gradients, Math.multiplyExact(first * perSample, in.intSize()));
  }

  /** One view per step, and a last one whose x and dx are the logits and their cotangents. */
  private Step.Io[] views(int worker, int samples) {
    Step.Io[] views = ios[worker][samples];
    if (views == null) {
      views = new Step.Io[steps.size() + 1];
      for (int i = 0; i < views.length; i++) {
        Step.Io view = new Step.Io();
        Shape shape = i < steps.size() ? steps.get(i).in : out;
        view.x = activations[worker][i].part(0, shape.batch(samples));
        view.dx = cotangentBuffers[worker][i % 2].part(0, shape.batch(samples * perSample));
        views[i] = view;
        if (i > 0) {
          Step.Io before = views[i - 1];
          before.y = activations[worker][i].part(0, boundary(i).batch(samples));
          before.dy =
              cotangentBuffers[worker][i % 2].part(0, boundary(i).batch(samples * perSample));
          if (saved[worker][i - 1] != null) {
            before.saved = saved[worker][i - 1].slice(0, samples);
          }
        }
      }
      ios[worker][samples] = views;
    }
    return views;
  }
}
