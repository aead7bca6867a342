package dev.assay.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What every command understands. */
final class StandardOptions {
  static final String PRINT_CONFIG = "--print-config";
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

  @Option(
      names = ConfigFile.OPTION,
      paramLabel = "FILE",
      description =
          "Take what is not said here from this YAML file, by the names of options and arguments.")
  private Path config;

  @Option(
      names = PRINT_CONFIG,
      description = "Print the settings that this comes to, as such a file, and do nothing.")
  private boolean printsConfig;

  @Option(names = "--json", description = "Results as one JSON document, for scripts.")
  private boolean json;

  private Answer answer;

  /** The console of a command that starts now. */
  Console console() {
    if (quiet) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    }
    if (json && answer == null) {
      answer = new Answer(command.qualifiedName());
    }
    return new Console(
        command.commandLine().getOut(),
        command.commandLine().getErr(),
        quiet,
        Console.columns(),
        answer);
  }

  /** Runs what was typed, and says what it found where that is a document. */
  static int run(ParseResult parsed) {
    ParseResult last = last(parsed);
    if (!last.isUsageHelpRequested()) {
      check(last.commandSpec());
    }
    StandardOptions options = of(last.commandSpec()).orElseGet(StandardOptions::new);
    if (options.printsConfig) {
      last.commandSpec().commandLine().getOut().println(PrintedConfig.of(last));
      return CommandLine.ExitCode.OK;
    }
    int exit = new CommandLine.RunLast().execute(parsed);
    if (options.answer != null) {
      last.commandSpec().commandLine().getOut().println(options.answer);
    }
    return exit;
  }

  /** What can be said of a command's options before it works. */
  private static void check(CommandSpec command) {
    if (command.userObject() instanceof Checked options) {
      options.check();
    }
    command.mixins().values().forEach(StandardOptions::check);
  }

  /** Those of a command; a mixin of a mixin, it may be. */
  private static Optional<StandardOptions> of(CommandSpec command) {
    return command.mixins().values().stream()
        .flatMap(
            mixin ->
                mixin.userObject() instanceof StandardOptions options
                    ? Stream.of(options)
                    : of(mixin).stream())
        .findFirst();
  }

  /** The command that was typed, below all that it is a part of. */
  static ParseResult last(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last;
  }

  static boolean debugging(ParseResult parsed) {
    return last(parsed).hasMatchedOption(DEBUG)
        || !System.getenv().getOrDefault("ASSAY_DEBUG", "").isBlank();
  }
}
