package dev.assay.peers;

import dev.assay.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a workload on all sides: agreement first, then a trial that picks each peer's most promising
 * settings, then rounds in which Assay and those take turns. One process computes at a time.
 */
final class Contest implements AutoCloseable {

  /** How long and how often things are timed. */
  record Effort(int rounds, double seconds, int runs, double trialSeconds) {
    static final Effort SMOKE = new Effort(2, 0.02, 1, 0.01);

    static Effort full(int rounds) {
      return new Effort(rounds, 0.5, 3, 0.2);
    }
  }

  private static final int FINALISTS = 2;
  private static final int TRIALS = 2;
  private static final double LEFT_BEHIND = 1.5;
  private static final int MEMORY_RUNS = 5;

  private final int threads;
  private final Effort effort;
  private final Map<Variant, WorkerProcess> workers = new HashMap<>();
  private final Path outputs;

  Contest(int threads, Effort effort) {
    this.threads = threads;
    this.effort = effort;
    try {
      outputs = Files.createTempFile("outputs", ".safetensors");
    } catch (IOException e) {
      throw new Failure("no place for a temporary file: " + e.getMessage(), e);
    }
  }

  private WorkerProcess worker(Variant variant) {
    return workers.computeIfAbsent(variant, v -> new WorkerProcess(v, threads));
  }

  /** In a smoke run only those that compute differently. */
  private List<Variant> variants(Side side) {
    List<Variant> all = side.variants(threads);
    if (effort != Effort.SMOKE) {
      return all;
    }
    Map<String, Variant> byOptions = new LinkedHashMap<>();
    all.forEach(variant -> byOptions.putIfAbsent(variant.options(), variant));
    return List.copyOf(byOptions.values());
  }

  private Variant assay() {
    return Side.ASSAY.variants(threads).get(0);
  }

  /** One line per side: versions, threads, the kernels of OpenBLAS. */
  List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Side side : Side.values()) {
      lines.add(worker(side.variants(threads).get(0)).describe());
    }
    return lines;
  }

  /** One result per peer that can run the workload. */
  List<Result> run(Catalog.Entry entry) {
    WorkerProcess ours = worker(assay());
    ours.prepare(entry.workload());
    Map<String, SafeTensors.Array> expected = outputs(ours);
    List<Result> results = new ArrayList<>();
    for (Side side : List.of(Side.LIBTORCH, Side.ONNX_RUNTIME)) {
      if (side.runs(entry.workload())) {
        results.add(run(entry, side, ours, expected));
      }
    }
    return results;
  }

  private Result run(
      Catalog.Entry entry, Side side, WorkerProcess ours, Map<String, SafeTensors.Array> expected) {
    Workload workload = entry.workload();
    List<WorkerProcess> peers = new ArrayList<>();
    Map<String, Agreement> agreements = new LinkedHashMap<>();
    for (Variant variant : variants(side)) {
      WorkerProcess peer = worker(variant);
      peer.prepare(workload);
      peers.add(peer);
      // settings of the environment do not change what is computed
      agreements.computeIfAbsent(
          variant.options(),
          option -> Agreement.of(entry.title(), variant, expected, outputs(peer)));
    }
    List<WorkerProcess> finalists = finalists(peers);
    double[] ourSeconds = new double[effort.rounds()];
    double[][] theirSeconds = new double[finalists.size()][effort.rounds()];
    double[][] ratios = new double[finalists.size()][effort.rounds()];
    ours.time(effort.trialSeconds(), 1);
    for (int round = 0; round < effort.rounds(); round++) {
      ourSeconds[round] = ours.time(effort.seconds(), effort.runs());
      for (int i = 0; i < finalists.size(); i++) {
        theirSeconds[i][round] = finalists.get(i).time(effort.seconds(), effort.runs());
        ratios[i][round] = theirSeconds[i][round] / ourSeconds[round];
      }
    }
    int best = 0;
    for (int i = 1; i < finalists.size(); i++) {
      best = Median.of(theirSeconds[i]) < Median.of(theirSeconds[best]) ? i : best;
    }
    Variant winner = finalists.get(best).variant();
    double seconds = Median.of(ourSeconds);
    List<Double> sorted = Arrays.stream(ratios[best]).sorted().boxed().toList();
    Agreement agreement = agreements.get(winner.options());
    return new Result(
        entry.label(),
        entry.title(),
        workload.unit(),
        workload.items() / seconds,
        side.title(),
        winner.name(),
        workload.items() / Median.of(theirSeconds[best]),
        Median.of(ratios[best]),
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        Arrays.stream(ratios[best]).boxed().toList(),
        seconds,
        workload.flops(),
        workload.bytes(),
        agreement.error(),
        agreement.kinks());
  }

  /**
   * The fastest in short passes over the settings; after the first pass, which also warms up, only
   * over those not left behind.
   */
  private List<WorkerProcess> finalists(List<WorkerProcess> peers) {
    Map<WorkerProcess, Double> fastest = new HashMap<>();
    double best = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < TRIALS; trial++) {
      for (WorkerProcess peer : peers) {
        if (trial == 0 || fastest.get(peer) < LEFT_BEHIND * best) {
          double seconds = peer.time(effort.trialSeconds(), 1);
          fastest.merge(peer, seconds, Math::min);
          best = Math.min(best, seconds);
        }
      }
    }
    return peers.stream().sorted(Comparator.comparing(fastest::get)).limit(FINALISTS).toList();
  }

  private Map<String, SafeTensors.Array> outputs(WorkerProcess worker) {
    worker.outputs(outputs);
    return SafeTensors.read(outputs).tensors();
  }

  /** Peak memory of Assay and of libtorch in each setting, each in a process of its own. */
  List<Memory> memory(Catalog.Entry entry) {
    List<Memory> peaks = new ArrayList<>();
    for (Side side : List.of(Side.ASSAY, Side.LIBTORCH)) {
      for (Variant variant : variants(side)) {
        try (WorkerProcess worker = new WorkerProcess(variant, threads)) {
          worker.prepare(entry.workload());
          worker.time(0, MEMORY_RUNS);
          peaks.add(
              new Memory(entry.label(), side.title(), variant.name(), worker.peak() / 1048576.0));
        }
      }
    }
    return peaks;
  }

  @Override
  public void close() {
    workers.values().forEach(WorkerProcess::close);
    try {
      Files.deleteIfExists(outputs);
    } catch (IOException e) {
      throw new Failure("cannot delete " + outputs, e);
    }
  }
}
