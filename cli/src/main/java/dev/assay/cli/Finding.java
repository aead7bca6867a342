package dev.assay.cli;

/** One line of a doctor's report. */
record Finding(String about, String text, boolean warning) {

  static Finding fine(String about, String text) {
    return new Finding(about, text, false);
  }

  static Finding warning(String about, String text) {
    return new Finding(about, text, true);
  }
}
