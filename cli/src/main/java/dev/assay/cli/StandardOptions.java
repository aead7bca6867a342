package dev.assay.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What every command understands. */
final class StandardOptions {
  private static final String DEBUG = "--debug";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no remarks, only results and errors.")
  private boolean quiet;

  @Option(names = DEBUG, description = "Show the whole trace of an error (also: ASSAY_DEBUG=1).")
  private boolean debug;

  /** The console of a command that starts now. */
  Console console() {
    if (quiet) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    }
    return new Console(
        command.commandLine().getOut(), command.commandLine().getErr(), quiet, Console.columns());
  }

  static boolean debugging(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.hasMatchedOption(DEBUG)
        || !System.getenv().getOrDefault("ASSAY_DEBUG", "").isBlank();
  }
}
