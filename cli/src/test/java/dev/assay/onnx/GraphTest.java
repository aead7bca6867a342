package dev.assay.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.assay.backend.Backend;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.foreign.Damage;
import dev.assay.foreign.ForeignNetwork;
import dev.assay.io.BadInputException;
import dev.assay.nn.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single nodes with results known by hand, and models that are refused. */
class GraphTest {
  @TempDir private Path folder;

  /** A graph from x to y, put together node by node. */
  private final class Model {
    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final long opset;
    private String at = "x";

    Model(long opset, long... input) {
      this.opset = opset;
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      LongStream.of(input).forEach(extent -> shape.addDimBuilder().setDimValue(extent));
      graph.addInput(
          ValueInfoProto.newBuilder()
              .setName("x")
              .setType(
                  TypeProto.newBuilder()
                      .setTensorType(
                          TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape))));
    }

    Model constant(String name, long[] extents, float... values) {
      TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(1);
      LongStream.of(extents).forEach(tensor::addDims);
      for (float value : values) {
        tensor.addFloatData(value);
      }
      graph.addInitializer(tensor);
      return this;
    }

    Model numbers(String name, long... values) {
      TensorProto.Builder tensor =
          TensorProto.newBuilder().setName(name).setDataType(7).addDims(values.length);
      LongStream.of(values).forEach(tensor::addInt64Data);
      graph.addInitializer(tensor);
      return this;
    }

    /** A node that takes what is there, and these. */
    Model then(String operator, String... others) {
      NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addInput(at);
      at = "t" + graph.getNodeCount();
      graph.addNode(node.addAllInput(Arrays.asList(others)).addOutput(at));
      return this;
    }

