package dev.assay.cli;

import java.util.function.Supplier;

/** A program that is stopped (Ctrl-C) says how to go on. */
final class StopHint {
  private StopHint() {}

  /** Does some work; whoever stops the program meanwhile is told {@code hint}. */
  static <T> T during(Supplier<T> work, Console console, String hint) {
    Thread hook = new Thread(() -> console.warn(hint), "stop hint");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is stopping already: the hint is being given
    }
  }
}
