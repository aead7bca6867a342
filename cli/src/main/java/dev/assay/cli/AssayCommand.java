package dev.assay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program itself; without a command it explains itself. */
@Command(
    name = "assay",
    description = {
      "Why does this network generalise? Trains small image classifiers and measures them.",
      ""
    },
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      MarginsCommand.class,
      FragmentationCommand.class,
      RepresentationsCommand.class,
      TranslationCommand.class,
      TreesCommand.class,
      ExactTreeCommand.class,
      MeasureCommand.class,
      ReproduceCommand.class,
      ResultsCommand.class,
      RunsCommand.class,
      CompareCommand.class,
      SweepCommand.class,
      ScoreCommand.class,
      PgdlCommand.class,
      StoreCommand.class,
      DataCommand.class,
      ModelCommand.class,
      DoctorCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  assay demo                                  train and measure two networks",
      "  assay train mlp --data mnist --epochs 10    train on MNIST",
      "  assay margins runs/mlp-mnist                measure what was trained",
      "  assay reproduce fragmentation               check the statements of a paper",
      "  assay help train                            all options of a command",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong command line."
    })
final class AssayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and the revision it was built from.")
  private boolean version;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
