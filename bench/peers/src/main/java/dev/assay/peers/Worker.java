package dev.assay.peers;

import dev.assay.io.SafeTensors;
import dev.assay.kernels.NativeCache;
import dev.assay.tensor.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A process that does what its standard input says, one line a request, one line an answer:
 *
 * <pre>
 * describe              → ok TEXT
 * prepare SPEC          → ok                 drops the workload before
 * outputs FILE          → ok SECONDS         writes them as safetensors; tells how long they took
 * time SECONDS RUNS     → ok MEDIAN          seconds of a run; at least so long and so many
 * peak                  → ok BYTES           largest resident set so far
 * </pre>
 *
 * Any failure is answered by {@code error MESSAGE}.
 */
final class Worker {
  private static final double WARM_UP = 0.05;

  private final Engine engine;
  private Job job;

  private Worker(Engine engine) {
    this.engine = engine;
  }

  /** {@code arguments}: engine, threads, options of that engine. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries print must not look like answers
    if (NativeCache.folder()
        == null) { // asked first: JavaCPP then unpacks there, for libtorch, too
      throw new UnsatisfiedLinkError(NativeCache.reason());
    }
    int threads = Integer.parseInt(arguments[1]);
    String options = arguments[2];
    try (Engine engine = Side.valueOf(arguments[0]).open(threads, options);
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Worker worker = new Worker(engine);
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        answers.println(worker.answer(line));
        answers.flush();
      }
      worker.drop();
    }
  }

  private String answer(String line) {
    String[] words = line.split(" ", 2);
    try {
      return switch (words[0]) {
        case "describe" -> "ok " + engine.describe();
        case "prepare" -> prepare(words[1]);
        case "outputs" -> outputs(Path.of(words[1]));
        case "time" -> time(words[1].split(" "));
        case "peak" -> "ok " + peak();
        default -> "error no request '" + line + "'";
      };
    } catch (RuntimeException | Error | IOException e) {
      e.printStackTrace(System.err);
      return "error " + e.toString().replace('\n', ' ');
    }
  }

  private String prepare(String spec) {
    drop();
    job = Workload.parse(spec).on(engine);
    return "ok";
  }

  private void drop() {
    if (job != null) {
      job.close();
      job = null;
    }
  }

  private String outputs(Path file) {
    long start = System.nanoTime();
    Map<String, float[]> outputs = job.outputs();
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, SafeTensors.Array> arrays = new LinkedHashMap<>();
    outputs.forEach(
        (name, values) ->
            arrays.put(name, new SafeTensors.Array(Shape.vector(values.length), values)));
    new SafeTensors(Map.of(), arrays).write(file);
    return "ok " + seconds;
  }

  private String time(String[] words) {
    double atLeast = Double.parseDouble(words[0]);
    int runs = Integer.parseInt(words[1]);
    repeat(Math.min(atLeast, WARM_UP), 1);
    return "ok " + Median.of(repeat(atLeast, runs));
  }

  private double[] repeat(double atLeast, int runs) {
    double[] seconds = new double[Math.max(runs, 16)];
    int count = 0;
    long start = System.nanoTime();
    for (long last = start; count < runs || last - start < atLeast * 1e9; count++) {
      job.run();
      long now = System.nanoTime();
      if (count == seconds.length) {
        seconds = Arrays.copyOf(seconds, 2 * count);
      }
      seconds[count] = (now - last) / 1e9;
      last = now;
    }
    return Arrays.copyOf(seconds, count);
  }

  /** The kernel's high-water mark of this process. */
  private static long peak() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }
}
