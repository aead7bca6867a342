package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.random.Streams;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps by processes that are killed, and by several at once, are the same bytes as by one. */
class SweepProcessesTest {
  private static final boolean ALL = Boolean.getBoolean("assay.sweep");
  private static final int KILLS = ALL ? 20 : 1;

  /** How many lives a sweep takes on average, if each is killed. */
  private static final int LIVES = ALL ? 6 : 2;

  @TempDir private static Path folder;

  /** What all of it takes. */
  private static long nanos;

  /** How many results it keeps. */
  private static long results;

  @BeforeAll
  static void uninterrupted() throws Exception {
    Files.writeString(
        folder.resolve("net.yaml"),
        """
        input: [1, 8, 8]
        layers:
          - conv2d: {channels: ${channels}, kernel: 3}
          - relu
          - flatten
          - dense: {units: 10}
        """);
    Files.writeString(
        folder.resolve("sweep.yaml"),
        """
        model: net.yaml
        data: %s
        batch: 50
        epochs: %d
        axes:
          channels: [4, 8]
          rate: [0.001, 0.01, 1e30]
          seed: %s
        measures: [frobenius, output-margin, input-margin]
        """
            .formatted(TinyData.into(folder, 500), ALL ? 100 : 20, ALL ? "[0, 1]" : "[0]"));
    plan("whole");
    long began = System.nanoTime();
    finish("whole");
    nanos = System.nanoTime() - began;
    results = results("whole");
  }

  private static void plan(String name) {
    Shell plan = Shell.run(arguments("plan", name).toArray(String[]::new));
    assertThat(plan.exit()).as(plan.err()).isZero();
  }

  private static List<String> arguments(String part, String name) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sweep",
                part,
                folder.resolve("sweep.yaml").toString(),
                "--folder",
                folder.resolve(name).toString()));
    if (part.equals("run")) {
      arguments.addAll(List.of("--store", folder.resolve("store-" + name).toString()));
    }
    return arguments;
  }

  /** Makes what is left, in this process. */
  private static void finish(String name) {
    Shell run = Shell.run(arguments("run", name).toArray(String[]::new));
    assertThat(run.exit()).as("networks of that rate diverge: " + run.err()).isEqualTo(1);
  }

  private static Process start(String name, String... more) throws IOException {
    List<String> command = new ArrayList<>(arguments("run", name));
    command.addAll(List.of(more));
    return Shell.process(command).start();
  }

  /** Waits until a process begins to make cells. */
  private static void heard(Process process) throws IOException {
    BufferedReader err = process.errorReader();
    String line = err.readLine();
    while (line != null && !line.contains("cells to make")) {
      line = err.readLine();
    }
    assertThat(line).as("of a process that makes cells").isNotNull();
  }

  private static long results(String name) throws IOException {
    try (Stream<Path> cells = Files.list(folder.resolve("store-" + name).resolve("cells"))) {
      return cells.count();
    }
  }

  /** How many results were made, or made again. */
  private static long made(String name) throws IOException {
    return Files.readAllLines(folder.resolve("store-" + name).resolve("efforts.jsonl")).size();
  }

  private static void assertSame(String name) throws IOException {
    for (String each : List.of("whole", name)) {
      Shell.run(arguments("collect", each).toArray(String[]::new));
    }
    for (String file : List.of("networks.csv", "networks.parquet", "networks.json")) {
      assertThat(folder.resolve(name).resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(results(name)).isEqualTo(results);
  }

  @Test
  void killedAtRandomMoments() throws Exception {
    long moments = Streams.key(17, "kills");
    int sweeps = 1;
    plan("killed-1");
    for (int kills = 0; kills < KILLS; ) {
      Process process = start("killed-" + sweeps);
      heard(process);
      long life = (long) (Streams.uniform(moments, kills) * 2 * nanos / LIVES);
      if (process.waitFor(life, TimeUnit.NANOSECONDS)) {
        assertSame("killed-" + sweeps);
        sweeps++;
        plan("killed-" + sweeps);
      } else {
        process.destroyForcibly().waitFor();
        kills++;
      }
    }

    finish("killed-" + sweeps);
    assertSame("killed-" + sweeps);
  }

  @Test
  void twoAtOnceShareTheWork() throws Exception {
    plan("shared");
    Process other = start("shared", "--threads", "1");
    heard(other);
    finish("shared");
    assertThat(other.waitFor()).isEqualTo(1);

    assertSame("shared");
    assertThat(made("shared")).isEqualTo(results);
  }

  @Test
  void fourShards() throws Exception {
    assumeTrue(ALL, "many processes: with -Psweep alone");
    plan("shards");
    List<Process> shards = new ArrayList<>();
    for (int shard = 4; shard >= 1; shard--) {
      shards.add(start("shards", "--shard", shard + "/4", "--threads", "1"));
    }
    for (Process shard : shards) {
      shard.waitFor();
    }

    assertSame("shards");
    assertThat(made("shards")).isEqualTo(results);
  }
}
