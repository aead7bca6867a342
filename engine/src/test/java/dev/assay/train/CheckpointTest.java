package dev.assay.train;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.io.BadInputException;
import dev.assay.io.SafeTensors;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final Architecture NET =
      Architecture.of(
          Shape.image(1, 5, 5), conv(3, kernel(3)), batchNorm(), relu(), flatten(), dense(2));
  private static final History HISTORY =
      History.empty().with(new History.Epoch(1, 0.1f, 0.5, 0.75, 0.25, 1));

  @TempDir private Path folder;

  private Path written() {
    Path file = folder.resolve("model.safetensors");
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, NET, 3)) {
      float[] state = new float[network.parameters().trained().shape().intSize()];
      state[5] = 5;
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("seed", "3");
      settings.put("data", "none \"at\" all");
      Checkpoint.of(network, settings, HISTORY, new TrainingState(9, false, List.of(state)))
          .write(file);
    }
    return file;
  }

  @Test
  void everythingComesBack() {
    Path file = written();
    Checkpoint read = Checkpoint.read(file);
    assertThat(read.architecture()).isEqualTo(NET);
    assertThat(read.settings()).containsEntry("data", "none \"at\" all");
    assertThat(read.settings().keySet()).containsExactly("seed", "data");
    assertThat(read.history()).isEqualTo(HISTORY);
    assertThat(read.state().steps()).isEqualTo(9);
    assertThat(read.state().finished()).isFalse();
    assertThat(read.state().optimizer().get(0)[5]).isEqualTo(5);
    try (Backend backend = TestBackends.reference(1);
        Network expected = new Network(backend, NET, 3);
        Network network = read.network(backend, "test")) {
      float[] x = new float[25];
      Arrays.fill(x, 3, 20, 0.5f);
      assertThat(network.logits(x, 1)).containsExactly(expected.logits(x, 1));
    }
  }

  @Test
  void whatIsNotFiniteIsNotWritten() {
    Checkpoint good = Checkpoint.read(written());
    for (String tensor : List.of("layers.1.running_variance", "optimizer.0")) {
      for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
        Map<String, float[]> parameters = new LinkedHashMap<>(good.parameters());
        parameters.computeIfPresent(tensor, (name, values) -> with(value, values));
        List<float[]> states =
            tensor.startsWith("optimizer")
                ? List.of(with(value, good.state().optimizer().get(0)))
                : good.state().optimizer();
        Checkpoint bad =
            new Checkpoint(
                NET, parameters, good.settings(), HISTORY, new TrainingState(9, false, states));
        Path file = folder.resolve("bad.safetensors");
        assertThatThrownBy(() -> bad.write(file))
            .isInstanceOf(BadInputException.class)
            .hasMessage(
                file
                    + " is not written: tensor "
                    + tensor
                    + " has "
                    + value
                    + " at index 1, expected a finite number");
        assertThat(file).doesNotExist();
      }
    }
  }

  private static float[] with(float value, float[] values) {
    float[] changed = values.clone();
    changed[1] = value;
    return changed;
  }

  @Test
  void parametersMustFitTheArchitecture() {
    SafeTensors good = SafeTensors.read(written());
    Map<String, SafeTensors.Array> tensors = new LinkedHashMap<>(good.tensors());
    tensors.put("layers.4.weight", new SafeTensors.Array(Shape.of(27, 2), new float[54]));
    Path file = folder.resolve("bad.safetensors");
    new SafeTensors(good.metadata(), tensors).write(file);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("layers.4.weight must be 2×27")
        .hasMessageContaining("27×2");
    tensors.remove("layers.4.weight");
    new SafeTensors(good.metadata(), tensors).write(file);
    assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining("is missing");
    new SafeTensors(Map.of(), good.tensors()).write(file);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .hasMessageContaining("not a checkpoint of this program");
  }
}
