package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;

/**
 * BatchNorm in evaluation where no product precedes it to fold it into: an affine map per channel.
 */
final class AffineStep extends Step {
  private final float epsilon;
  private final Rectifier relu;
  private final Tensor gamma;
  private final Tensor beta;
  private final Tensor mean;
  private final Tensor variance;
  private final Tensor inverseDeviation;
  private final Tensor scale;

  AffineStep(
      Backend backend,
      Workspace workspace,
      Shape shape,
      BatchNorm norm,
      Parameters parameters,
      String owner,
      Rectifier relu) {
    super(backend, shape, shape);
    this.epsilon = norm.epsilon();
    this.relu = relu;
    this.gamma = parameters.find(owner, "gamma");
    this.beta = parameters.find(owner, "beta");
    this.mean = parameters.find(owner, "running_mean");
    this.variance = parameters.find(owner, "running_variance");
    this.inverseDeviation = workspace.tensor(gamma.shape());
    this.scale = workspace.tensor(gamma.shape());
  }

  @Override
  void prepareRefresh() {
    double[] slope = Weights.scale(gamma, variance, epsilon);
    float[] spread = variance.toArray();
    float[] slopes = new float[slope.length];
    for (int c = 0; c < slopes.length; c++) {
      slopes[c] = (float) slope[c];
      spread[c] = (float) (1 / Math.sqrt((double) spread[c] + epsilon));
    }
    scale.write(slopes);
    inverseDeviation.write(spread);
  }

  @Override
  boolean overwritesCotangent() {
    return relu.masks();
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.batchNorm(io.x, mean, inverseDeviation, gamma, beta, relu.present(), io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (relu.masks()) {
      backend.reluBackward(0, io.y, io.dy, io.dy);
    }
    backend.scaleChannels(io.dy, scale, io.dx);
  }

  @Override
  String describe() {
    return Text.format("batch-norm %s%s", in, relu.present() ? " + relu" : "");
  }
}
