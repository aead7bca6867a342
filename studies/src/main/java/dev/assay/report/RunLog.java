package dev.assay.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What does not determine a result but came with it: when it started, on what machine, with how
 * many threads, and how long each stage took. Not thread-safe.
 */
public final class RunLog {
  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();
  private final int threads;
  private final Map<String, Long> nanos = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();

  private RunLog(int threads) {
    this.threads = threads;
  }

  /** Starts the clock. */
  public static RunLog start(int threads) {
    return new RunLog(threads);
  }

  /** Runs and times a stage; stages of the same name add up. */
  public <T> T stage(String name, Supplier<T> work) {
    long before = System.nanoTime();
    try {
      return work.get();
    } finally {
      took(name, Duration.ofNanos(System.nanoTime() - before));
    }
  }

  /** Adds time to a stage that was measured elsewhere. */
  public void took(String name, Duration time) {
    nanos.merge(name, time.toNanos(), Long::sum);
  }

  /** Adds a fact about the run, for example the backend's instruction set. */
  public RunLog fact(String name, String value) {
    facts.put(name, value);
    return this;
  }

  /** Time since the start. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("started", start.truncatedTo(ChronoUnit.SECONDS).toString());
    map.put("secondsTotal", seconds(elapsed().toNanos()));
    Map<String, Object> stages = new LinkedHashMap<>();
    nanos.forEach((stage, time) -> stages.put(stage, seconds(time)));
    map.put("secondsByStage", stages);
    map.put("threads", threads);
    map.put("cpu", processor());
    map.put("cpuThreads", Runtime.getRuntime().availableProcessors());
    map.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    map.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    map.putAll(facts);
    return map;
  }

  private static double seconds(long nanos) {
    return Math.rint(nanos / 1e6) / 1e3;
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException | java.io.UncheckedIOException e) {
      return "unknown";
    }
  }
}
