package dev.assay.onnx;

import static dev.assay.nn.Layers.add;
import static dev.assay.nn.Layers.avgPool;
import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.blurPool;
import static dev.assay.nn.Layers.concat;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.dropout;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.leakyRelu;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.polyphasePool;
import static dev.assay.nn.Layers.relu;
import static dev.assay.nn.Layers.relu6;
import static dev.assay.nn.Layers.residual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.assay.backend.Backend;
import dev.assay.backend.Curve;
import dev.assay.backend.Edge;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.foreign.ForeignNetwork;
import dev.assay.io.BadInputException;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.AvgPool;
import dev.assay.nn.Layer;
import dev.assay.nn.Margins;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Network;
import dev.assay.nn.Pad;
import dev.assay.nn.Parallel;
import dev.assay.nn.PolyphasePool;
import dev.assay.nn.Smooth;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was written is read again and gives the same logits. */
class OnnxWriterTest {
  private static final int SAMPLES = 3;

  @TempDir private Path folder;

  static List<Architecture> architectures() {
    Shape image = Shape.image(3, 9, 8);
    return List.of(
        Architecture.of(
            image,
            batchNorm(),
            conv(4, kernel(3).stride(2).padding(1)),
            relu(),
            maxPool(2),
            flatten(),
            dense(5),
            batchNorm(),
            leakyRelu(),
            dropout(0.3),
            dense(3)),
        Architecture.of(
            image,
            conv(6, kernel(3).circular()).grouped(3),
            conv(6, kernel(2).padding(1)).dilated(2),
            relu6(),
            new MaxPool(kernel(3).stride(2).padding(1), AntiAlias.of(3)),
            new Smooth(Curve.GELU),
            new Smooth(Curve.TANH),
            blurPool(4, 2),
            globalAvgPool(),
            dense(4),
            new Smooth(Curve.SILU),
            new Smooth(Curve.SIGMOID)),
        Architecture.of(
            image,
            new Pad(new Margins(1, 0, 2, 1), Edge.ZERO),
            new AvgPool(kernel(3).stride(2), AntiAlias.NONE, new Margins(1, 0, 2, 1)),
            new Pad(new Margins(0, 1, 1, 2), Edge.REFLECT),
            conv(4, kernel(2)),
            new Pad(new Margins(0, 0, 1, 0), Edge.REPLICATE),
            relu(),
            new AvgPool(kernel(2).padding(1).stride(1), AntiAlias.of(2)),
            flatten()),
        Architecture.of(
            image,
            conv(4, kernel(3).padding(1)),
            residual(conv(4, kernel(3).padding(1)), batchNorm(), relu()),
            concat(
                List.of(),
                List.of(conv(2, kernel(1)), residual(relu(), conv(2, kernel(1)))),
                List.of()),
            relu(),
            add(List.of(avgPool(2)), List.of(maxPool(2)), List.of(conv(10, kernel(2).stride(2)))),
            globalAvgPool()),
        Architecture.of(Shape.vector(4), dropout(0.5)));
  }

  private static Map<String, float[]> parameters(Network network) {
    Map<String, float[]> values = new TreeMap<>();
    network
        .parameters()
        .values()
        .forEach(
            (name, value) -> {
              float[] drawn = new float[value.length];
              for (int i = 0; i < drawn.length; i++) {
                float normal = (float) Streams.normal(Streams.key(1, name), i);
                drawn[i] = name.endsWith("variance") ? 0.5f + normal * normal : 0.4f * normal;
              }
              values.put(name, drawn);
            });
    return values;
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void logitsAreTheSame(Architecture architecture) {
    Path file = folder.resolve("model.onnx");
    float[] inputs = new float[SAMPLES * architecture.input().intSize()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) Streams.normal(7, i);
    }
    float[] logits = new float[SAMPLES * architecture.classes()];
    float[] again = new float[logits.length];
    try (Backend backend = new ReferenceBackend(1);
        Network network = new Network(backend, architecture, 0)) {
      network.parameters().set(parameters(network));
      network.classifier().logits(inputs, SAMPLES, logits);
      OnnxWriter.write(architecture, network.parameters().values(), "1", file);
      ForeignNetwork read = OnnxReader.read(file);
      assertThat(read.architecture().input()).isEqualTo(architecture.input());
      try (Network other = new Network(backend, read.architecture(), 0)) {
        other.parameters().set(read.parameters());
        other.classifier().logits(inputs, SAMPLES, again);
      }
    }
    assertThat(again).containsExactly(logits, within(1e-5f));
  }

  @Test
  void everyLayerIsAmongThem() {
    List<Class<?>> written =
        architectures().stream()
            .flatMap(architecture -> all(architecture.layers()))
            .<Class<?>>map(Object::getClass)
            .toList();
    assertThat(kinds(Layer.class).filter(kind -> kind != PolyphasePool.class))
        .allMatch(written::contains);
  }

  private static Stream<Layer> all(List<Layer> layers) {
    return layers.stream()
        .flatMap(
            layer ->
                layer instanceof Parallel parallel
                    ? Stream.concat(
                        Stream.of(layer), parallel.branches().stream().flatMap(OnnxWriterTest::all))
                    : Stream.of(layer));
  }

  private static Stream<Class<?>> kinds(Class<?> kind) {
    return kind.isSealed()
        ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(OnnxWriterTest::kinds)
        : Stream.of(kind);
  }

  @Test
  void theModelSaysWhatItIs() throws IOException {
    Path file = folder.resolve("model.onnx");
    Architecture architecture = Architecture.of(Shape.vector(2), dense(3));
    try (Backend backend = new ReferenceBackend(1);
        Network network = new Network(backend, architecture, 0)) {
      OnnxWriter.write(architecture, network.parameters().values(), "1.2", file);
    }
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    assertThat(model.getProducerName() + " " + model.getProducerVersion()).isEqualTo("assay 1.2");
    assertThat(model.getGraph().getInitializerList())
        .extracting("name")
        .containsExactly("layers.0.weight", "layers.0.bias");
    assertThat(model.getGraph().getInput(0).getName()).isEqualTo("input");
    assertThat(model.getGraph().getOutput(0).getName()).isEqualTo("logits");
  }

  @Test
  void whatTheFormatHasNothingForIsNamed() {
    Shape image = Shape.image(2, 4, 4);
    refused("layers.1 (polyphase-pool)", image, conv(2, kernel(1)), polyphasePool(2));
    refused("layers.0 cannot", image, new Pad(new Margins(4, 0, 0, 0), Edge.REFLECT));
    refused("layers.0 cannot", image, new Pad(new Margins(0, 0, 0, 5), Edge.CIRCULAR));
  }

  private void refused(String says, Shape input, Layer... layers) {
    Path file = folder.resolve("none.onnx");
    Architecture architecture = Architecture.of(input, layers);
    try (Backend backend = new ReferenceBackend(1);
        Network network = new Network(backend, architecture, 0)) {
      Map<String, float[]> values = network.parameters().values();
      assertThatThrownBy(() -> OnnxWriter.write(architecture, values, "1", file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(says);
    }
    assertThat(file).doesNotExist();
  }
}
