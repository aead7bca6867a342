package dev.assay.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<String, Effort> known = new ConcurrentHashMap<>();

  /** How many characters of the file are known. */
  private long read;

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
   * The file only grows, so what is new alone is read.
   */
  synchronized Map<String, Effort> all() throws IOException {
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size < read) {
      known.clear();
      read = 0;
    }
    if (size > read) {
      String text = rest();
      // what another process is writing is read when it is whole
      int whole = text.lastIndexOf('\n') + 1;
      text.substring(0, whole)
          .lines()
          .flatMap(line -> line(line).stream())
          .forEach(line -> known.put(line.cell, new Effort(line.seconds, line.cpuSeconds)));
      read += whole;
    }
    return Collections.unmodifiableMap(known);
  }

  private String rest() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(read);
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static Optional<Line> line(String text) {
    try {
      return Optional.ofNullable(JSON.readValue(text, Line.class))
          .filter(line -> line.cell != null);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
