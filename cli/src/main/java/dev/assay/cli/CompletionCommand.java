package dev.assay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Completion for shells. */
@Command(
    name = "completion",
    header = "Prints a completion script for bash and zsh.",
    description = {
      "Load it in the shell's start-up file. It completes commands, options and what they take.",
      ""
    },
    footer = {"", "Examples:", "  source <(assay completion)"})
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    String script = CompletionScript.of(spec.root().commandLine());
    standard.console().text("script", script, script.stripTrailing());
    return 0;
  }
}
