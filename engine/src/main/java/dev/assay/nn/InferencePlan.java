package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Workers;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * Forward in evaluation mode, from a cut to a cut, for any number of samples. Each worker has two
 * buffers of a slice.
 */
final class InferencePlan extends Plan {
  private static final long SLICE_BYTES = 512 << 10;
  private static final int MAX_SLICE = 32;

  private final int slice;
  private final Step.Io[][][] ios;
  private final Tensor[][] buffers;
  private final Workers.Task task = this::runSlice;
  private float[] inputs;
  private float[] outputs;
  private int count;

  InferencePlan(
      Architecture architecture, Parameters parameters, Backend backend, int from, int to) {
    super(architecture, parameters, backend, Steps.Mode.INFERENCE, from, to);
    slice = sliceFor(SLICE_BYTES, 1, MAX_SLICE);
    int workers = backend.workers().count();
    buffers = new Tensor[workers][2];
    for (Tensor[] pair : buffers) {
      for (int i = 0; i < 2; i++) {
        pair[i] = workspace.tensor(Shape.vector(Math.toIntExact(slice * widest())));
      }
    }
    allocateScratch(slice, 0);
    ios = new Step.Io[workers][slice + 1][];
  }

  /** {@code inputs}: count × in; {@code outputs}: count × out. */
  void run(float[] inputs, int count, float[] outputs) {
    refresh();
    this.inputs = inputs;
    this.outputs = outputs;
    this.count = count;
    backend.workers().run((count + slice - 1) / slice, task);
    this.inputs = null;
    this.outputs = null;
  }

  private void runSlice(int index, int worker) {
    int first = index * slice;
    int samples = Math.min(slice, count - first);
    Step.Io[] views = views(worker, samples);
    views[0].x.write(inputs, Math.multiplyExact(first, in.intSize()));
    Tensor scratch = scratch(worker);
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).forward(views[i], scratch);
    }
    views[steps.size()].x.read(outputs, Math.multiplyExact(first, out.intSize()));
  }

  /** One view per step, and a last one whose x is the output; made once per number of samples. */
  private Step.Io[] views(int worker, int samples) {
    Step.Io[] views = ios[worker][samples];
    if (views == null) {
      views = new Step.Io[steps.size() + 1];
      for (int i = 0; i < views.length; i++) {
        views[i] = new Step.Io();
        Shape shape = i < steps.size() ? steps.get(i).in : out;
        views[i].x = buffers[worker][i % 2].part(0, shape.batch(samples));
        if (i > 0) {
          views[i - 1].y = buffers[worker][i % 2].part(0, boundary(i).batch(samples));
        }
      }
      ios[worker][samples] = views;
    }
    return views;
  }
}
