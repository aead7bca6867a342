package dev.assay.pgdl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files are read or refused in one sentence. */
@Timeout(value = 10, unit = java.util.concurrent.TimeUnit.MINUTES)
class MutatedTaskTest {
  private static final int CASES = Boolean.getBoolean("assay.sweep") ? 1_000 : 150;

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
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      Files.write(file, mutated(good, i));
      try {
        Task task = Task.open(toy);
        Task.Model model = task.models().get(Math.min(1, task.models().size() - 1));
        assertThat(model.layers().parameters(model.weights())).isNotEmpty();
        task.samples().train();
      } catch (BadInputException e) {
        refused++;
        assertThat(e.getMessage()).as("case %d", i).doesNotContain("\n").isNotBlank();
      }
    }
    assertThat(refused).isPositive();
  }

  /** Some bytes changed, most of them near the beginning, or the end cut off. */
  private static byte[] mutated(byte[] good, int number) {
    long key = Streams.key(Streams.key(0, "mutations"), number);
    if (number % 10 == 0) {
      return Arrays.copyOf(good, (int) (Streams.uniform(key, 0) * good.length));
    }
    byte[] bytes = good.clone();
    for (int i = 0; i < 1 + number % 4; i++) {
      double where = Math.pow(Streams.uniform(key, 3 * i), number % 2 == 0 ? 1 : 3);
      double what = Streams.uniform(key, 3 * i + 1);
      int at = (int) (where * bytes.length);
      bytes[at] = what < 0.2 ? -1 : what < 0.4 ? 0 : (byte) (256 * Streams.uniform(key, 3 * i + 2));
    }
    return bytes;
  }
}
