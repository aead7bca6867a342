package dev.assay.peers;

import dev.assay.io.SafeTensors;
import dev.assay.io.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Searches of all sides for the same samples' distances. A trial picks libtorch's fastest setting
 * and batch; then every search runs once over all samples, and Assay's nearest and DDN with 100
 * steps take turns for their rates. One process computes at a time.
 */
final class MarginContest implements AutoCloseable {
  /** The attack whose rate counts. */
  static final String RIVAL = "ddn-100";

  private static final String TRIAL = "ddn-10";
  private static final int TRIAL_SAMPLES = 128;
  private static final int USUAL_BATCH = 128;
  private static final List<Integer> BATCHES = List.of(32, 64, 128, 256);

  private final int threads;
  private final int rounds;
  private final Consumer<String> progress;
  private final Path folder;
  private final WorkerProcess ours;

  MarginContest(int threads, int rounds, Consumer<String> progress) {
    this.threads = threads;
    this.rounds = rounds;
    this.progress = progress;
    try {
      folder = Files.createTempDirectory("margins");
    } catch (IOException e) {
      throw new Failure("no place for temporary files: " + e.getMessage(), e);
    }
    ours = new WorkerProcess(Side.ASSAY.variants(threads).get(0), threads);
  }

  /** libtorch in its fastest setting. */
  private record Peer(WorkerProcess worker, int batch) {}

  /**
   * @param attacks of libtorch
   */
  MarginComparison run(
      String title, MarginProblem problem, DoubleCheck check, List<String> attacks) {
    Path file = folder.resolve("problem.safetensors");
    problem.write(file);
    int count = problem.count();
    int few = Math.min(TRIAL_SAMPLES, count);
    search(ours, new Workload.Search(AssaySearch.NEAREST, few, USUAL_BATCH, file));
    Peer peer = fastest(file, count);
    try (WorkerProcess theirs = peer.worker()) {
      Map<String, MarginComparison.Entry> entries = new LinkedHashMap<>();
      List<Double> ourRates = new ArrayList<>();
      List<Double> theirRates = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        Found nearest = search(ours, search(AssaySearch.NEAREST, count, peer, file));
        Found rival = search(theirs, search(RIVAL, count, peer, file));
        ourRates.add(count / nearest.seconds());
        theirRates.add(count / rival.seconds());
        entries.put(AssaySearch.NEAREST, entry(nearest, check));
        entries.put(RIVAL, entry(rival, check));
      }
      entries.put(
          AssaySearch.ITERATIVE,
          entry(search(ours, search(AssaySearch.ITERATIVE, count, peer, file)), check));
      for (String attack : attacks) {
        if (!entries.containsKey(attack)) {
          entries.put(attack, entry(search(theirs, search(attack, count, peer, file)), check));
        }
      }
      return new MarginComparison(
          Text.format(
              "%s; libtorch: %s, batches of %d", title, theirs.variant().name(), peer.batch()),
          entries,
          ourRates,
          theirRates);
    }
  }

  private static Workload.Search search(String method, int count, Peer peer, Path file) {
    return new Workload.Search(method, count, peer.batch(), file);
  }

  /** What a search gave, and how long it took. */
  private record Found(Workload.Search search, float[] displacements, double seconds) {}

  private Found search(WorkerProcess worker, Workload.Search search) {
    Path file = folder.resolve("found.safetensors");
    worker.prepare(search);
    double seconds = worker.outputs(file);
    float[] found = SafeTensors.read(file).tensors().get(Outputs.DISPLACEMENTS).values();
    return new Found(search, found, seconds);
  }

  private MarginComparison.Entry entry(Found found, DoubleCheck check) {
    MarginComparison.Entry entry =
        new MarginComparison.Entry(
            check.distances(found.displacements()), found.search().samples() / found.seconds());
    progress.accept(Text.format("%s: %.1f samples/s", found.search().method(), entry.rate()));
    return entry;
  }

  /** By the rate of a short search, first of settings, then of batches. */
  private Peer fastest(Path file, int count) {
    Map<WorkerProcess, Double> seconds = new LinkedHashMap<>();
    int few = Math.min(TRIAL_SAMPLES, count);
    Workload.Search trial = new Workload.Search(TRIAL, few, USUAL_BATCH, file);
    for (Variant variant : Side.LIBTORCH.variants(threads)) {
      WorkerProcess worker = new WorkerProcess(variant, threads);
      search(worker, trial);
      seconds.put(worker, search(worker, trial).seconds());
    }
    WorkerProcess best =
        seconds.keySet().stream().min(Comparator.comparing(seconds::get)).orElseThrow();
    seconds.keySet().stream().filter(worker -> worker != best).forEach(WorkerProcess::close);
    int many = Math.min(BATCHES.get(BATCHES.size() - 1), count);
    Map<Integer, Double> byBatch = new LinkedHashMap<>();
    for (int batch : BATCHES) {
      byBatch.put(batch, search(best, new Workload.Search(TRIAL, many, batch, file)).seconds());
    }
    int batch = byBatch.keySet().stream().min(Comparator.comparing(byBatch::get)).orElseThrow();
    return new Peer(best, batch);
  }

  @Override
  public void close() {
    ours.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new Failure("cannot delete " + folder, e);
    }
  }
}
