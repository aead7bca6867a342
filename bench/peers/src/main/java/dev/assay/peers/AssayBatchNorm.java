package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.backend.Workers;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.Map;

/** BatchNorm with the statistics of the batch, or its backward pass. */
final class AssayBatchNorm extends AssayKernel {
  private final Workload.BatchNorming workload;
  private final Tensor[] xs;
  private final Tensor[] dys;
  private final Tensor[] results;
  private final Tensor result;
  private final Tensor[] partialRows;
  private final Tensor partials;
  private final Tensor mean;
  private final Tensor deviation;
  private final Tensor gamma;
  private final Tensor beta;
  private final Tensor runningMean;
  private final Tensor runningVariance;
  private final Tensor sums;
  private final Tensor dGamma;
  private final Tensor dBeta;
  private final Workers.Task statistics = this::statistics;
  private final Workers.Task normalise = this::normalise;
  private final Workers.Task backwardStatistics = this::backwardStatistics;
  private final Workers.Task backward = this::backward;

  AssayBatchNorm(Backend backend, Workload.BatchNorming workload) {
    super(backend, workload.input(), workload.input());
    this.workload = workload;
    Shape channels = Shape.vector(workload.channels());
    xs = cut(noise(workload.input(), "x"));
    dys = workload.pass() == Workload.Pass.FORWARD ? null : cut(noise(workload.input(), "dy"));
    result = zeros(workload.input());
    results = cut(result);
    partials = zeros(Shape.of(slices, 2, workload.channels()));
    partialRows = rows(partials);
    mean = zeros(channels);
    deviation = zeros(channels);
    gamma = noise(channels, "gamma");
    beta = noise(channels, "beta");
    runningMean = zeros(channels);
    runningVariance = zeros(channels);
    sums = zeros(Shape.of(2, workload.channels()));
    dGamma = sums.part(0, channels);
    dBeta = sums.part(workload.channels(), channels);
    forwardStatistics();
  }

  private void forwardStatistics() {
    backend.workers().run(slices, statistics);
    backend.batchNormMerge(
        partials,
        batch,
        slice,
        workload.extent() * workload.extent(),
        Workload.BatchNorming.MOMENTUM,
        Workload.BatchNorming.EPSILON,
        null,
        mean,
        deviation,
        runningMean,
        runningVariance);
  }

  private void statistics(int i, int worker) {
    backend.batchNormStatistics(xs[i], partialRows[i]);
  }

  private void normalise(int i, int worker) {
    backend.batchNorm(xs[i], mean, deviation, gamma, beta, false, results[i]);
  }

  private void backwardStatistics(int i, int worker) {
    backend.batchNormBackwardStatistics(
        xs[i], dys[i], mean, deviation, gamma, beta, false, partialRows[i]);
  }

  private void backward(int i, int worker) {
    long population = (long) batch * workload.extent() * workload.extent();
    backend.batchNormBackward(
        xs[i], dys[i], mean, deviation, gamma, beta, false, dGamma, dBeta, population, results[i]);
  }

  @Override
  public void run() {
    if (workload.pass() == Workload.Pass.FORWARD) {
      forwardStatistics();
      backend.workers().run(slices, normalise);
    } else {
      backend.workers().run(slices, backwardStatistics);
      backend.sum(partials, sums);
      backend.workers().run(slices, backward);
    }
  }

  @Override
  public Map<String, float[]> outputs() {
    run();
    return workload.pass() == Workload.Pass.FORWARD
        ? Map.of("output", result.toArray())
        : Map.of(
            "input gradient", result.toArray(),
            "scale gradient", dGamma.toArray(),
            "shift gradient", dBeta.toArray());
  }
}
