package dev.assay.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Passes on what a process says on its error stream, and remembers the end of it. */
final class LastWords {
  /** Where a JVM that crashes writes what it knows; {@code %p} is its process number. */
  static final String ERROR_FILE = "hs_err_%p.log";

  private static final int LINES = 20;

  private final Process process;
  private final Path folder;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader = new Thread(this::read, "last words");

  /**
   * @param folder where {@link #ERROR_FILE} is
   */
  LastWords(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      // the process is gone, and with it its stream
    }
  }

  /** Something that the process said. */
  void add(String line) {
    System.err.println(line);
    synchronized (lines) {
      lines.addLast(line);
      if (lines.size() > LINES) {
        lines.removeFirst();
      }
    }
  }

  /** How the process ended, its last lines, and what its error file says; waits for its end. */
  String text() {
    List<String> text = new ArrayList<>();
    try {
      boolean ended = process.waitFor(10, TimeUnit.SECONDS);
      text.add(ended ? " with exit status " + process.exitValue() : ", but its process lives on");
      reader.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lines) {
      text.add(lines.isEmpty() ? "It said nothing." : "Its last lines:");
      lines.forEach(line -> text.add("  " + line));
    }
    Path file = folder.resolve(ERROR_FILE.replace("%p", Long.toString(process.pid())));
    if (Files.isRegularFile(file)) {
      text.add("Its error file is " + file);
      foreign(file).forEach(library -> text.add(TorchLibraries.mixed(library)));
    }
    return String.join("\n", text);
  }

  private static List<String> foreign(Path file) {
    try {
      return TorchLibraries.foreign(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
