package dev.assay.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the machine can do at most on some threads, measured by {@code limits.cpp}.
 *
 * @param gflops fused multiply-adds in registers, 10⁹ operations per second
 * @param read memory read, 10⁹ bytes per second
 * @param triad {@code a = b + s·c} over memory, 10⁹ bytes per second
 */
record Limits(double gflops, double read, double triad) {

  /** Nothing is known. */
  static final Limits UNKNOWN = new Limits(Double.NaN, Double.NaN, Double.NaN);

  static Limits measure(Path program, int threads) {
    if (!Files.isExecutable(program)) {
      return UNKNOWN;
    }
    try {
      Process process =
          new ProcessBuilder(program.toAbsolutePath().toString(), Integer.toString(threads))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] numbers = output.strip().split(" ");
      if (process.waitFor() != 0 || numbers.length != 3) {
        throw new Failure(program + " failed: " + output);
      }
      return new Limits(
          Double.parseDouble(numbers[0]),
          Double.parseDouble(numbers[1]),
          Double.parseDouble(numbers[2]));
    } catch (IOException e) {
      throw new Failure("cannot run " + program + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /** The larger of two measurements, each in its own right. */
  Limits or(Limits other) {
    return new Limits(
        Math.max(gflops, other.gflops), Math.max(read, other.read), Math.max(triad, other.triad));
  }

  /**
   * Seconds that so much work takes at least: the longer of its arithmetic and its memory traffic.
   */
  double floor(double flops, double bytes) {
    return Math.max(flops / (gflops * 1e9), bytes / (Math.max(read, triad) * 1e9));
  }
}
