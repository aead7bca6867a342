package dev.assay.cli;

import dev.assay.backend.BackendUnavailableException;
import dev.assay.backend.OutOfDeviceMemoryException;
import dev.assay.io.BadInputException;
import dev.assay.io.Nearest;
import dev.assay.io.Text;
import dev.assay.io.UnknownNameException;
import dev.assay.train.DivergedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line on standard error and an exit code. */
final class Failures {
  /** What Java says when its heap is exhausted; other causes are outside of it. */
  private static final Pattern HEAP = Pattern.compile("heap|GC overhead|array size");

  private Failures() {}

  /** The command line makes no sense. */
  static int wrongUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    line(
        command.getErr(),
        Text.format(
            "%s%s (see: %s --help)",
            failure.getMessage(), hint(failure), command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  /** The option, command or value that was likely meant. */
  private static String hint(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String given = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
      CommandSpec command = failure.getCommandLine().getCommandSpec();
      return Nearest.hint(
          given,
          given.startsWith("-") ? command.optionsMap().keySet() : command.subcommands().keySet());
    }
    if (failure.getArgSpec() != null && failure.getValue() != null) {
      return Nearest.hint(failure.getValue(), Candidates.of(failure.getArgSpec()));
    }
    return "";
  }

  /** The command line was understood, but the work could not be done. */
  static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    boolean expected =
        failure instanceof BadInputException
            || failure instanceof BackendUnavailableException
            || failure instanceof OutOfDeviceMemoryException
            || failure instanceof DivergedException;
    line(
        err,
        expected
            ? failure.getMessage()
            : Text.format(
                "this should not have happened: %s (add --debug for the whole trace)", failure));
    if (StandardOptions.debugging(parsed)) {
      trace(err, failure);
    }
    return failure instanceof UnknownNameException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** Memory ran out. */
  static int exhausted(PrintWriter err, Error failure) {
    line(
        err,
        failure instanceof OutOfMemoryError
            ? outOfMemory(failure.getMessage(), Runtime.getRuntime().maxMemory() >> 20)
            : "this should not have happened: " + failure);
    return ExitCode.SOFTWARE;
  }

  /** Only a heap that is too small is helped by a larger one. */
  private static String outOfMemory(String cause, long heap) {
    boolean ofHeap = cause == null || HEAP.matcher(cause).find();
    return ofHeap
        ? Text.format(
            "out of memory (%s): the JVM may use %d MiB; take fewer samples or a smaller batch, or set ASSAY_JAVA_OPTS=-Xmx… to allow more",
            cause, heap)
        : Text.format(
            "out of native memory (%s): it is the machine's, beside the %d MiB that the JVM may use, so a larger -Xmx leaves less; take fewer samples, threads or a smaller batch",
            cause, heap);
  }

  private static void trace(PrintWriter err, Exception failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    trace
        .toString()
        .lines()
        .map(line -> Text.visible(line).replaceFirst("^\\\\t", "\t"))
        .forEach(err::println);
  }

  /** One line that names the program. */
  static void line(PrintWriter err, String message) {
    err.println("assay: " + Text.visible(String.valueOf(message)));
  }
}
