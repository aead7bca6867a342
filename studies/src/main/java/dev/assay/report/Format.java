package dev.assay.report;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What kinds of files tables and figures are written as, beside the page. */
public enum Format {
  /** Tables as RFC 4180 has them. */
  CSV,
  /** Tables with what their columns mean, and the data of figures. */
  JSON,
  /** Tables as arrays of NumPy, one for each column. */
  NPZ,
  /** Tables for booktabs, numbers with as many digits as their intervals let know. */
  LATEX,
  SVG,
  PNG,
  /** Figures as wide as a column of print and as a page, fonts embedded. */
  PDF;

  /** What is written where nobody asks for anything else. */
  public static Set<Format> usual() {
    return EnumSet.of(CSV, JSON, SVG, PNG);
  }

  private static final List<Format> OF_TABLES = List.of(CSV, JSON, NPZ, LATEX);

  /** Those of tables among some, in order. */
  static List<Format> ofTables(Collection<Format> some) {
    return OF_TABLES.stream().filter(some::contains).toList();
  }

  /** Those of figures as pictures among some, in order. */
  static List<Format> ofFigures(Collection<Format> some) {
    return List.of(SVG, PNG, PDF).stream().filter(some::contains).toList();
  }

  /** As files of it end. */
  String ending() {
    return this == LATEX ? ".tex" : "." + name().toLowerCase(Locale.ROOT);
  }

  /** As a person would say it. */
  String words() {
    return this == LATEX ? "LaTeX" : name();
  }
}
