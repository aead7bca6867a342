package dev.assay.peers;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.peers.attack.Attack;
import dev.assay.study.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Assay's margins beside the distances that attacks on libtorch find. */
@Command(
    name = "margins",
    description = "Assay's nearest and iterative solvers beside attacks on libtorch.",
    sortOptions = false)
final class MarginsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CHECKPOINT", description = "the folder of a training run, or its file")
  private Path checkpoint;

  @Option(
      names = "--samples",
      description = "correctly classified test samples (default: ${DEFAULT-VALUE})")
  private int samples = 400;

  @Option(
      names = "--space",
      split = ",",
      paramLabel = "S",
      description = "input, hidden:CUT, pca:COUNT, pca:FIRST-LAST (default: input)")
  private List<String> spaces = List.of("input");

  @Option(
      names = "--attacks",
      split = ",",
      paramLabel = "NAME",
      description = "ddn-STEPS, fmn-STEPS, fab, fab-t, deepfool (default: ${DEFAULT-VALUE})")
  private List<String> attacks = Attack.STANDARD;

  @Option(
      names = "--rounds",
      description = "turns in which rates are measured (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(names = "--threads", description = "threads of each side (default: all processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--seed", description = "which samples (default: ${DEFAULT-VALUE})")
  private long seed = 0;

  @Option(names = "--help", usageHelp = true, description = "shows this")
  private boolean help;

  @Override
  public Integer call() {
    if (samples < 1 || threads < 1 || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(), "samples, threads and rounds must be at least 1");
    }
    List<Space> places;
    try {
      attacks.forEach(Attack::named);
      places = spaces.stream().map(MarginsCommand::space).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    Machine machine = Machine.here();
    if (machine.isBusy()) {
      System.err.printf(
          "peers: the machine is busy (load %.2f); rates will be off%n", machine.load());
    }
    try {
      MarginSetting setting = new MarginSetting(checkpoint, samples, seed, threads);
      Map<Space, MarginProblem> problems = new LinkedHashMap<>();
      places.forEach(space -> problems.put(space, setting.problem(space)));
      List<MarginComparison> found = new ArrayList<>();
      try (MarginContest contest =
          new MarginContest(threads, rounds, line -> System.err.println("  " + line))) {
        problems.forEach(
            (space, problem) -> {
              String title = Text.format("%s, %s, %d threads", setting, space.label(), threads);
              System.err.println(title);
              DoubleCheck check = new DoubleCheck(problem, setting.checkpoint());
              found.add(contest.run(title, problem, check, attacks));
              found.get(found.size() - 1).lines().forEach(System.out::println);
              System.out.println();
            });
      }
      write(found);
    } catch (BadInputException e) {
      throw new Failure(e.getMessage(), e);
    }
    return 0;
  }

  private static Space space(String text) {
    try {
      return Space.parse(text);
    } catch (BadInputException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** All distances, one line for each sample, space and method. */
  private static void write(List<MarginComparison> found) {
    Path file = Path.of(System.getProperty("peers.target", "."), "margins.csv");
    StringBuilder text = new StringBuilder("comparison,position,method,distance\n");
    for (int c = 0; c < found.size(); c++) {
      MarginComparison comparison = found.get(c);
      for (int i = 0; i < comparison.count(); i++) {
        for (Map.Entry<String, MarginComparison.Entry> entry : comparison.entries().entrySet()) {
          text.append(c).append(',').append(i).append(',').append(entry.getKey()).append(',');
          text.append(entry.getValue().distances()[i]).append('\n');
        }
      }
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Failure("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
