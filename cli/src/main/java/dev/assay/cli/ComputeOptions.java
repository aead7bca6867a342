package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.io.Text;
import java.util.Iterator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What computes, and with how many threads. Neither changes a result's meaning. */
final class ComputeOptions {
  private static final int MOST_THREADS = 1024;

  /**
   * For completion and help. Asked for late: whoever touches the backends starts the log, whose
   * level is not known before the command line has been read.
   */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Backends.names().iterator();
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      defaultValue = Backends.AUTO,
      description =
          "What computes: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, the fastest that"
              + " runs here; one that is named must run).")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads (default: one for each processor). Results do not depend on it.")
  private Integer threads;

  int threads() {
    int count = threads == null ? Backends.defaultThreads() : threads;
    if (count < 1 || count > MOST_THREADS) {
      throw new ParameterException(
          command.commandLine(),
          Text.format("--threads must be from 1 to %d, got %d", MOST_THREADS, count));
    }
    return count;
  }

  /** Opens the backend. */
  Backend open() {
    int count = threads();
    if (!Backends.names().contains(backend)) {
      throw new ParameterException(
          command.commandLine(),
          Text.format(
              "--backend must be one of %s, got '%s'",
              String.join(", ", Backends.names()), backend));
    }
    return Backends.open(backend, count);
  }
}
