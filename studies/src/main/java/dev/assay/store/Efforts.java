package dev.assay.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How long cells took: a line for each that was made, beside them, as it is no part of what they
 * are. Several processes may write.
 */
final class Efforts {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** A line of the file. */
  private record Line(String cell, double seconds, double cpuSeconds) {}

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Path file;

  Efforts(Path file) {
    this.file = file;
  }

  /** Something that takes long. */
  interface Work {
    void run() throws IOException;
  }

  /**
   * Times it and notes it.
   *
   * @param oneThread whether the calling thread does all of it, others something else meanwhile
   */
  void of(String cell, boolean oneThread, Work work) throws IOException {
    LongSupplier cpu = oneThread ? THREADS::getCurrentThreadCpuTime : PROCESS::getProcessCpuTime;
    long began = System.nanoTime();
    long cpuBegan = cpu.getAsLong();
    work.run();
    Line line =
        new Line(
            cell,
            milliseconds(System.nanoTime() - began),
            milliseconds(cpu.getAsLong() - cpuBegan));
    Files.write(
        file,
        (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static double milliseconds(long nanos) {
    return Math.rint(nanos / 1e6) / 1e3;
  }

  /**
   * By the cells' names; of one that was made again, the last time. Lines with damage count not.
   */
  Map<String, Effort> all() throws IOException {
    Map<String, Effort> all = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (String text : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        read(text).ifPresent(line -> all.put(line.cell, new Effort(line.seconds, line.cpuSeconds)));
      }
    }
    return all;
  }

  private static Optional<Line> read(String text) {
    try {
      return Optional.ofNullable(JSON.readValue(text, Line.class))
          .filter(line -> line.cell != null);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
