package dev.assay.cli;

import dev.assay.io.Text;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the log goes: its messages hold names from files, too, and are shown as the console's. */
final class LogStream extends PrintStream {
  LogStream(PrintStream to) {
    super(to, true, StandardCharsets.UTF_8);
  }

  @Override
  public void println(String message) {
    super.println(Text.visible(message));
  }
}
