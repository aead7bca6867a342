package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.List;

/**
 * A convolution of any form, with bias and, where fused, ReLU: what its weights and the ReLU ask
 * for in training.
 */
abstract class FilterStep extends SharedStep implements TrainingStep {
  final Weights weights;
  final Rectifier relu;
  private final boolean gradients;
  private Tensor gradient;

  FilterStep(
      Backend backend, Shape in, Shape out, Weights weights, Rectifier relu, boolean gradients) {
    super(backend, in, out);
    this.weights = weights;
    this.relu = relu;
    this.gradients = gradients;
  }

  @Override
  final boolean overwritesCotangent() {
    return relu.masks();
  }

  @Override
  final void prepareBackward(Io io) {
    if (relu.masks()) {
      backend.reluBackward(0, io.y, io.dy, io.dy);
    }
  }

  @Override
  public final long partialSize() {
    return weights.size();
  }

  @Override
  public final Tensor[] partialViews(Tensor row) {
    return weights.views(row);
  }

  @Override
  public final void bindGradient(Tensor layerGradient) {
    gradient = layerGradient;
  }

  @Override
  public final int gradientTasks() {
    return 1;
  }

  @Override
  public final void gradient(int task, Io batch, Tensor scratch) {
    addRows(batch, gradient);
  }

  @Override
  final String form() {
    int used = gradient != null ? 3 : gradients ? 2 : 1;
    return String.join(", ", forms().subList(0, used));
  }

  /** How products run: forward, for gradients of inputs, for gradients of weights. */
  abstract List<String> forms();
}
