package dev.assay.backend.cpu;

import dev.assay.backend.OutOfDeviceMemoryException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine's memory, outside the Java heap. A system that hands out more than it has ends the
 * process that touches too much of it, without a word; so it is asked before.
 */
final class MachineMemory {
  private static final Path LINUX = Path.of("/proc/meminfo");

  private MachineMemory() {}

  /**
   * Fails unless so much is there.
   *
   * @param bytes that are needed
   * @param held bytes of tensors
   */
  static void require(long bytes, long held) {
    if (bytes > free()) {
      throw exhausted(bytes, held);
    }
  }

  static OutOfDeviceMemoryException exhausted(long bytes, long held) {
    return new OutOfDeviceMemoryException("machine", bytes, held, free(), total());
  }

  /** What this process may have at most: of the machine, or of its container. */
  private static long total() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
  }

  /** What can be had without pressing others out, as the system sees it; else all there is. */
  private static long free() {
    long kilobytes = 0;
    try {
      List<String> lines = Files.isReadable(LINUX) ? Files.readAllLines(LINUX) : List.of();
      for (String line : lines) {
        if (line.startsWith("MemAvailable:") || line.startsWith("SwapFree:")) {
          kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException | NumberFormatException e) {
      kilobytes = 0; // not told: nothing is refused
    }
    return kilobytes == 0 ? total() : Math.min(total(), kilobytes << 10);
  }
}
