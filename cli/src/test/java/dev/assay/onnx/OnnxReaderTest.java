package dev.assay.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.data.Normalised;
import dev.assay.foreign.ForeignNetwork;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Network;
import dev.assay.nn.Parallel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against PyTorch, whose exporter wrote the models ({@code make_models.py}): a LeNet with a
 * flattening that is computed from a shape, networks with BatchNorm, depthwise convolutions, gaps,
 * groups, uneven padding, residual blocks, branches within branches, in several versions of the
 * operators.
 */
class OnnxReaderTest {
  private static final int SAMPLES = 3;
  private static Map<String, byte[]> models;

  @TempDir private Path folder;

  @BeforeAll
  static void unpack() throws IOException {
    models = new HashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(OnnxReaderTest.class.getResourceAsStream("models.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        models.put(entry.getName(), zip.readAllBytes());
      }
    }
  }

  private ForeignNetwork read(String name) throws IOException {
    return OnnxReader.read(Files.write(folder.resolve(name + ".onnx"), models.get(name + ".onnx")));
  }

  private static float[] floats(String name) {
    byte[] bytes = models.get(name + ".bin");
    float[] floats = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  private static double[] logits(ForeignNetwork model, float[] inputs) {
    float[] logits = new float[SAMPLES * model.architecture().classes()];
    try (Backend backend = new ReferenceBackend(1);
        Network network = new Network(backend, model.architecture(), 0)) {
      network.parameters().set(model.parameters());
      network.classifier().logits(inputs, SAMPLES, logits);
    }
    double[] wide = new double[logits.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = logits[i];
    }
    return wide;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lenet-9",
        "lenet-13",
        "vgg-9",
        "vgg-16",
        "mobile-13",
        "odd-9",
        "odd-13",
        "mlp-9",
        "mlp-16"
      })
  void logitsAreThoseOfPyTorch(String name) throws IOException {
    ForeignNetwork model = read(name);
    int classes = model.architecture().classes();
    float[] told = floats(name);
    int inputs = SAMPLES * model.architecture().input().intSize();
    assertThat(told).hasSize(inputs + SAMPLES * classes);

    double[] logits = logits(model, told);

    for (int i = 0; i < SAMPLES * classes; i++) {
      int first = i / classes * classes;
      // where a softmax was left out only differences are told
      double base = name.startsWith("lenet") ? logits[first] - told[inputs + first] : 0;
      assertThat(logits[i] - base)
          .isCloseTo(told[inputs + i], within(1e-5 * Math.max(1, Math.abs(told[inputs + i]))));
    }
  }

  @Test
  void whatIsLeftOutOrWrittenOtherwiseIsSaid() throws IOException {
    assertThat(read("lenet-13").notes()).singleElement().asString().contains("LogSoftmax");
    assertThat(read("mobile-13").notes()).isEmpty();
    assertThat(read("odd-9").notes()).singleElement().asString().contains("Softmax");
    assertThat(read("odd-9").architecture().layers())
        .filteredOn(layer -> layer instanceof Conv2d conv && !conv.dilation().isNone())
        .hasSize(1);
    assertThat(read("vgg-9").notes()).isEmpty();
  }

  @Test
  void branchesAreLayers() throws IOException {
    assertThat(read("resnet-16").architecture().layers())
        .filteredOn(layer -> layer instanceof Parallel)
        .hasSize(3);
    Parallel inception = (Parallel) read("inception-13").architecture().layers().get(0);
    assertThat(inception.join()).isEqualTo(Parallel.Join.CONCAT);
    assertThat(inception.branches()).hasSize(3);
    assertThat(inception.branches().get(1)).hasAtLeastOneElementOfType(Parallel.class);
  }

  @Test
  void normalisingIsTheSameAsNormalisedInputs() throws IOException {
    ForeignNetwork model = read("vgg-16");
    float[] mean = {0.4f, 0.5f, 0.6f};
    float[] deviation = {0.2f, 0.25f, 0.3f};
    float[] raw = floats("vgg-16");
    float[] normalised = raw.clone();
    int area = 16 * 16;
    for (int i = 0; i < SAMPLES * 3 * area; i++) {
      int channel = i / area % 3;
      normalised[i] = (raw[i] - mean[channel]) / deviation[channel];
    }

    Normalised trained =
        new Normalised(
            List.of(mean[0], mean[1], mean[2]), List.of(deviation[0], deviation[1], deviation[2]));
    assertThat(logits(model.normalising(trained), raw))
        .containsExactly(logits(model, normalised), within(2e-5));
  }
}
