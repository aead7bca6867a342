package dev.assay.peers;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.tensor.Shape;
import java.util.Map;

/** ONNX Runtime on its CPU provider with all graph optimisations. It runs inference alone. */
final class OnnxEngine implements Engine {
  private final int threads;
  private final boolean spinning;

  OnnxEngine(int threads, boolean spinning) {
    this.threads = threads;
    this.spinning = spinning;
  }

  @Override
  public String describe() {
    return Text.format(
        "ONNX Runtime %s, %d threads", OrtEnvironment.getEnvironment().getVersion(), threads);
  }

  private SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    options.addConfigEntry("session.intra_op.allow_spinning", spinning ? "1" : "0");
    return options;
  }

  @Override
  public Job forward(Workload.Forward workload) {
    Architecture architecture = workload.net().architecture();
    Shape input = architecture.input().batch(workload.batch());
    return session(
        OnnxModel.network(architecture, workload.batch()),
        Map.of("x", input),
        Map.of("x", Samples.noise(input.intSize(), "inputs")),
        architecture.output().batch(workload.batch()));
  }

  @Override
  public Job segment(Workload.Segment workload) {
    Architecture architecture = workload.net().architecture();
    Shape input = architecture.input().batch(1);
    int points = workload.points();
    float[] positions = new float[points];
    for (int i = 0; i < points; i++) {
      positions[i] = workload.position(i);
    }
    return session(
        OnnxModel.segment(architecture, points),
        Map.of("from", input, "to", input, "t", Shape.of(points, 1)),
        Map.of(
            "from", Samples.noise(input.intSize(), "from"),
            "to", Samples.noise(input.intSize(), "to"),
            "t", positions),
        architecture.output().batch(points));
  }

  private Job session(
      byte[] model, Map<String, Shape> shapes, Map<String, float[]> inputs, Shape output) {
    try (SessionOptions options = options()) {
      return new OnnxJob(options, model, shapes, inputs, output);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Job training(Workload.Training workload) {
    throw inferenceOnly();
  }

  @Override
  public Job jacobian(Workload.Jacobian workload) {
    throw inferenceOnly();
  }

  @Override
  public Job convolution(Workload.Convolution workload) {
    throw inferenceOnly();
  }

  @Override
  public Job maxPooling(Workload.MaxPooling workload) {
    throw inferenceOnly();
  }

  @Override
  public Job batchNorming(Workload.BatchNorming workload) {
    throw inferenceOnly();
  }

  @Override
  public Job search(Workload.Search workload) {
    throw inferenceOnly();
  }

  private static UnsupportedOperationException inferenceOnly() {
    return new UnsupportedOperationException("ONNX Runtime takes part in whole forward passes");
  }

  @Override
  public void close() {}
}
