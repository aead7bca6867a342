package dev.assay.cli;

import java.io.PrintWriter;

/**
 * Where a command speaks: results on standard output, remarks and progress on standard error.
 * Progress is drawn on a terminal only, as a bar in its last line.
 */
final class Console {
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean quiet;
  private final int columns;

  private String stage = "";
  private long first;
  private long began;
  private long drawn;
  private boolean showing;

  /**
   * @param columns width of the terminal that standard error is, 0 for none
   */
  Console(PrintWriter out, PrintWriter err, boolean quiet, int columns) {
    this.out = out;
    this.err = err;
    this.quiet = quiet;
    this.columns = columns;
  }

  /** Width of the terminal, 0 if standard error is none. A JVM cannot tell; the launcher does. */
  static int columns() {
    String text = System.getProperty("assay.columns", "0");
    return text.isEmpty() ? ProgressLine.USUAL_COLUMNS : Integer.parseInt(text);
  }

  /** A result. */
  void result(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  /** A remark: what is being done, how it goes. */
  void say(String line) {
    if (!quiet) {
      clear();
      err.println(line);
      err.flush();
    }
  }

  /** Something the user should know even if told to be quiet. */
  void warn(String line) {
    clear();
    err.println("assay: " + line);
    err.flush();
  }

  /**
   * Progress within a stage; stages follow each other.
   *
   * @param unit what is counted, in the plural
   * @param extra said at the end of the line; may be empty
   */
  void progress(String name, long done, long total, String unit, String extra) {
    if (quiet || columns == 0) {
      return;
    }
    long now = System.nanoTime();
    if (!name.equals(stage)) {
      stage = name;
      first = done;
      began = now;
      drawn = now - REDRAW_NANOS;
    }
    if (now - drawn >= REDRAW_NANOS) {
      drawn = now;
      showing = true;
      String line =
          new ProgressLine(name, done, total, unit, done - first, (now - began) / 1e9, extra)
              .text(columns - 1);
      err.print("\r" + line + "\u001b[K");
      err.flush();
    }
  }

  /** Removes the bar, so that the line is free. */
  void clear() {
    stage = "";
    if (showing) {
      err.print("\r\u001b[K");
      err.flush();
      showing = false;
    }
  }
}
