package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.io.BadInputException;
import dev.assay.study.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir private Path folder;

  /** What a measurement may hold. */
  record Values(double[] numbers, int[][] pairs, boolean[] flags, String text) {}

  private Store store() {
    return Store.at(folder.resolve("store"), "test");
  }

  private Path log() {
    return folder.resolve("log");
  }

  private List<String> made() throws IOException {
    return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
  }

  private Path only(String part) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("store").resolve(part))) {
      List<Path> found = all.toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  @Test
  void makesACellOnceAndReadsItAfterwards() throws IOException {
    assertThat(store().get(Probe.cell(7, log()))).isEqualTo(7);
    assertThat(store().get(Probe.cell(7, log()))).isEqualTo(7);

    assertThat(made()).hasSize(1);
  }

  @Test
  void keepsDoublesAsTheyAre() {
    Values values =
        new Values(
            new double[] {0.1 + 0.2, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -0.0},
            new int[][] {{1, 2}, {}},
            new boolean[] {true, false},
            "ä\"");
    Noted<Values> cell = new Noted<>(Map.of("what", "values"), Values.class, () -> values);

    store().get(cell);

    Values read = store().get(cell);
    assertThat(read.numbers()).containsExactly(values.numbers());
    assertThat(read.pairs()).isDeepEqualTo(values.pairs());
    assertThat(read.flags()).containsExactly(values.flags());
    assertThat(read.text()).isEqualTo(values.text());
  }

  @Test
  void theNameFollowsFromEveryPartOfTheKeyButNotFromOrderOrVersion() {
    Noted<Integer> a = cell(Map.of("seed", 1, "data", List.of("x", 2.5)));
    Noted<Integer> b = cell(Map.of("data", List.of("x", 2.5), "seed", 1));
    Noted<Integer> other = cell(Map.of("seed", 2, "data", List.of("x", 2.5)));

    assertThat(store().name(a)).hasSize(64).isEqualTo(store().name(b));
    assertThat(store().name(other)).isNotEqualTo(store().name(a));
    assertThat(Store.at(folder.resolve("store"), "2").name(a)).isEqualTo(store().name(a));
  }

  /** The same key, made by other code. */
  private record Elsewhere(Cell<Integer> cell) implements Cell<Integer> {
    @Override
    public Map<String, ?> key() {
      return cell.key();
    }

    @Override
    public Code code() {
      return Code.from(Trees.class);
    }

    @Override
    public void make(Path folder) throws IOException {
      cell.make(folder);
    }

    @Override
    public Integer read(Path folder) throws IOException {
      return cell.read(folder);
    }
  }

  @Test
  void otherCodeMakesAnotherCellAndTheVersionIsNoted() throws IOException {
    Noted<Integer> cell = cell(Map.of("seed", 1));

    assertThat(store().name(new Elsewhere(cell))).isNotEqualTo(store().name(cell));
    store().get(cell);
    assertThat(only("cells").resolve("cell.json"))
        .content()
        .contains("\"version\":\"test\"", Code.from(Canonical.class).hash());
  }

  @Test
  void networksOfOtherArithmeticAreOtherCells() {
    try (Backend plain = Backends.open("reference", 1);
        Backend best = Backends.open("auto", 1);
        Backend more = Backends.open("auto", 2)) {
      String name = store().name(Probe.training(best, 3));

      assertThat(store().name(Probe.training(more, 3))).isEqualTo(name);
      assertThat(store().name(Probe.training(plain, 3)).equals(name))
          .isEqualTo(plain.arithmetic().equals(best.arithmetic()));
    }
  }

  private static Noted<Integer> cell(Map<String, ?> key) {
    return new Noted<>(key, Integer.class, () -> 0);
  }

  @Test
  void aTruncatedCellIsMadeAnew() throws IOException {
    store().get(Probe.cell(12345, log()));
    Path value = only("cells").resolve("value.json");
    Files.writeString(value, Files.readString(value).substring(0, 2));

    assertThat(store().get(Probe.cell(12345, log()))).isEqualTo(12345);
    assertThat(made()).hasSize(2);
    assertThat(value).content().isEqualTo("12345");
  }

  @Test
  void aCellWithoutItsSealIsMadeAnew() throws IOException {
    store().get(Probe.cell(5, log()));
    Files.delete(only("cells").resolve("cell.json"));

    assertThat(store().get(Probe.cell(5, log()))).isEqualTo(5);
    assertThat(made()).hasSize(2);
  }

  @Test
  void aFailedCellLeavesNothingInPlaceAndCanBeMadeLater() throws IOException {
    Noted<Integer> failing =
        new Noted<>(
            Map.of("what", "number", "number", 3),
            Integer.class,
            () -> {
              throw new BadInputException("no");
            });

    assertThatThrownBy(() -> store().get(failing)).isInstanceOf(BadInputException.class);
    assertThat(folder.resolve("store/cells")).isEmptyDirectory();
    assertThat(store().get(Probe.cell(3, log()))).isEqualTo(3);
  }

  @Test
  void aFolderThatCannotBeAStoreIsOneClearError() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> Store.at(file, "test"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  @Timeout(120)
  void processesAndThreadsShareTheWorkAndMakeNothingTwice() throws Exception {
    int count = 500;
    String[] arguments = {
      folder.resolve("store").toString(), log().toString(), "cells", String.valueOf(count)
    };
    Process first = Probe.fork(arguments);
    Process second = Probe.fork(arguments);
    while (made().isEmpty()) {
      assertThat(first.isAlive() || second.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      Thread thread = new Thread(() -> Probe.main(arguments));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();

    assertThat(made().stream().map(line -> Integer.valueOf(line.split(" ")[1])))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
    assertThat(folder.resolve("store/lock")).as("the one lock file").isEmptyFile();
  }

  @Test
  @Timeout(120)
  void trainingThatWasKilledGoesOnAndEndsWithTheSameBytes() throws Exception {
    Process victim = Probe.fork(folder.resolve("store").toString(), log().toString(), "train");
    Path work = folder.resolve("store/work");
    while (!saved(work)) {
      assertThat(victim.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    victim.destroyForcibly();
    assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("store/cells")).isEmptyDirectory();
    Object firstEpoch = identity(only("work").resolve("epoch-00001.safetensors"));

    try (Backend backend = Backends.open("reference", 1)) {
      TrainedNetwork resumed = store().get(Probe.training(backend, 400));
      TrainedNetwork whole =
          Store.at(folder.resolve("other"), "test").get(Probe.training(backend, 400));
      assertThat(resumed.history().epochs()).hasSize(400);
      assertThat(identity(resumed.folder().resolve("epoch-00001.safetensors")))
          .as("the first epoch was not trained again")
          .isEqualTo(firstEpoch);
      for (String file :
          List.of("model.safetensors", "best.safetensors", "epoch-00001.safetensors")) {
        assertThat(resumed.folder().resolve(file))
            .hasSameBinaryContentAs(whole.folder().resolve(file));
      }
      assertThat(resumed.folder().resolve("unfinished.safetensors")).doesNotExist();
      assertThat(whole.best().history().last())
          .isEqualTo(whole.history().best())
          .isNotEqualTo(whole.history().last());
    }
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static boolean saved(Path work) throws IOException {
    if (!Files.isDirectory(work)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(work)) {
      return files.anyMatch(file -> file.endsWith("unfinished.safetensors"));
    } catch (java.io.UncheckedIOException e) {
      return false; // a temporary file was moved away while we looked
    }
  }

  @Test
  void aDamagedUnfinishedTrainingStartsOver() throws IOException {
    try (Backend backend = Backends.open("reference", 1)) {
      Training training = Probe.training(backend, 3);
      Path work = folder.resolve("store/work").resolve(store().name(training));
      Files.createDirectories(work);
      Files.writeString(work.resolve("unfinished.safetensors"), "cut short");

      assertThat(store().get(training).history().epochs()).hasSize(3);
    }
  }

  @Test
  void keepsTheNetworkOfTheEpochsAskedFor() {
    try (Backend backend = Backends.open("reference", 1)) {
      TrainedNetwork trained = store().get(Probe.training(backend, 3));

      assertThat(trained.after(2).history().last().epoch()).isEqualTo(2);
      assertThat(trained.after(2).parameters().get("layers.1.weight"))
          .isNotEqualTo(trained.model().parameters().get("layers.1.weight"));
    }
  }

  /** A cell that needs another one. */
  private record Needing(Cell<Integer> cell, Cell<?> need) implements Cell<Integer> {
    @Override
    public Map<String, ?> key() {
      return cell.key();
    }

    @Override
    public List<Cell<?>> needs() {
      return List.of(need);
    }

    @Override
    public Code code() {
      return cell.code();
    }

    @Override
    public void make(Path place) throws IOException {
      cell.make(place);
    }

    @Override
    public Integer read(Path place) throws IOException {
      return cell.read(place);
    }
  }

  @Test
  void whatNeedsSomethingThatIsBeingMadeElsewhereIsLeftForLater() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    Cell<Integer> slow =
        new Noted<>(
            Map.of("what", "slow"),
            Integer.class,
            () -> {
              begun.countDown();
              await(others);
              return 1;
            });
    Thread elsewhere = new Thread(() -> store().get(slow));
    elsewhere.start();
    await(begun);
    Cell<Integer> needing = new Needing(cell(Map.of("what", "needing")), slow);
    Cell<Integer> free = cell(Map.of("what", "free"));
    List<Cell<?>> order = new ArrayList<>();

    store()
        .makeAll(
            List.of(needing, free),
            cell -> {
              order.add(cell);
              others.countDown();
            });

    elsewhere.join();
    assertThat(order).containsExactly(free, needing);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatComesOutOtherwiseIsTold() {
    AtomicInteger count = new AtomicInteger();
    Cell<Integer> unsteady =
        new Noted<>(Map.of("what", "unsteady"), Integer.class, count::incrementAndGet);

    assertThat(store().rebuild(cell(Map.of("what", "steady")))).isEmpty();
    assertThat(store().rebuild(unsteady)).containsExactly("value.json");
    assertThat(store().get(unsteady)).isEqualTo(1);
  }

  @Test
  void resultsOfOtherCodeAreTakenWhenTheyAreAccepted() {
    Cell<Integer> cell = cell(Map.of("seed", 1));
    Elsewhere old = new Elsewhere(cell);
    store().get(old);
    Store accepting = store();

    accepting.accept(List.of(old.code().hash().substring(0, 10)));

    assertThat(accepting.used()).isEmpty();
    assertThat(accepting.get(cell)).isZero();
    assertThat(accepting.used()).containsExactly(old.code().hash());
    assertThat(Provenance.of(Map.of("acceptedCode", accepting.used()))).hasSize(1);
    assertThat(accepting.cells()).hasSize(1);
    assertThat(store().get(cell)).isZero();
    assertThat(store().cells()).hasSize(2);
    assertThatThrownBy(() -> store().accept(List.of("no hash")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no hash");
    assertThatThrownBy(() -> store().accept(List.of("")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2 codes");
  }

  @Test
  void aStoredCellSaysWhyItWouldNotBeTaken() throws IOException {
    try (Backend plain = Backends.open("reference", 1);
        Backend kernels = Backends.open("cpu", 1)) {
      Runner runner = new Runner(store(), Probe.bench(plain));
      runner.get(Probe.spec(2));
      StoredCell cell = store().cells().get(0);

      assertThat(cell.spec()).isEqualTo(Probe.spec(2));
      assertThat(cell.obstacles(runner)).isEmpty();
      assertThat(cell.obstacles(new Runner(store(), Probe.bench(kernels))))
          .anyMatch(reason -> reason.startsWith("arithmetic: was \"plain Java"))
          .anyMatch(reason -> reason.equals("code: package dev.assay.backend.cpu was not used"))
          .anyMatch(reason -> reason.contains("dev.assay.backend.reference is not used any more"))
          .noneMatch(reason -> reason.contains("dev.assay.nn"));
      Files.writeString(only("cells").resolve("model.safetensors"), "");
      assertThat(store().cells().get(0).obstacles(runner))
          .singleElement()
          .asString()
          .startsWith("damaged: ");
      store().remove(store().cells().get(0));
      assertThat(store().cells()).isEmpty();
    }
  }
}
