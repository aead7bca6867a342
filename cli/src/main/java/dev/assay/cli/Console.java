package dev.assay.cli;

import dev.assay.io.Text;
import dev.assay.study.Quantity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Where a command speaks: results on standard output, remarks and progress on standard error.
 * Progress is a bar in the last line of a terminal, and elsewhere a line now and then. Lines hold
 * names from files and are shown by {@link Text#visible}.
 */
final class Console {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final long LINE_MILLIS = 30_000;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean quiet;
  private final int columns;
  private final Answer answer;

  private Activity activity;
  private Timer timer;
  private long drawn;
  private boolean showing;
  private boolean hooked;
  private boolean stopped;

  /** What is going on. */
  private static final class Activity {
    final String name;
    final long began = System.nanoTime();
    final Pace pace;
    long done;
    long total;
    String unit;
    double work;
    String extra;

    Activity(String name, double work) {
      this.name = name;
      this.pace = new Pace(0, work);
    }

    double seconds() {
      return (System.nanoTime() - began) / 1e9;
    }

    boolean over() {
      return total > 0 && done >= total;
    }

    ProgressLine line() {
      double now = seconds();
      return new ProgressLine(name, done, total, unit, work, pace.rate(now), now, extra);
    }
  }

  /**
   * @param columns width of the terminal that standard error is, 0 for none
   * @param answer takes the results in place of standard output; null for none
   */
  Console(PrintWriter out, PrintWriter err, boolean quiet, int columns, Answer answer) {
    this.answer = answer;
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

  /**
   * A result that there is one of.
   *
   * @param key its name for scripts
   * @param line what a person reads
   */
  void result(String key, Object value, String line) {
    if (answer == null) {
      text(Text.visible(line));
    } else {
      answer.put(key, value);
    }
  }

  /**
   * One of several results of a kind.
   *
   * @param list what scripts call all of them
   * @param fields of this one, in order
   * @param line what a person reads
   */
  void row(String list, Map<String, ?> fields, String line) {
    if (answer == null) {
      text(Text.visible(line));
    } else {
      answer.add(list, fields);
    }
  }

  /** Where the report is. */
  void report(Path page) {
    result("report", page, "report: " + page);
  }

  /**
   * A result of many lines, of the program's own words: nothing in it comes from a file.
   *
   * @param key its name for scripts
   */
  void text(String key, Object value, String lines) {
    if (answer == null) {
      text(lines);
    } else {
      answer.put(key, value);
    }
  }

  private synchronized void text(String lines) {
    clear();
    out.println(lines);
    out.flush();
  }

  /** What a person reads between results, and scripts do not. */
  void heading(String line) {
    if (answer == null) {
      text(Text.visible(line));
    }
  }

  /** Numbers, one a line; "none" where there was nothing to take them of. */
  void results(List<Quantity> numbers) {
    for (Quantity number : numbers) {
      String value = Double.isNaN(number.value()) ? "none" : Text.format("%.4g", number.value());
      row("numbers", Answer.fields(number), number.label() + ": " + value);
    }
  }

  /** A remark: what is being done, how it goes. */
  synchronized void say(String line) {
    if (!quiet) {
      clear();
      err.println(Text.visible(line));
      err.flush();
    }
  }

  /** Something the user should know even if told to be quiet. */
  synchronized void warn(String line) {
    clear();
    err.println("assay: " + Text.visible(line));
    err.flush();
  }

  /**
   * Progress within a stage; stages follow each other.
   *
   * @param unit what is counted, in the plural
   * @param extra said at the end of the line; may be empty
   */
  void progress(String name, long done, long total, String unit, String extra) {
    progress(name, done, total, unit, done, extra);
  }

  /** The same where some units take much longer than others; of all work a share is done. */
  void progress(String name, long done, long total, String unit, double share) {
    progress(name, done, total, unit, share * total, "");
  }

  private synchronized void progress(
      String name, long done, long total, String unit, double work, String extra) {
    if (quiet || stopped) {
      return;
    }
    String stage = Text.visible(name);
    if (activity == null || !activity.name.equals(stage)) {
      activity = new Activity(stage, work);
      drawn = System.nanoTime() - REDRAW_NANOS;
    }
    activity.done = done;
    activity.total = total;
    activity.unit = unit;
    activity.work = work;
    activity.extra = extra;
    activity.pace.at(activity.seconds(), work);
    if (columns > 0) {
      draw();
    } else if (timer == null) {
      timer = new Timer("progress", true);
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {
              tell();
            }
          },
          LINE_MILLIS,
          LINE_MILLIS);
    }
  }

  /** Writes how far it is as a line; work of which nothing is heard meanwhile is told of, too. */
  synchronized void tell() {
    if (activity != null && !activity.over()) {
      err.println(activity.line().line());
      err.flush();
    }
  }

  private void draw() {
    long now = System.nanoTime();
    if (now - drawn < REDRAW_NANOS) {
      return;
    }
    if (!hooked) {
      hooked = true;
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "bar"));
    }
    drawn = now;
    showing = true;
    err.print("\r" + activity.line().bar(columns - 1) + "\u001b[K");
    err.flush();
  }

  /** A program that is stopped leaves no bar behind, nor draws one while it ends. */
  private synchronized void stop() {
    stopped = true;
    clear();
  }

  /** Removes the bar, so that the line is free. */
  synchronized void clear() {
    if (showing) {
      err.print("\r\u001b[K");
      err.flush();
      showing = false;
    }
  }
}
