package dev.assay.onnx;

import dev.assay.foreign.ForeignNetwork;
import java.nio.file.Path;

/** Reads networks in the ONNX format. */
public final class OnnxReader {
  private OnnxReader() {}

  /**
   * Reads a network of layers and branches, in operators of version 7 or later.
   *
   * @throws dev.assay.io.BadInputException naming the node that has no layer here, or what is
   *     damaged
   */
  public static ForeignNetwork read(Path file) {
    OnnxModel model = OnnxModel.read(file);
    try {
      return new Graph(model).read();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw model.bad(e.getMessage());
    }
  }
}
