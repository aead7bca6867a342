package dev.assay.bench.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident set of this process since a moment, where Linux tells. */
record ResidentSet(long atStart) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");

  /** From now on; −1 where the system keeps no peak that can be reset. */
  static ResidentSet reset() {
    System.gc();
    try {
      Files.writeString(PEAK_RESET, "5");
      return new ResidentSet(field("VmRSS:"));
    } catch (IOException e) {
      return new ResidentSet(-1);
    }
  }

  /** Bytes from the moment to the peak; 0 where unknown. */
  long growth() {
    try {
      return atStart < 0 ? 0 : Math.max(0, field("VmHWM:") - atStart);
    } catch (IOException e) {
      return 0;
    }
  }

  private static long field(String name) throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("no " + name));
  }
}
