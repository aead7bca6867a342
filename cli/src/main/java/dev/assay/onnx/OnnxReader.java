package dev.assay.onnx;

import dev.assay.foreign.ForeignNetwork;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.nio.file.Path;

/** Reads networks in the ONNX format. */
public final class OnnxReader {
  private OnnxReader() {}

  /**
   * Reads a network of layers and branches, in operators of version 7 or later.
   *
   * @throws BadInputException naming the node that has no layer here, or what is damaged
   */
  public static ForeignNetwork read(Path file) {
    try {
      return read(OnnxModel.read(file));
    } catch (BadInputException e) {
      // names come from the file
      throw new BadInputException(Text.visible(e.getMessage()), e);
    }
  }

  private static ForeignNetwork read(OnnxModel model) {
    try {
      return new Graph(model).read();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw model.bad(e.getMessage());
    }
  }
}
