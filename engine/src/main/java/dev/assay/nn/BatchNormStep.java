package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;

/**
 * BatchNorm in training, with ReLU where fused: statistics of the whole batch, then a pass over the
 * slices.
 */
final class BatchNormStep extends Step implements TrainingStep {
  private final BatchNorm norm;
  private final Rectifier relu;
  private final Tensor missingBias;
  private final Shape channels;
  private final Tensor gamma;
  private final Tensor beta;
  private final Tensor runningMean;
  private final Tensor runningVariance;
  private final Tensor mean;
  private final Tensor inverseDeviation;
  private Tensor gradient;
  private Tensor gammaGradient;
  private Tensor betaGradient;

  /** Values per channel in the batch of the last forward pass. */
  private long population;

  BatchNormStep(
      Backend backend,
      Workspace workspace,
      Shape shape,
      BatchNorm norm,
      Parameters parameters,
      String owner,
      Tensor missingBias,
      Rectifier relu) {
    super(backend, shape, shape);
    this.norm = norm;
    this.relu = relu;
    this.missingBias = missingBias;
    this.channels = Shape.vector(shape.channels());
    this.gamma = parameters.find(owner, "gamma");
    this.beta = parameters.find(owner, "beta");
    this.runningMean = parameters.find(owner, "running_mean");
    this.runningVariance = parameters.find(owner, "running_variance");
    this.mean = workspace.tensor(channels);
    this.inverseDeviation = workspace.tensor(channels);
  }

  @Override
  public boolean isBatchGlobal() {
    return true;
  }

  @Override
  public long partialSize() {
    return 2 * channels.size();
  }

  @Override
  public Tensor[] partialViews(Tensor row) {
    return new Tensor[] {row.reshape(channels.batch(2))};
  }

  @Override
  public void bindGradient(Tensor layerGradient) {
    gradient = layerGradient;
    gammaGradient = layerGradient.part(0, channels);
    betaGradient = layerGradient.part(channels.size(), channels);
  }

  @Override
  public void statistics(Io io) {
    backend.batchNormStatistics(io.x, io.partialViews[0]);
  }

  @Override
  public void mergeStatistics(Io batch, int slice) {
    int plane = in.height() * in.width();
    population = (long) batch.x.count() * plane;
    backend.batchNormMerge(
        batch.partial,
        batch.x.count(),
        slice,
        plane,
        norm.momentum(),
        norm.epsilon(),
        missingBias,
        mean,
        inverseDeviation,
        runningMean,
        runningVariance);
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.batchNorm(io.x, mean, inverseDeviation, gamma, beta, relu.present(), io.y);
  }

  @Override
  public void backwardStatistics(Io io) {
    backend.batchNormBackwardStatistics(
        io.x, io.dy, mean, inverseDeviation, gamma, beta, relu.masks(), io.partialViews[0]);
  }

  @Override
  public void mergeBackwardStatistics(Io batch) {
    addRows(batch, gradient);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.batchNormBackward(
          io.x,
          io.dy,
          mean,
          inverseDeviation,
          gamma,
          beta,
          relu.masks(),
          gammaGradient,
          betaGradient,
          population,
          io.dx);
    }
  }

  @Override
  String describe() {
    return Text.format("batch-norm %s (batch statistics)%s", in, relu.present() ? " + relu" : "");
  }
}
