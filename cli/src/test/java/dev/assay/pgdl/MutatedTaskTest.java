package dev.assay.pgdl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.foreign.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files are read or refused in one sentence. */
@Timeout(value = 30, unit = java.util.concurrent.TimeUnit.MINUTES)
class MutatedTaskTest {
  private static final int CASES = Boolean.getBoolean("assay.sweep") ? 10_000 : 150;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_1/weights.hdf5",
        "model_1/config.json",
        "../../reference_data/toy/model_configs.json",
        "dataset_1/train/shard_0.tfrecord"
      })
  void isReadOrRefused(String name) throws IOException {
    Path toy = ToyTask.into(folder);
    Path file = toy.resolve(name);
    byte[] good = Files.readAllBytes(file);
    int refused =
        Damage.refused(
            good,
            file,
            name.endsWith("hdf5") ? CASES : Math.min(CASES, 1_000),
            damaged -> {
              Task task = Task.open(toy);
              Task.Model model = task.models().get(Math.min(1, task.models().size() - 1));
              assertThat(model.layers().parameters(model.weights())).isNotEmpty();
              task.samples().train();
            });
    assertThat(refused).isPositive();
  }
}
