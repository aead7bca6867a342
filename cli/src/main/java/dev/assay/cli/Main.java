package dev.assay.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;

/** Where the program begins. */
public final class Main {
  private static final int NARROWEST = 80;
  private static final int WIDEST = 110;

  private Main() {}

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.setErr(new LogStream(System.err));
    Output output = new Output(new FileOutputStream(FileDescriptor.out));
    PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(output.settle(run(out, err, args), err));
  }

  /**
   * Runs one command.
   *
   * @return 0 if it did what was asked, 1 if it failed, 2 if the command line was wrong
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = commandLine().setOut(out).setErr(err);
    try {
      return line.execute(ConfigFile.complete(commandLine().setErr(err), args));
    } catch (ParameterException e) {
      return Failures.wrongUsage(e, args);
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
    CommandLine line =
        new CommandLine(new AssayCommand())
            .setUsageHelpWidth(width)
            .setDefaultValueProvider(new Defaults())
            .setExecutionStrategy(StandardOptions::run)
            .setParameterExceptionHandler(Failures::wrongUsage)
            .setExecutionExceptionHandler(Failures::failed);
    readWords(line, line);
    return line;
  }

  /** Values of enums are read by what they are called, on every command. */
  private static void readWords(CommandLine root, CommandLine command) {
    for (ArgSpec arg : command.getCommandSpec().args()) {
      for (Class<?> type : arg.auxiliaryTypes()) {
        if (type.isEnum()) {
          readWord(root, type);
        }
      }
    }
    command.getSubcommands().values().forEach(sub -> readWords(root, sub));
  }

  private static <T> void readWord(CommandLine root, Class<T> type) {
    root.registerConverter(type, text -> Texts.word(type, text));
  }
}
