package dev.assay.bench;

import dev.assay.backend.Backend;
import dev.assay.backend.BackendUnavailableException;
import dev.assay.backend.Backends;
import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs JMH with its options and says at the end what the rates count. */
public final class Benchmarks {
  private static final String BACKEND = "backend";
  private static final String[] HEADER = {"benchmark", "of", "backend", "batch", "rate", "±", ""};

  private Benchmarks() {}

  /** Takes the options of JMH. */
  public static void main(String[] arguments)
      throws RunnerException, CommandLineOptionException, java.io.IOException {
    CommandLineOptions options = new CommandLineOptions(arguments);
    if (options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats()) {
      Main.main(arguments);
    } else {
      System.out.print(table(new Runner(options).run(), Benchmarks::description));
    }
  }

  /** What a backend's name stands for on this machine. */
  interface Description {
    String of(String backend);
  }

  private static String description(String name) {
    try (Backend backend = Backends.open(name, 1)) {
      return backend.name() + " (" + backend.description().replaceAll(", 1 thread$", "") + ")";
    } catch (BackendUnavailableException e) {
      return name;
    }
  }

  static String table(Collection<RunResult> results, Description description) {
    List<String[]> rows = new ArrayList<>();
    rows.add(HEADER);
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      rows.add(
          new String[] {
            shortName(params.getBenchmark()),
            others(params),
            params.getParamsKeys().contains(BACKEND)
                ? description.of(params.getParam(BACKEND))
                : "",
            Integer.toString(params.getOpsPerInvocation()),
            number(result.getPrimaryResult().getScore()),
            number(result.getPrimaryResult().getScoreError()),
            unit(params.getBenchmark())
          });
    }
    return aligned(rows);
  }

  /** Class and method. */
  private static String shortName(String benchmark) {
    return benchmark.replaceFirst("^.*\\.(?=[^.]*\\.[^.]*$)", "");
  }

  private static String others(BenchmarkParams params) {
    StringJoiner text = new StringJoiner(", ");
    for (String key : params.getParamsKeys()) {
      if (!key.equals(BACKEND) && !params.getParam(key).isEmpty()) {
        text.add(key + " " + params.getParam(key));
      }
    }
    return text.toString();
  }

  private static String unit(String benchmark) {
    if (benchmark.contains(TreeBenchmark.class.getSimpleName())) {
      return "trees/s";
    } else if (benchmark.contains(RepresentationBenchmark.class.getSimpleName())) {
      return "looks/s";
    }
    return benchmark.contains(SegmentBenchmark.class.getSimpleName()) ? "segments/s" : "samples/s";
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Text.format(value < 10 ? "%.3f" : "%,.1f", value);
  }

  private static String aligned(List<String[]> rows) {
    StringBuilder text = new StringBuilder("\n");
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        int column = i;
        int width = rows.stream().mapToInt(r -> r[column].length()).max().orElse(0);
        boolean figures = i >= 3 && i <= 5;
        line.append(figures ? " ".repeat(width - row[i].length()) + row[i] : row[i])
            .append(figures ? "" : " ".repeat(width - row[i].length()))
            .append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
