package dev.assay.train;

import static dev.assay.nn.Layers.avgPool;
import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.backend.cpu.CpuBackend;
import dev.assay.io.BadInputException;
import dev.assay.io.Mutations;
import dev.assay.io.SafeTensors;
import dev.assay.io.TextMutations;
import dev.assay.kernels.KernelLibrary;
import dev.assay.nn.Architecture;
import dev.assay.nn.ArchitectureFormat;
import dev.assay.nn.Explanation;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged architectures and checkpoints are read or refused in one sentence: no exception of
 * another kind, no hang, no more memory than the file justifies. What is read can be used.
 */
@Timeout(
    value = 30,
    unit = java.util.concurrent.TimeUnit.MINUTES,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutatedFilesTest {
  private static final int CASES = Boolean.getBoolean("assay.sweep") ? 10_000 : 300;

  /** Of one case, on a machine that has other things to do. */
  private static final long MOST_NANOS = 20_000_000_000L;

  private static final long MOST_BYTES = 96 << 20;

  private static final String YAML =
      """
      input: [3, 16, 15]
      layers:
        - conv2d: {channels: 8, kernel: [3, 5], stride: [2, 1], padding: [1, 2], bias: false}
        - batch-norm: {epsilon: 0.001, momentum: 0.2}
        - relu
        - max-pool: {kernel: 3, stride: 2, padding: 1, anti-alias: 3}
        - avg-pool: {kernel: 2, stride: 1}
        - blur-pool: {size: 4, stride: 2, edge: zero}
        - dropout: {rate: 0.25}
        - flatten
        - dense: {units: 12, bias: false}
        - relu
        - dense: {units: 10}
      """;

  private static final Architecture NET =
      Architecture.of(
          Shape.image(1, 5, 5),
          conv(3, kernel(3)),
          batchNorm(),
          relu(),
          avgPool(2),
          flatten(),
          dense(2));

  private static final TrainingConfig CONFIG = TrainingConfig.of(Optimizer.adam(0.1), 5, 3);
  private static final int SAMPLES = 300;

  @TempDir private Path folder;

  /** Runs the reader on each mutant; the share that it refused. */
  private static double refused(
      String what, byte[] original, Path file, IntFunction<byte[]> mutants, Consumer<Path> reader)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    reader.accept(Files.write(file, original));
    for (int i = 0; i < CASES; i++) {
      byte[] mutant = mutants.apply(i);
      Files.write(file, mutant);
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long time = System.nanoTime();
      try {
        reader.accept(file);
      } catch (BadInputException e) {
        refused++;
        assertThat(e.getMessage()).as("%s %d", what, i).startsWith(file.toString());
      } catch (Throwable e) {
        throw new AssertionError("%s %d: %s%n%s".formatted(what, i, e, text(mutant)), e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - bytes)
          .as("bytes allocated for %s %d: %s", what, i, text(mutant))
          .isLessThan(MOST_BYTES);
      assertThat(System.nanoTime() - time)
          .as("time for %s %d: %s", what, i, text(mutant))
          .isLessThan(MOST_NANOS);
    }
    return (double) refused / CASES;
  }

  private static String text(byte[] mutant) {
    return new String(mutant, 0, Math.min(3000, mutant.length), StandardCharsets.ISO_8859_1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void architectures() throws IOException {
    String json = ArchitectureFormat.toJson(ArchitectureFormat.parse(YAML, "original"));
    try (Backend backend =
        KernelLibrary.available() ? new CpuBackend(1) : TestBackends.reference(1)) {
      double share =
          refused(
              "architecture",
              utf8(YAML),
              folder.resolve("net.yaml"),
              i -> {
                long key = Streams.key(77, i);
                return switch (Streams.integer(key, 0, 4)) {
                  case 0 -> Mutations.mutate(utf8(YAML), key);
                  case 1 -> utf8(TextMutations.mutate(json, key));
                  default -> utf8(TextMutations.mutate(YAML, key));
                };
              },
              file -> use(ArchitectureFormat.read(file), backend, file));
      assertThat(share).isBetween(0.3, 0.95);
    }
  }

  private static void use(Architecture architecture, Backend backend, Path file) {
    assertThat(ArchitectureFormat.parse(ArchitectureFormat.toYaml(architecture), "yaml"))
        .isEqualTo(architecture);
    assertThat(architecture.table()).contains("total");
    try {
      Explanation explanation = new Explanation(architecture, backend);
      assertThat(explanation.text(2)).contains("evaluation");
      explanation.requireRoomToTrain(3, 2);
    } catch (BadInputException e) {
      throw new BadInputException(file + ": " + e.getMessage(), e);
    }
  }

  @Test
  void checkpoints() throws IOException {
    Path original = folder.resolve("original.safetensors");
    write(original);
    byte[] bytes = Files.readAllBytes(original);
    SafeTensors content = SafeTensors.read(original);
    Path file = folder.resolve("mutant.safetensors");
    try (Backend backend = TestBackends.reference(1)) {
      double share =
          refused(
              "checkpoint",
              bytes,
              file,
              i -> {
                long key = Streams.key(78, i);
                return switch (Streams.integer(key, 0, 5)) {
                  case 0 -> Mutations.mutate(bytes, key);
                  case 1 -> header(bytes, key);
                  case 2 -> written(content.metadata(), tensors(content.tensors(), key));
                  default -> written(metadata(content.metadata(), key), content.tensors());
                };
              },
              path -> use(Checkpoint.read(path), backend, path));
      assertThat(share).isBetween(0.5, 0.98);
    }
  }

  private static void write(Path file) {
    History history = History.empty();
    for (int epoch = 1; epoch <= 3; epoch++) {
      history = history.with(new History.Epoch(epoch, 0.1f, 0.5 / epoch, 0.75, 0.25, 1));
    }
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, NET, 3)) {
      int size = network.parameters().trained().shape().intSize();
      List<float[]> states = List.of(new float[size], new float[size]);
      Checkpoint.of(network, CONFIG.settings(), history, new TrainingState(9, false, states))
          .write(file);
    }
  }

  private static void use(Checkpoint checkpoint, Backend backend, Path file) {
    try (Network network = checkpoint.network(backend, file.toString())) {
      int size = network.architecture().input().intSize();
      assertThat(network.logits(new float[size], 1)).hasSize(network.architecture().classes());
    }
    checkpoint.requireResumable(CONFIG, SAMPLES, file.toString());
  }

  /** The bytes of a file, written elsewhere. */
  private byte[] written(Map<String, String> metadata, Map<String, SafeTensors.Array> tensors) {
    Path file = folder.resolve("written.safetensors");
    new SafeTensors(metadata, tensors).write(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, String> metadata(Map<String, String> original, long key) {
    Map<String, String> metadata = new LinkedHashMap<>(original);
    String name = pick(metadata, Streams.integer(key, 10, metadata.size()));
    switch (Streams.integer(key, 11, 12)) {
      case 0 -> metadata.remove(name);
      case 1 -> metadata.put(name, metadata.get(pick(metadata, Streams.integer(key, 12, 6))));
      default -> metadata.put(name, TextMutations.mutate(metadata.get(name), key));
    }
    return metadata;
  }

  private static Map<String, SafeTensors.Array> tensors(
      Map<String, SafeTensors.Array> original, long key) {
    Map<String, SafeTensors.Array> tensors = new LinkedHashMap<>(original);
    String name = pick(tensors, Streams.integer(key, 10, tensors.size()));
    String other = pick(tensors, Streams.integer(key, 11, tensors.size()));
    SafeTensors.Array array = tensors.get(name);
    switch (Streams.integer(key, 12, 6)) {
      case 0 -> tensors.remove(name);
      case 1 -> tensors.put(TextMutations.mutate(name, key), array);
      case 2 -> tensors.put(name, tensors.put(other, array));
      case 3 -> tensors.put(name, new SafeTensors.Array(turned(array.shape()), array.values()));
      default -> {
        float[] values = array.values().clone();
        values[Streams.integer(key, 13, values.length)] = extreme(key);
        tensors.put(name, new SafeTensors.Array(array.shape(), values));
      }
    }
    return tensors;
  }

  private static float extreme(long key) {
    float[] extremes = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      -Float.MAX_VALUE,
      Float.MAX_VALUE,
      -1,
      -0f,
      Float.MIN_VALUE
    };
    return extremes[Streams.integer(key, 14, extremes.length)];
  }

  private static Shape turned(Shape shape) {
    int[] extents = shape.toArray();
    for (int i = 0; i < extents.length / 2; i++) {
      int last = extents[extents.length - 1 - i];
      extents[extents.length - 1 - i] = extents[i];
      extents[i] = last;
    }
    return Shape.of(extents);
  }

  private static String pick(Map<String, ?> map, int index) {
    return new ArrayList<>(map.keySet()).get(index);
  }

  /** The JSON header as text, with a length that fits what became of it. */
  private static byte[] header(byte[] original, long key) {
    int length = (int) ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String json = new String(original, 8, length, StandardCharsets.UTF_8);
    byte[] mutant = utf8(TextMutations.mutate(json, key));
    byte[] values = Arrays.copyOfRange(original, 8 + length, original.length);
    return ByteBuffer.allocate(8 + mutant.length + values.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(mutant.length)
        .put(mutant)
        .put(values)
        .array();
  }
}
