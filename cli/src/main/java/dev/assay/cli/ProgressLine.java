package dev.assay.cli;

import java.util.Locale;

/**
 * One drawing of a progress bar. (Libraries for this bring a terminal library along that unpacks
 * native code into the temporary folder; a line of text does not need that.)
 *
 * @param done units finished
 * @param total units in all, or 0 where that is not known
 * @param unit what is counted, in the plural
 * @param recent units finished in the last {@code seconds}: they make the rate
 */
record ProgressLine(
    String stage, long done, long total, String unit, long recent, double seconds, String extra) {
  static final int USUAL_COLUMNS = 80;
  private static final int BAR = 24;

  /** The line, at most {@code columns} long. */
  String text(int columns) {
    StringBuilder line = new StringBuilder(stage);
    if (total > 0) {
      int filled = (int) (BAR * Math.min(done, total) / total);
      line.append(" [").append("=".repeat(filled)).append(" ".repeat(BAR - filled)).append("] ");
      line.append(100 * Math.min(done, total) / total).append(" %");
    }
    if (recent > 0 && seconds > 0) {
      double rate = recent / seconds;
      line.append(String.format(Locale.ROOT, ", %s %s/s", number(rate), unit));
      if (total > 0) {
        line.append(", ").append(duration((total - done) / rate)).append(" left");
      }
    }
    if (!extra.isEmpty()) {
      line.append(", ").append(extra);
    }
    return line.length() <= columns ? line.toString() : line.substring(0, Math.max(0, columns));
  }

  private static String number(double rate) {
    return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%,.0f", rate);
  }

  /** Minutes and seconds, {@code 3:07}; with hours, {@code 1:03:07}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }
}
