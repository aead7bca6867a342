package dev.assay.store;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Augmentation;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.data.Datasets;
import dev.assay.measure.Bench;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
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
 * network; {@code FOLDER LOG specs FILE} makes what a file tells of.
 */
final class Probe {
  /** Drawn once. */
  private static final DataSource GLYPHS =
      new DataSource() {
        private final Dataset train = Datasets.open("glyphs").train();
        private final Dataset test = Datasets.open("glyphs").test();

        @Override
        public String name() {
          return "glyphs";
        }

        @Override
        public Dataset train() {
          return train;
        }

        @Override
        public Dataset test() {
          return test;
        }
      };

  private Probe() {}

  public static void main(String[] args) {
    Store store = Store.at(Path.of(args[0]), "test");
    Path log = Path.of(args[1]);
    if (args[2].equals("specs")) {
      makeSpecs(store, log, Path.of(args[3]));
    } else if (args[2].equals("train")) {
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
  static Noted<Integer> cell(int number, Path log) {
    return new Noted<>(
        Map.of("what", "number", "number", number),
        Integer.class,
        () -> {
          append(log, ProcessHandle.current().pid() + " " + number + "\n");
          return number;
        });
  }

  /**
   * Makes what a file tells of, a spec in each line, and logs each training that it does itself.
   */
  private static void makeSpecs(Store store, Path log, Path texts) {
    try (Backend backend = Backends.open("reference", 1)) {
      Runner runner = new Runner(store, bench(backend));
      List<Spec<?>> specs = new ArrayList<>();
      for (String text : Files.readAllLines(texts)) {
        specs.add(SpecFormat.read(text));
      }
      runner.makeAll(
          specs, spec -> append(log, ProcessHandle.current().pid() + " " + specs.indexOf(spec)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bench bench(Backend backend) {
    return new Bench(backend, LinearAlgebra.java(), name -> GLYPHS);
  }

  /** With so much patience that it is never at an end, but the best network is kept. */
  static TrainingSpec spec(int epochs) {
    Dataset train = GLYPHS.train().take(60);
    Dataset test = GLYPHS.test().take(20);
    return new TrainingSpec(
        Architecture.of(
            train.sample(), Layers.flatten(), Layers.dense(8), Layers.relu(), Layers.dense(10)),
        train.provenance(),
        test.provenance(),
        new TrainingConfig(
            epochs,
            20,
            Optimizer.adam(1e-3),
            new Schedule.Constant(),
            Augmentation.NONE,
            3,
            StoppingCriterion.patience(1000)),
        List.of(1, 2));
  }

  static Training training(Backend backend, int epochs) {
    return new Training(spec(epochs), bench(backend), Duration.ZERO);
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
