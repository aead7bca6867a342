package dev.assay.cli;

import dev.assay.io.Text;

/**
 * How far something is, in one line. (Libraries for this bring a terminal library along that
 * unpacks native code into the temporary folder; a line of text does not need that.)
 *
 * @param done units finished
 * @param total units in all, or 0 where that is not known
 * @param unit what is counted, in the plural; empty where nothing is
 * @param work how many units of usual length take as long as those that are finished
 * @param rate of these in a second; 0 where it is not known
 * @param seconds since the stage began
 * @param extra said at the end; may be empty
 */
record ProgressLine(
    String stage,
    long done,
    long total,
    String unit,
    double work,
    double rate,
    double seconds,
    String extra) {
  static final int USUAL_COLUMNS = 80;
  private static final int BAR = 24;

  /** For a terminal: at most {@code columns} long, what matters least left out first. */
  String bar(int columns) {
    StringBuilder bar = new StringBuilder();
    if (total > 0) {
      int filled = (int) (BAR * share());
      bar.append('[').append("=".repeat(filled)).append(" ".repeat(BAR - filled)).append("] ");
    }
    String tail = tail();
    String more = extra.isEmpty() ? "" : ", " + extra;
    for (String rest : new String[] {" " + bar + tail + more, " " + bar + tail, " " + tail}) {
      if (stage.length() + rest.stripTrailing().length() <= columns) {
        return stage + rest.stripTrailing();
      }
    }
    return cut(cut(stage, Math.max(0, columns - tail.length() - 1)) + " " + tail, columns);
  }

  /** For a log: everything, however long. */
  String line() {
    StringBuilder line = new StringBuilder(stage).append(": ");
    if (total > 0) {
      line.append(Text.format("%,d of %,d %s, ", done, total, unit));
    }
    return line.append(tail()).append(extra.isEmpty() ? "" : ", " + extra).toString();
  }

  private String tail() {
    String percent = total > 0 ? (int) (100 * share()) + " %, " : "";
    String time =
        rate > 0 && total > 0
            ? duration((total - work) / rate) + " left"
            : duration(seconds) + " so far";
    return percent + (rate > 0 ? pace() + ", " : "") + time;
  }

  private double share() {
    return Math.min(work, total) / total;
  }

  /** In the largest unit of time that does not make it a small fraction. */
  private String pace() {
    if (rate >= 0.1) {
      return number(rate) + " " + unit + "/s";
    }
    return rate * 60 >= 0.1
        ? number(rate * 60) + " " + unit + "/min"
        : number(rate * 3600) + " " + unit + "/h";
  }

  private static String cut(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, columns);
  }

  private static String number(double rate) {
    return Text.format(rate < 10 ? "%.1f" : "%,.0f", rate);
  }

  /** Minutes and seconds, {@code 3:07}; with hours, {@code 1:03:07}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? Text.format("%d:%02d", whole / 60, whole % 60)
        : Text.format("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
