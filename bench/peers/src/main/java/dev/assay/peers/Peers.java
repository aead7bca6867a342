package dev.assay.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The controller: what to run, on how many threads, and where results go. */
@Command(
    name = "bench/peers/run",
    description = "Assay beside libtorch and ONNX Runtime, outputs compared, then timed in turns.",
    subcommands = {MarginsCommand.class, TreesCommand.class},
    sortOptions = false)
public final class Peers implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--smoke", description = "tiny batches: does everything run and agree?")
  private boolean smoke;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "W1",
      description = "these workloads: W1, W2, W2', W3, W3', W4, W5, W6, W6', W7, W8")
  private List<String> only = List.of();

  @Option(
      names = "--shapes",
      split = ";",
      paramLabel = "ci,co,hw,k,s,batch",
      description = "these convolutions instead of the standard workloads")
  private List<String> shapes = List.of();

  @Option(names = "--rounds", description = "turns of each side (default: ${DEFAULT-VALUE})")
  private int rounds = 7;

  @Option(names = "--threads", description = "threads of each side (default: all processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--help", usageHelp = true, description = "shows this")
  private boolean help;

  private Peers() {}

  /** Runs the comparison and exits: 0 done, 1 failed or in disagreement, 2 misused. */
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Peers());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (!(failure instanceof Failure)) {
            throw failure;
          }
          command.getErr().println("peers: " + failure.getMessage());
          return 1;
        });
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() {
    List<Catalog.Entry> entries = entries();
    Contest.Effort effort = smoke ? Contest.Effort.SMOKE : Contest.Effort.full(rounds);
    Path target = Path.of(System.getProperty("peers.target", "."));
    Path program = target.resolve("limits");
    Machine machine = Machine.here();
    if (machine.isBusy()) {
      System.err.printf(
          "peers: the machine is busy (load %.2f); figures will be off%n", machine.load());
    }
    Map<Integer, Limits> limits = new TreeMap<>();
    measure(program, limits);
    List<Result> results = new ArrayList<>();
    List<Memory> memory = new ArrayList<>();
    List<String> sides;
    try (Contest contest = new Contest(threads, effort)) {
      sides = contest.describe();
      sides.forEach(System.err::println);
      for (Catalog.Entry entry : entries) {
        List<Result> found = contest.run(entry);
        found.forEach(Peers::progress);
        results.addAll(found);
      }
    }
    for (Catalog.Entry entry : entries) {
      if (entry.label().equals("W2")) {
        try (Contest contest = new Contest(threads, effort)) {
          memory.addAll(contest.memory(entry));
        }
      }
    }
    measure(program, limits);
    Report report = new Report(machine, threads, sides, limits, results, memory);
    report.write(target);
    System.out.print(report.text());
    return 0;
  }

  /** Once at the start and once at the end, as other loads come and go: the better one counts. */
  private void measure(Path program, Map<Integer, Limits> limits) {
    for (int count : new TreeSet<>(List.of(1, threads))) {
      limits.merge(count, Limits.measure(program, count), Limits::or);
    }
  }

  private static void progress(Result result) {
    System.err.printf(
        "%s %s: %.2f × %s (%s)%n",
        result.label(), result.title(), result.ratio(), result.peer(), result.setting());
  }

  private List<Catalog.Entry> entries() {
    if (threads < 1 || rounds < 1) {
      throw new ParameterException(spec.commandLine(), "threads and rounds must be at least 1");
    }
    List<Catalog.Entry> entries = new ArrayList<>();
    try {
      shapes.forEach(shape -> entries.addAll(Catalog.convolutions("shape", shape)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--shapes: " + e.getMessage());
    }
    if (shapes.isEmpty()) {
      entries.addAll(Catalog.standard(smoke));
    }
    for (String label : only) {
      if (entries.stream().noneMatch(entry -> entry.label().equals(label))) {
        throw new ParameterException(spec.commandLine(), "--only: there is no workload " + label);
      }
    }
    entries.removeIf(entry -> !only.isEmpty() && !only.contains(entry.label()));
    return entries;
  }
}
