package dev.assay.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Alteration;
import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.data.Datasets;
import dev.assay.io.BadInputException;
import dev.assay.measure.Bench;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.predictor.Predictors;
import dev.assay.store.Runner;
import dev.assay.store.Store;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Progress;
import dev.assay.sweep.SweepFolder.Counts;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssignmentTest {
  @TempDir private Path folder;

  /** Five networks; the last one diverges. */
  private static Sweep sweep() {
    Dataset train = Datasets.open("glyphs").train().take(20);
    Dataset test = Datasets.open("glyphs").test().take(30);
    List<SweepCell> cells = new ArrayList<>();
    for (int number = 1; number <= 5; number++) {
      TrainingConfig config =
          new TrainingConfig(
              1,
              10,
              Optimizer.sgd(number == 5 ? 1e30 : 0.01),
              new Schedule.Constant(),
              Augmentation.NONE,
              number,
              StoppingCriterion.NEVER);
      cells.add(
          new SweepCell(
              number,
              Map.of("seed", Integer.toString(number)),
              new TrainingSpec(
                  Architecture.of(
                      train.sample(), Layers.flatten(), Layers.dense(3), Layers.dense(10)),
                  train.provenance(),
                  test.provenance(),
                  config,
                  List.of()),
              test.altered(new Alteration.Moved(2, 0)).provenance()));
    }
    return new Sweep(List.of("seed"), List.of(), List.of(Predictors.named("frobenius")), cells);
  }

  private Assignment assigned(Sweep sweep, String name) {
    return Assignment.of(
        sweep,
        sweep.cells(),
        new Assignment.Shared(
            folder.resolve(name).toString(),
            folder.resolve("store-" + name).toString(),
            "test",
            null,
            "reference"));
  }

  private void makeHere(Sweep sweep, String name) {
    try (Backend backend = Backends.open("reference", 1)) {
      Bench bench = new Bench(backend, LinearAlgebra.best(), Datasets::open);
      Runner runner = new Runner(Store.at(folder.resolve("store-" + name), "test"), bench);
      new SweepRun(sweep, new SweepFolder(folder.resolve(name)), runner, Progress.NONE, false)
          .make(sweep.cells());
    }
  }

  /** Files of a kind by name, with what is in them. */
  private Map<String, String> files(String name, String kind) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve(name).resolve(kind))) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return found;
  }

  private List<String> cells(String store) throws IOException {
    try (Stream<Path> cells = Files.list(folder.resolve("store-" + store).resolve("cells"))) {
      return cells.map(cell -> cell.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void groupsThatAreSentAsTextMakeTheSame() throws IOException {
    Sweep sweep = sweep();
    makeHere(sweep, "here");
    List<Assignment> groups = assigned(sweep, "there").split(3);
    assertThat(groups).extracting(group -> group.keys().size()).containsExactly(1, 2, 2);

    int failed = 0;
    for (Assignment group : groups) {
      failed += Assignment.read(group.text()).make();
    }

    assertThat(failed).isEqualTo(1);
    assertThat(files("there", "done")).hasSize(4).isEqualTo(files("here", "done"));
    assertThat(files("there", "failed")).hasSize(1).isEqualTo(files("here", "failed"));
    assertThat(cells("there")).as("so code counts as the same").isEqualTo(cells("here"));
    Assignment all = assigned(sweep, "there");
    assertThat(all.folder().counts(all.keys())).isEqualTo(new Counts(5, 4, 1, 0, 0));
  }

  /** A task that was lost is given to somebody else. */
  @Test
  void whatIsDoneIsNotMadeAgain() throws IOException {
    Assignment work = assigned(sweep(), "twice");
    work.make();
    Map<String, String> before = files("twice", "done");
    Path efforts = folder.resolve("store-twice").resolve("efforts.jsonl");
    long made = Files.size(efforts);

    work.make();

    assertThat(files("twice", "done")).isEqualTo(before);
    assertThat(Files.size(efforts)).isEqualTo(made);
  }

  /** As on a disk that is full: the run ends, no cell is to blame, and the next run goes on. */
  @Test
  void theMachinesFailuresAreNoCells() throws IOException {
    Assignment work = assigned(sweep(), "full");
    Path inTheWay = Files.createDirectories(folder.resolve("store-full/efforts.jsonl"));

    assertThatThrownBy(work::make)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cell 1 (seed 1)")
        .hasMessageContaining("name a folder for the store that can be written");
    assertThat(work.folder().counts(work.keys())).isEqualTo(new Counts(5, 0, 0, 0, 5));

    Files.delete(inTheWay);
    assertThat(work.make()).isEqualTo(1);
    assertThat(work.folder().counts(work.keys())).isEqualTo(new Counts(5, 4, 1, 0, 0));
  }

  @Test
  void anotherProgramIsRefused() {
    Assignment work = assigned(sweep(), "other");
    Assignment other =
        new Assignment(work.shared(), "0".repeat(64), work.predictors(), work.parts());
    assertThatThrownBy(other::make)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("use the same build on all machines");
    assertThatThrownBy(() -> Assignment.read("{}!")).isInstanceOf(BadInputException.class);
  }

  /** Whoever is asked to stop makes what it has begun, and no more. */
  @Test
  void anInterruptedProcessLeavesTheRest() throws InterruptedException {
    Assignment work = assigned(sweep(), "stopped");
    Thread thread = new Thread(work::make);
    thread.start();
    thread.interrupt();
    thread.join();

    Counts counts = work.folder().counts(work.keys());
    assertThat(counts.done() + counts.failed()).isLessThan(5);
    assertThat(counts.done() + counts.failed() + counts.running() + counts.open()).isEqualTo(5);
  }
}
