package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;

/** A single operation of the backend over a batch, cut into slices as the plans of networks cut. */
abstract class AssayKernel implements Job {
  private static final long SLICE_BYTES = 1 << 20;
  private static final int MAX_SLICE = 32;

  final Backend backend;
  final Workspace workspace;
  final int batch;
  final int slice;
  final int slices;

  AssayKernel(Backend backend, Shape input, Shape output) {
    this.backend = backend;
    this.workspace = new Workspace(backend);
    batch = input.extent(0);
    long perSample = (input.size() + output.size()) / batch * Float.BYTES;
    int workers = backend.workers().count();
    int share = Math.min((batch + workers - 1) / workers, MAX_SLICE);
    slice = (int) Math.max(1, Math.min(share, SLICE_BYTES / perSample));
    slices = (batch + slice - 1) / slice;
  }

  final Tensor zeros(Shape shape) {
    return workspace.tensor(shape);
  }

  final Tensor noise(Shape shape, String purpose) {
    Tensor tensor = workspace.tensor(shape);
    tensor.write(Samples.noise(shape.intSize(), purpose));
    return tensor;
  }

  /** The slices of a batch. */
  final Tensor[] cut(Tensor whole) {
    Tensor[] parts = new Tensor[slices];
    for (int i = 0; i < slices; i++) {
      parts[i] = whole.slice(i * slice, Math.min(batch, (i + 1) * slice));
    }
    return parts;
  }

  /** The rows of a tensor, without their first extent. */
  static Tensor[] rows(Tensor whole) {
    Tensor[] rows = new Tensor[whole.count()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = whole.slice(i, i + 1).reshape(whole.shape().sample());
    }
    return rows;
  }

  @Override
  public void close() {
    workspace.close();
  }
}
