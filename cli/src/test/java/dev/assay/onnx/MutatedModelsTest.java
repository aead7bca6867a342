package dev.assay.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.foreign.Damage;
import dev.assay.foreign.ForeignNetwork;
import dev.assay.foreign.WeightsReader;
import dev.assay.io.SafeTensors;
import dev.assay.keras.KerasReader;
import dev.assay.keras.SavedModel;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged models and weights are read or refused in one sentence, in little time and memory. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MutatedModelsTest {
  private static final int CASES = Boolean.getBoolean("assay.sweep") ? 10_000 : 120;

  @TempDir private Path folder;

  private static void use(ForeignNetwork network) {
    assertThat(network.architecture().depth()).isPositive();
    assertThat(network.parameters()).isNotNull();
  }

  @Test
  void modelsAreReadOrRefused() throws IOException {
    Path file = folder.resolve("model.onnx");
    int models = 0;
    int refused = 0;
    try (ZipInputStream zip =
        new ZipInputStream(MutatedModelsTest.class.getResourceAsStream("models.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".onnx")) {
          byte[] model = zip.readAllBytes();
          refused += Damage.refused(model, file, CASES / 10, path -> use(OnnxReader.read(path)));
          models++;
        }
      }
    }
    assertThat(models).isGreaterThanOrEqualTo(10);
    assertThat(refused).isBetween(models * CASES / 50, models * CASES / 10 - 1);
  }

  @Test
  void modelsOfKerasAreReadOrRefused() throws IOException {
    Path file = SavedModel.tiny().write(folder.resolve("model.h5"));

    int refused =
        Damage.refused(Files.readAllBytes(file), file, CASES, path -> use(KerasReader.read(path)));

    assertThat(refused).isBetween(1, CASES - 1);
  }

  @Test
  void weightsAreReadOrRefused() throws IOException {
    Architecture architecture =
        Architecture.of(Shape.vector(6), Layers.dense(5), Layers.relu(), Layers.dense(3));
    Path file = folder.resolve("weights.safetensors");
    new SafeTensors(
            Map.of(),
            Map.of(
                "0.weight", new SafeTensors.Array(Shape.of(5, 6), new float[30]),
                "0.bias", new SafeTensors.Array(Shape.vector(5), new float[5]),
                "2.weight", new SafeTensors.Array(Shape.of(3, 5), new float[15]),
                "2.bias", new SafeTensors.Array(Shape.vector(3), new float[3])))
        .write(file);
    byte[] whole = Files.readAllBytes(file);

    int refused =
        Damage.refused(
            whole, file, CASES, path -> use(WeightsReader.read(path, architecture, List.of())));

    assertThat(refused).isBetween(1, CASES - 1);
  }
}
