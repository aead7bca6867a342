package dev.assay.peers;

import dev.assay.io.Text;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} seen from the controller. */
final class WorkerProcess implements AutoCloseable {
  /** What would hold OpenBLAS below what the CPU can do, or bring other libraries than our own. */
  private static final List<String> NOT_INHERITED =
      List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH", "LD_PRELOAD");

  private final Variant variant;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;
  private final LastWords lastWords;

  WorkerProcess(Variant variant, int threads) {
    this(
        variant,
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Worker.class.getName(),
            variant.side().name(),
            Integer.toString(threads),
            variant.options()));
  }

  /**
   * @param program what Java is to run
   */
  WorkerProcess(Variant variant, List<String> program) {
    this.variant = variant;
    Path errors = Path.of(System.getProperty("peers.target", ".")).toAbsolutePath();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + errors.resolve(LastWords.ERROR_FILE)));
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(NOT_INHERITED);
    builder.environment().putAll(variant.environment());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new Failure("cannot start a worker for " + variant + ": " + e.getMessage(), e);
    }
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    lastWords = new LastWords(process, errors);
  }

  Variant variant() {
    return variant;
  }

  String describe() {
    return ask("describe");
  }

  void prepare(Workload workload) {
    ask("prepare " + workload.spec());
  }

  /** Runs once and writes what came of it; returns the seconds of the run. */
  double outputs(Path file) {
    return Double.parseDouble(ask("outputs " + file));
  }

  /** Median seconds of a run, of runs that take at least so long together. */
  double time(double seconds, int runs) {
    return Double.parseDouble(ask(Text.format("time %s %d", seconds, runs)));
  }

  /** Bytes of the largest resident set of the process so far. */
  long peak() {
    return Long.parseLong(ask("peak"));
  }

  private String ask(String request) {
    String answer;
    try {
      requests.write(request + "\n");
      requests.flush();
      answer = answer();
    } catch (IOException e) {
      answer = null;
    }
    if (answer == null) {
      throw new Failure(
          Text.format("the worker of %s ended during '%s'%s", variant, request, lastWords.text()));
    }
    if (!answer.startsWith("ok")) {
      throw new Failure(Text.format("%s, '%s': %s", variant, request, answer));
    }
    return answer.substring(2).strip();
  }

  /** The next line that is one; null at the end. A JVM that crashes speaks here, too. */
  private String answer() throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith("ok") && !line.startsWith("error ")) {
      lastWords.add(line);
      line = answers.readLine();
    }
    return line;
  }

  /** Ends the process. */
  @Override
  public void close() {
    try {
      requests.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
