package dev.assay.store;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.train.Optimizer;
import dev.assay.train.TrainingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Uses a store, in this process or as the main class of another one: {@code FOLDER LOG cells COUNT}
 * makes numbered cells and logs each that it makes; {@code FOLDER LOG train} trains a small
 * network.
 */
final class Probe {
  private Probe() {}

  public static void main(String[] args) {
    Store store = Store.at(Path.of(args[0]), "test");
    Path log = Path.of(args[1]);
    if (args[2].equals("train")) {
      try (Backend backend = Backends.open("reference", 1)) {
        store.get(training(backend, 400));
      }
    } else {
      List<Cell<?>> cells = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[3]); i++) {
        cells.add(cell(i, log));
      }
      store.makeAll(cells, done -> {});
    }
  }

  /** The number as a measurement that tells when it is made. */
  static Measured<Integer> cell(int number, Path log) {
    return new Measured<>(
        Map.of("what", "number", "number", number),
        Integer.class,
        () -> {
          append(log, ProcessHandle.current().pid() + " " + number + "\n");
          return number;
        });
  }

  static Training training(Backend backend, int epochs) {
    Dataset train = Glyphs.train(60, 1);
    Dataset test = Glyphs.test(20, 1);
    return new Training(
        backend,
        Architecture.of(
            train.sample(), Layers.flatten(), Layers.dense(8), Layers.relu(), Layers.dense(10)),
        train,
        test,
        new TrainingConfig(
            epochs,
            20,
            Optimizer.adam(1e-3),
            new dev.assay.train.Schedule.Constant(),
            dev.assay.data.Augmentation.NONE,
            3,
            TrainingConfig.NEVER_STOP),
        List.of(1, 2),
        Duration.ZERO);
  }

  private static void append(Path log, String line) {
    try {
      Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts another JVM with this class. */
  static Process fork(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Probe.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
