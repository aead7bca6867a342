package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.io.Text;

/** This project's engine on the best backend there is. */
final class AssayEngine implements Engine {
  private final Backend backend;

  AssayEngine(int threads) {
    backend = Backends.open(Backends.AUTO, threads);
  }

  @Override
  public String describe() {
    return Text.format(
        "Assay: backend %s, %s, %s", backend.name(), backend.description(), BlasCore.describe());
  }

  @Override
  public Job training(Workload.Training workload) {
    return new AssayTraining(backend, workload);
  }

  @Override
  public Job forward(Workload.Forward workload) {
    float[] inputs =
        Samples.noise(workload.batch() * workload.net().architecture().input().intSize(), "inputs");
    return AssayClassifying.logits(backend, workload.net(), workload.batch(), inputs);
  }

  @Override
  public Job jacobian(Workload.Jacobian workload) {
    return AssayClassifying.jacobian(backend, workload.net(), workload.batch());
  }

  @Override
  public Job segment(Workload.Segment workload) {
    return AssayClassifying.segment(backend, workload);
  }

  @Override
  public Job convolution(Workload.Convolution workload) {
    return new AssayConvolution(backend, workload);
  }

  @Override
  public Job maxPooling(Workload.MaxPooling workload) {
    return new AssayMaxPooling(backend, workload);
  }

  @Override
  public Job batchNorming(Workload.BatchNorming workload) {
    return new AssayBatchNorm(backend, workload);
  }

  @Override
  public Job search(Workload.Search workload) {
    return new AssaySearch(backend, workload);
  }

  @Override
  public void close() {
    backend.close();
  }
}
