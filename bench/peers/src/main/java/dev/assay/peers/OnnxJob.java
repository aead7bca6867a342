package dev.assay.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.assay.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A session with its inputs and its output in place, so that a run copies nothing. */
final class OnnxJob implements Job {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxTensor> outputs;
  private final FloatBuffer logits;

  OnnxJob(
      OrtSession.SessionOptions options,
      byte[] model,
      Map<String, Shape> shapes,
      Map<String, float[]> values,
      Shape output)
      throws OrtException {
    session = environment.createSession(model, options);
    for (Map.Entry<String, float[]> entry : values.entrySet()) {
      FloatBuffer buffer = buffer(entry.getValue().length);
      buffer.put(entry.getValue()).rewind();
      inputs.put(entry.getKey(), tensor(buffer, shapes.get(entry.getKey())));
    }
    logits = buffer(output.intSize());
    outputs = Map.of(OnnxModel.LOGITS, tensor(logits, output));
  }

  private static FloatBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(size * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private OnnxTensor tensor(FloatBuffer buffer, Shape shape) throws OrtException {
    long[] extents = Arrays.stream(shape.toArray()).asLongStream().toArray();
    return OnnxTensor.createTensor(environment, buffer, extents);
  }

  @Override
  public void run() {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, float[]> outputs() {
    run();
    float[] values = new float[logits.capacity()];
    logits.duplicate().rewind().get(values);
    return Map.of("logits", values);
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