    /** A node that takes these. */
    void join(String operator, String... inputs) {
      at = "t" + graph.getNodeCount();
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType(operator)
              .addAllInput(Arrays.asList(inputs))
              .addOutput(at));
    }

    /** An attribute of the last node. */
    Model with(String name, long... values) {
      AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
      if (values.length == 1) {
        attribute.setI(values[0]);
      }
      LongStream.of(values).forEach(attribute::addInts);
      return with(attribute);
    }

    Model withReal(String name, float value) {
      return with(AttributeProto.newBuilder().setName(name).setF(value));
    }

    Model with(String name, String value) {
      return with(AttributeProto.newBuilder().setName(name).setS(ByteString.copyFromUtf8(value)));
    }

    private Model with(AttributeProto.Builder attribute) {
      graph.getNodeBuilder(graph.getNodeCount() - 1).addAttribute(attribute);
      return this;
    }

    Path write() throws IOException {
      graph.addOutput(ValueInfoProto.newBuilder().setName(at));
      ModelProto model =
          ModelProto.newBuilder()
              .setGraph(graph)
              .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
              .build();
      return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    float[] run(float... inputs) throws IOException {
      ForeignNetwork read = OnnxReader.read(write());
      float[] logits = new float[read.architecture().classes()];
      try (Backend backend = new ReferenceBackend(1);
          Network network = new Network(backend, read.architecture(), 0)) {
        network.parameters().set(read.parameters());
        network.classifier().logits(inputs, 1, logits);
      }
      return logits;
    }

    void gives(float[] inputs, double... logits) throws IOException {
      float[] got = run(inputs);
      assertThat(got).hasSameSizeAs(logits);
      for (int i = 0; i < got.length; i++) {
        assertThat((double) got[i]).isCloseTo(logits[i], within(1e-6));
      }
    }

    void isRefused(String... says) throws IOException {
      Path file = write();
      assertThatThrownBy(() -> OnnxReader.read(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(file.toString())
          .hasMessageContainingAll(says);
    }
  }

  private static long[] of(long... extents) {
    return extents;
  }

  @Test
  void channelsLastAreSorted() throws IOException {
    // 2×1 pixels of two channels, (1, 2) and (3, 4): flattened as they lie, weighed by 1 to 1000
    Model model =
        new Model(13, 1, 2, 1, 2)
            .then("Transpose")
            .with("perm", 0, 3, 1, 2)
            .then("Relu")
            .then("Transpose")
            .with("perm", 0, 2, 3, 1)
            .numbers("to", 0, -1)
            .then("Reshape", "to")
            .constant("w", of(4, 1), 1, 10, 100, 1000)
            .then("MatMul", "w");
    // our images are channel by channel
    assertThat(model.run(1, 3, 2, 4)).containsExactly(4321);
  }

  @Test
  void productsAreScaledAndBiased() throws IOException {
    Model gemm =
        new Model(11, 1, 2)
            .constant("w", of(2, 2), 1, 2, 3, 4)
            .constant("b", of(1, 2), 10, 20)
            .then("Gemm", "w", "b")
            .withReal("alpha", 2)
            .withReal("beta", 0.5f);
    assertThat(gemm.run(1, 1)).containsExactly(2 * 4 + 5, 2 * 6 + 10);
    Model turned =
        new Model(11, 1, 2)
            .constant("w", of(2, 2), 1, 2, 3, 4)
            .constant("b", of(), 7)
            .then("Gemm", "w", "b")
            .with("transB", 1);
    assertThat(turned.run(1, 1)).containsExactly(3 + 7, 7 + 7);
  }

  @Test
  void constantsAreAddedSubtractedMultipliedAndDividedBy() throws IOException {
    Model model =
        new Model(13, 1, 2)
            .constant("a", of(2), 1, 2)
            .constant("all", of(), 4)
            .then("Sub", "a")
            .then("Mul", "all")
            .then("Div", "all")
            .constant("w", of(2, 2), 1, 0, 0, 1)
            .then("MatMul", "w")
            .then("Add", "a");
    assertThat(model.run(5, 6)).usingComparatorWithPrecision(1e-5f).containsExactly(5, 6);
  }

  private Model means(long... pads) {
    return new Model(13, 1, 1, 2, 2)
        .then("AveragePool")
        .with("kernel_shape", 2, 2)
        .with("pads", pads);
  }

  @Test
  void axesAreCountedFromEitherEnd() throws IOException {
    new Model(13, 1, 1, 1, 2).then("Flatten").with("axis", -3).gives(new float[] {1, 2}, 1, 2);
  }

  @Test
  void meansCountPaddingOrDoNot() throws IOException {
    means(0, 0, 1, 1).then("Flatten").gives(new float[] {1, 2, 3, 10}, 4, 6, 6.5, 10);
    means(0, 0, 1, 1)
        .with("count_include_pad", 1)
        .then("Flatten")
        .gives(new float[] {1, 2, 3, 10}, 4, 3, 3.25, 2.5);
    means(1, 1, 1, 1)
        .with("strides", 2, 2)
        .then("Flatten")
        .gives(new float[] {1, 2, 3, 10}, 1, 2, 3, 10);
    means(2, 0, 0, 0).then("Flatten").isRefused("nothing but padding");
  }

  @Test
  void lastWindowsReachBeyondTheImage() throws IOException {
    float[] image = {-1, -2, -3, -4, -5, -6, -7, -8, -9};
    for (String operator : new String[] {"MaxPool", "AveragePool"}) {
      Model model =
          new Model(13, 1, 1, 3, 3)
              .then(operator)
              .with("kernel_shape", 2, 2)
              .with("strides", 2, 2)
              .with("ceil_mode", 1)
              .then("Flatten");
      model.gives(
          image,
          operator.equals("MaxPool")
              ? new double[] {-1, -3, -7, -9}
              : new double[] {-3, -4.5, -7.5, -9});
    }
    // one that would begin in the padding is none
    new Model(13, 1, 1, 1, 3)
        .then("MaxPool")
        .with("kernel_shape", 1, 2)
        .with("strides", 1, 2)
        .with("pads", 0, 1, 0, 1)
        .with("ceil_mode", 1)
        .then("Flatten")
        .gives(new float[] {-5, -6, -7}, -5, -6);
    // more of them before than after, as automatic padding may have it
    new Model(13, 1, 1, 1, 3)
        .then("MaxPool")
        .with("kernel_shape", 1, 2)
        .with("auto_pad", "SAME_LOWER")
        .then("Flatten")
        .gives(new float[] {-5, -6, -4}, -5, -5, -4);
  }

  @Test
  void normalisationOfEachBatchIsRefused() throws IOException {
    Model norm =
        new Model(9, 1, 2)
            .constant("one", of(2), 1, 1)
            .constant("mean", of(2), 1, 2)
            .then("BatchNormalization", "one", "mean", "mean", "one")
            .withReal("epsilon", 0);
    norm.graph.getNodeBuilder(0).addAllOutput(List.of("m", "v", "sm", "sv"));
    norm.isRefused("node 0, BatchNormalization 't0'", "in training");
  }

  @Test
  void extentsMayBeExplicit() throws IOException {
    float[] image = {1, 2};
    new Model(14, 1, 1, 1, 2)
        .numbers("to", 1, 2)
        .then("Reshape", "to")
        .with("allowzero", 1)
        .gives(image, 1, 2);
    new Model(14, 1, 1, 1, 2)
        .numbers("to", 0, 2)
        .then("Reshape", "to")
        .with("allowzero", 1)
        .isRefused("node 0, Reshape 't0'", "allowzero");
  }

  @Test
  void bordersHoldZerosOrPixels() throws IOException {
    String[] modes = {"constant", "edge", "reflect", "wrap"};
    double[][] told = {{1, 2, 3, 0, 0}, {1, 2, 3, 3, 3}, {1, 2, 3, 2, 1}, {1, 2, 3, 1, 2}};
    for (int i = 0; i < modes.length; i++) {
      new Model(19, 1, 1, 1, 3)
          .numbers("pads", 0, 0, 0, 0, 0, 0, 0, 2)
          .then("Pad", "pads")
          .with("mode", modes[i])
          .then("Flatten")
          .gives(new float[] {1, 2, 3}, told[i]);
    }
    new Model(19, 1, 1, 1, 3)
        .numbers("pads", 0, 0, 0, 0, 0, 0, 0, 2)
        .constant("one", of(), 1)
        .then("Pad", "pads", "one")
        .then("Flatten")
        .isRefused("only zeros or pixels");
  }

  @Test
  void maximaOfAllPlaces() throws IOException {
    new Model(9, 1, 2, 1, 2)
        .then("GlobalMaxPool")
        .then("Flatten")
        .gives(new float[] {1, -2, -4, -3}, 1, -3);
  }

  @Test
  void nothingIsDroppedUnlessAModelAlwaysDoes() throws IOException {
    for (float ratio : new float[] {0, 0.5f}) {
      for (float training : new float[] {0, 1}) {
        Model model =
            new Model(13, 1, 2)
                .constant("ratio", of(), ratio)
                .constant("training", of(), training)
                .then("Dropout", "ratio", "training");
        if (ratio > 0 && training > 0) {
          model.isRefused("Dropout", "random");
        } else {
          model.gives(new float[] {1, 2}, 1, 2);
        }
      }
    }
  }

  @Test
  void functionsOfOneNumber() throws IOException {
    float[] at = {-2, 0.5f};
    new Model(13, 1, 2).then("Sigmoid").gives(at, 0.11920292, 0.62245933);
    new Model(20, 1, 2).then("Gelu").gives(at, -0.04550026, 0.34573123);
    new Model(9, 1, 2).then("Clip").withReal("min", -1).withReal("max", 0.25f).gives(at, -1, 0.25);
    new Model(13, 1, 2).constant("most", of(), 0.25f).then("Clip", "", "most").gives(at, -2, 0.25);
    new Model(13, 1, 2)
        .then("HardSigmoid")
        .withReal("alpha", 0.5f)
        .withReal("beta", 0.4f)
        .gives(at, 0, 0.65);
    new Model(20, 1, 2).then("Gelu").with("approximate", "tanh").isRefused("approximation");
  }

  @Test
  void functionsThatExportersWriteAsSeveralNodes() throws IOException {
    float[] at = {-2, 0.5f};
    Model silu = new Model(13, 1, 2).then("Sigmoid");
    silu.join("Mul", "x", "t0");
    silu.gives(at, -0.23840584, 0.31122967);

    for (String half : new String[] {"product", "input"}) {
      Model gelu =
          new Model(13, 1, 2)
              .constant("root", of(), (float) Math.sqrt(2))
              .constant("one", of(1), 1)
              .constant("half", of(), 0.5f)
              .then("Div", "root")
              .then("Erf")
              .then("Add", "one");
      if (half.equals("product")) {
        gelu.join("Mul", "x", "t2");
        gelu.join("Mul", "t3", "half");
      } else {
        gelu.join("Mul", "half", "x");
        gelu.join("Mul", "t3", "t2");
      }
      gelu.gives(at, -0.04550026, 0.34573123);
    }

    Model residual = new Model(13, 1, 2).then("Sigmoid");
    residual.join("Mul", "x", "t0");
    residual.then("Tanh");
    residual.join("Add", "t2", "x");
    residual.gives(at, -2 - 0.23398944, 0.5 + 0.30155536);

    Model gate = new Model(13, 1, 2).then("Sigmoid").then("Relu");
    gate.join("Mul", "x", "t1");
    gate.isRefused("Mul 't2'", "only their sum is a layer");
  }

  @Test
  void automaticPaddingIsThatOfTheSpecification() throws IOException {
    // 3 columns, stride 2, kernel 2: two outputs, one zero after (upper) or before (lower)
    for (String side : new String[] {"SAME_UPPER", "SAME_LOWER"}) {
      Model model =
          new Model(13, 1, 1, 1, 3)
              .constant("w", of(1, 1, 1, 2), 1, 10)
              .then("Conv", "w")
              .with("strides", 1, 2)
              .with("auto_pad", side)
              .then("Flatten");
      assertThat(model.run(1, 2, 3))
          .containsExactly(side.endsWith("UPPER") ? new float[] {21, 3} : new float[] {10, 32});
    }
  }

  @Test
  void whatHasNoLayerIsNamed() throws IOException {
    new Model(13, 1, 2).then("Selu").isRefused("node 0, Selu 't0'", "known are Conv");
    new Model(13, 1, 1, 4, 4)
        .then("MaxPool")
        .with("kernel_shape", 2, 2)
        .with("dilations", 2, 2)
        .then("Flatten")
        .isRefused("dilated windows");
    new Model(13, 1, 2).then("Add", "x").isRefused("joins tensors that do not come from one");
    new Model(13, 1, 1, 2, 2).then("Flatten").with("axis", 2).isRefused("from axis 2 on");
    new Model(13, 1, 2).constant("c", of(1, 1), 1).then("Concat", "c").isRefused("a constant");
    new Model(13, 1, 2).then("Relu").with("alpha", 1).isRefused("its attributes [alpha]");
    new Model(6, 1, 2).then("Relu").isRefused("version 6 of the operators");
    new Model(13, 1, 2, 3).then("Relu").isRefused("3 axes");
    new Model(13, 1, 1, 2, 2).then("Relu").isRefused("must end in logits");
    new Model(13, 1, 2)
        .constant("w", of(3, 1), 1, 2, 3)
        .then("MatMul", "w")
        .isRefused("a matrix for 3 values");
  }

  @Test
  void whatIsNotSeriesParallelIsRefused() throws IOException {
    // y = relu(x), z = tanh(y), and x + (y + z) joins what two forks within each other began
    Model model = new Model(13, 1, 2).then("Relu").then("Tanh");
    model.join("Add", "t0", "t1");
    model.join("Add", "x", "t2");
    assertThat(model.run(1, -1))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(2.7615942f, -1);

    // (x, y), (x, z) and (y, z) are summed in turn
    Model crossed = new Model(13, 1, 2).then("Relu").then("Tanh");
    crossed.join("Add", "x", "t0");
    crossed.join("Add", "t0", "t1");
    crossed.join("Add", "t2", "t3");
    crossed.isRefused("Add", "branches");
  }

  @Test
  void memoryIsNotFilled() throws IOException {
    Model model = new Model(13, 1, 2).numbers("many", 2_000_000_000);
    model.join("ConstantOfShape", "many");
    model.at = "x";
    model.then("Relu").isRefused("only short lists");
  }

  @Test
  void tensorsNeverComeFromOutsideTheFolder() throws IOException {
    Path secret = Files.write(folder.resolve("secret"), new byte[8]);
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.write(inner.resolve("data"), new byte[] {0, 0, -128, 63, 0, 0, 0, 64});
    for (String[] place :
        new String[][] {
          {"data", ""},
          {"../secret", "no file in the folder"},
          {secret.toString(), "no file in the folder"},
          {"missing", "cannot be read"}
        }) {
      TensorProto.Builder tensor =
          TensorProto.newBuilder()
              .setName("w")
              .setDataType(1)
              .addDims(2)
              .addDims(1)
              .setDataLocation(TensorProto.DataLocation.EXTERNAL);
      tensor.addExternalDataBuilder().setKey("location").setValue(place[0]);
      Model model = new Model(13, 1, 2);
      model.graph.addInitializer(tensor);
      Path file = inner.resolve("model.onnx");
      Files.move(model.then("MatMul", "w").write(), file);
      if (place[1].isEmpty()) {
        assertThat(OnnxReader.read(file).parameters().get("layers.0.weight")).containsExactly(1, 2);
      } else {
        assertThatThrownBy(() -> OnnxReader.read(file))
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining(place[1]);
      }
      Files.delete(file);
    }
  }

  @Test
  void namesAreSeenInOneLine() throws IOException {
    new Model(13, 1, 2).then("Lo\nst").isRefused("Lo\\nst");
    new Model(13, 1, 2)
        .constant("to\nfew", of(3), 1, 2, 3)
        .then("Add", "to\nfew")
        .isRefused("to\\nfew");
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    Path file =
        new Model(13, 1, 1, 2, 2)
            .constant("k", of(2, 1, 1, 1), 1, 2)
            .then("Conv", "k")
            .then("Relu")
            .numbers("to", 0, -1)
            .then("Reshape", "to")
            .constant("w", of(8, 1), 1, 2, 3, 4, 5, 6, 7, 8)
            .then("MatMul", "w")
            .write();
    Damage.refused(
        Files.readAllBytes(file),
        file,
        1000,
        path -> assertThat(OnnxReader.read(path).architecture().depth()).isPositive());
    Files.write(file, "no model".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> OnnxReader.read(file)).isInstanceOf(BadInputException.class);
  }
}
