package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.io.Nearest;
import dev.assay.io.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What computes, and with how many threads. Neither changes a result's meaning. */
final class ComputeOptions implements Checked {
  private static final int MOST_THREADS = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      completionCandidates = Candidates.ForBackend.class,
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

  @Override
  public void check() {
    if (!Backends.names().contains(backend)) {
      throw usage(
          Text.format(
              "--backend must be one of %s, got '%s'%s",
              String.join(", ", Backends.names()),
              backend,
              Nearest.hint(backend, Backends.names())));
    }
    if (threads() < 1 || threads() > MOST_THREADS) {
      throw usage(Text.format("--threads must be from 1 to %d, got %d", MOST_THREADS, threads()));
    }
  }

  int threads() {
    return threads == null ? Backends.defaultThreads() : threads;
  }

  /** The name of the backend. */
  String backend() {
    return backend;
  }

  /** Opens the backend. */
  Backend open() {
    return Backends.open(backend, threads());
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
