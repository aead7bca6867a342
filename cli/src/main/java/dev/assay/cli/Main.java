package dev.assay.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;

/** Where the program begins. */
public final class Main {
  private static final int NARROWEST = 80;
  private static final int WIDEST = 110;

  private Main() {}

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.setErr(new LogStream(System.err));
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, args));
  }

  /**
   * Runs one command.
   *
   * @return 0 if it did what was asked, 1 if it failed, 2 if the command line was wrong
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = commandLine().setOut(out).setErr(err);
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError e) {
      return Failures.exhausted(err, e);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** The whole tree of commands. */
  static CommandLine commandLine() {
    int width = Math.max(NARROWEST, Math.min(WIDEST, Console.columns()));
    return new CommandLine(new AssayCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(width)
        .setParameterExceptionHandler(Failures::wrongUsage)
        .setExecutionExceptionHandler(Failures::failed);
  }
}
