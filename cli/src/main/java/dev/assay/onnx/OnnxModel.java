package dev.assay.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A file in the ONNX format, read and held against what it says of itself. */
final class OnnxModel {
  private static final int OLDEST = 7;

  /** A message of protocol buffers is never longer. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  private final Path file;
  private final ModelProto model;

  private OnnxModel(Path file, ModelProto model) {
    this.file = file;
    this.model = model;
  }

  static OnnxModel read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new BadInputException(
            file + ": more than 2 GiB; ONNX keeps weights of larger models in files beside it");
      }
      try (InputStream content = Files.newInputStream(file)) {
        OnnxModel read = new OnnxModel(file, ModelProto.parseFrom(content));
        read.check();
        return read;
      }
    } catch (InvalidProtocolBufferException e) {
      throw new BadInputException(
          file + ": not a model in the ONNX format, or damaged (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private void check() {
    if (!model.hasGraph() || graph().getNodeCount() == 0) {
      throw bad("not a model in the ONNX format: there is no graph in it");
    }
    if (opset() < OLDEST) {
      throw bad(
          Text.format(
              "written for version %d of the operators, expected %d or later; convert it with"
                  + " onnx.version_converter",
              opset(), OLDEST));
    }
    if (graph().getSparseInitializerCount() > 0 || model.getFunctionsCount() > 0) {
      throw bad("sparse tensors and functions of the model's own are not supported");
    }
  }

  /** The version of the standard operators. */
  long opset() {
    return model.getOpsetImportList().stream()
        .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
        .mapToLong(set -> set.getVersion())
        .max()
        .orElse(1);
  }

  /** Who wrote it, as it says. */
  String producer() {
    return (model.getProducerName() + " " + model.getProducerVersion()).strip();
  }

  List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < graph().getNodeCount(); i++) {
      nodes.add(new Node(graph().getNode(i), i, file.toString()));
    }
    return nodes;
  }

  /** The tensors that it brings along, by name. */
  Map<String, Constant> constants() {
    Map<String, Constant> constants = new LinkedHashMap<>();
    for (TensorProto tensor : graph().getInitializerList()) {
      constants.put(tensor.getName(), constant(tensor));
    }
    return constants;
  }

  Constant constant(TensorProto tensor) {
    try {
      boolean elsewhere = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
      return Constant.of(tensor, elsewhere ? external(tensor) : null);
    } catch (BadInputException e) {
      throw bad(e.getMessage());
    } catch (ArithmeticException e) {
      throw bad("tensor '" + tensor.getName() + "' is too large");
    }
  }

  /** The bytes of a tensor in a file beside the model, never outside its folder. */
  private byte[] external(TensorProto tensor) {
    Map<String, String> told =
        tensor.getExternalDataList().stream()
            .collect(
                Collectors.toMap(
                    StringStringEntryProto::getKey, StringStringEntryProto::getValue, (a, b) -> b));
    String location = told.getOrDefault("location", "");
    try {
      Path folder = file.toAbsolutePath().getParent().toRealPath();
      Path data = folder.resolve(location).toRealPath();
      if (!data.startsWith(folder) || !Files.isRegularFile(data)) {
        throw bad(
            Text.format(
                "tensor '%s' lies in '%s', which is no file in the folder of the model",
                tensor.getName(), location));
      }
      long offset = Long.parseLong(told.getOrDefault("offset", "0"));
      long most = Files.size(data) - offset;
      long length = Long.parseLong(told.getOrDefault("length", Long.toString(most)));
      if (offset < 0 || length < 0 || length > most || length > MOST_BYTES) {
        throw bad(
            Text.format(
                "tensor '%s' is %d bytes from byte %d of '%s', which has %d",
                tensor.getName(), length, offset, location, Files.size(data)));
      }
      try (InputStream content = Files.newInputStream(data)) {
        content.skipNBytes(offset);
        return content.readNBytes((int) length);
      }
    } catch (IOException | NumberFormatException | InvalidPathException e) {
      throw bad(
          Text.format("tensor '%s' in '%s' cannot be read (%s)", tensor.getName(), location, e));
    }
  }

  /** The name of the one input that is no constant. */
  String input() {
    return single(inputs().stream().map(ValueInfoProto::getName).toList(), "inputs");
  }

  private List<ValueInfoProto> inputs() {
    Set<String> constants =
        graph().getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    return graph().getInputList().stream()
        .filter(input -> !constants.contains(input.getName()))
        .toList();
  }

  String output() {
    return single(
        graph().getOutputList().stream().map(ValueInfoProto::getName).toList(), "outputs");
  }

  private String single(List<String> names, String what) {
    if (names.size() != 1) {
      throw bad(
          Text.format("%d %s (%s), expected one", names.size(), what, String.join(", ", names)));
    }
    return names.get(0);
  }

  private List<Dimension> axes() {
    return inputs().get(0).getType().getTensorType().getShape().getDimList();
  }

  /** How many samples it was written for; 0 for any number. */
  long batch() {
    return axes().get(0).getDimValue();
  }

  /** The extents of a sample of the input, without that of the batch. */
  int[] sample() {
    List<Dimension> axes = axes();
    if (axes.size() != 2 && axes.size() != 4) {
      throw bad(
          Text.format(
              "its input has %d axes; expected a batch of images or of vectors", axes.size()));
    }
    int[] sample = new int[axes.size() - 1];
    for (int i = 0; i < sample.length; i++) {
      long extent = axes.get(i + 1).getDimValue();
      if (extent < 1 || extent > Shape.MAX_SIZE) {
        throw bad(
            Text.format(
                "axis %d of its input has no fixed extent (%s); export it with one",
                i + 1, axes.get(i + 1).getDimParam()));
      }
      sample[i] = (int) extent;
    }
    return sample;
  }

  private GraphProto graph() {
    return model.getGraph();
  }

  BadInputException bad(String problem) {
    return new BadInputException(file + ": " + problem);
  }
}
