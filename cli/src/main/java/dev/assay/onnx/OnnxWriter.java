package dev.assay.onnx;

import dev.assay.io.AtomicFile;
import dev.assay.nn.Architecture;
import java.nio.file.Path;
import java.util.Map;

/** Writes networks in the ONNX format, in evaluation mode. */
public final class OnnxWriter {
  private OnnxWriter() {}

  /**
   * Writes a model that takes {@code input}, N×C×H×W or N×n for any N, and gives {@code logits}.
   *
   * @param parameters values by name
   * @param version of this program
   * @throws dev.assay.io.BadInputException naming a layer that the format has nothing for, or if
   *     the file cannot be written
   */
  public static void write(
      Architecture architecture, Map<String, float[]> parameters, String version, Path file) {
    byte[] model = new GraphWriter(parameters).model(architecture, version).toByteArray();
    AtomicFile.write(file, out -> out.write(model));
  }
}
