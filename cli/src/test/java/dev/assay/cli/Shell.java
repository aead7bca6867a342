package dev.assay.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands in this process and keeps what they said. */
record Shell(int exit, String out, String err) {

  static Shell run(String... args) {
    return run(new StringWriter(), args);
  }

  /** Runs a command that dies when it is about to say {@code words} on standard error. */
  static Shell runUntil(String words, String... args) {
    StringWriter mortal =
        new StringWriter() {
          @Override
          public void write(String text, int from, int count) {
            if (text.contains(words)) {
              throw new IllegalStateException("died");
            }
            super.write(text, from, count);
          }
        };
    return run(mortal, args);
  }

  /** A command in a process of its own, which says nothing on standard output. */
  static ProcessBuilder process(List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1"); // it begins sooner
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(args);
    return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  private static Shell run(StringWriter err, String... args) {
    StringWriter out = new StringWriter();
    int exit = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Shell(exit, out.toString(), err.toString());
  }

  /** The lines on standard error that report a failure or a warning. */
  List<String> errors() {
    return err.lines().filter(line -> line.startsWith("assay: ")).toList();
  }
}
