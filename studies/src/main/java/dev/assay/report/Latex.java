package dev.assay.report;

import dev.assay.study.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table for LaTeX with booktabs; one that is longer than a page for longtable. Numbers have as
 * many digits as the page shows, by their interval where columns {@code low} and {@code high}
 * follow.
 */
final class Latex {
  /** Rows that a page holds. */
  private static final int LONGEST = 40;

  /** As wide as it is, or as the column of text where it would be wider. */
  private static final String NARROWED =
      "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n";

  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

  private static final Map<Integer, String> SPECIAL =
      Map.ofEntries(
          Map.entry((int) '\\', "\\textbackslash{}"),
          // where it begins a row it would belong to the end of the one before
          Map.entry((int) '[', "{[}"),
          Map.entry((int) '~', "\\textasciitilde{}"),
          Map.entry((int) '^', "\\textasciicircum{}"),
          Map.entry((int) '<', "\\textless{}"),
          Map.entry((int) '>', "\\textgreater{}"),
          Map.entry((int) '|', "\\textbar{}"),
          Map.entry((int) '"', "''"),
          Map.entry((int) '−', "$-$"),
          Map.entry((int) '×', "$\\times$"),
          Map.entry((int) '≤', "$\\leq$"),
          Map.entry((int) '≥', "$\\geq$"),
          Map.entry((int) '±', "$\\pm$"),
          Map.entry((int) '∞', "$\\infty$"),
          Map.entry((int) '→', "$\\to$"),
          Map.entry((int) '·', "$\\cdot$"),
          Map.entry((int) 'ℓ', "$\\ell$"),
          Map.entry((int) '₂', "$_2$"),
          Map.entry((int) '⁺', "$^+$"),
          Map.entry((int) '₀', "$_0$"),
          Map.entry((int) 'ᵢ', "$_i$"),
          Map.entry((int) '√', "$\\surd$"),
          Map.entry((int) '‖', "$\\|$"),
          Map.entry((int) '∂', "$\\partial$"),
          Map.entry((int) '÷', "$\\div$"),
          Map.entry((int) 'Π', "$\\Pi$"),
          Map.entry((int) 'Σ', "$\\Sigma$"),
          Map.entry((int) 'γ', "$\\gamma$"),
          Map.entry((int) 'δ', "$\\delta$"),
          Map.entry((int) 'ω', "$\\omega$"),
          Map.entry((int) 'α', "$\\alpha$"),
          Map.entry((int) 'β', "$\\beta$"),
          Map.entry((int) 'ε', "$\\varepsilon$"),
          Map.entry((int) 'ρ', "$\\rho$"),
          Map.entry((int) 'σ', "$\\sigma$"),
          Map.entry((int) 'τ', "$\\tau$"),
          Map.entry((int) '–', "--"),
          Map.entry((int) '…', "\\dots{}"),
          Map.entry((int) '“', "``"),
          Map.entry((int) '”', "''"),
          Map.entry((int) '\u202f', "\\,"),
          Map.entry((int) '\n', " "));

  private Latex() {}

  static String file(Table table) {
    boolean isLong = table.rows().size() > LONGEST;
    String columns =
        table.columns().stream()
            .map(column -> PageTables.numeric(column) ? "r" : "l")
            .collect(Collectors.joining());
    String caption = "\\caption{" + escape(caption(table)) + "}";
    String label = "\\label{tab:" + table.name() + "}";
    String head =
        table.columns().stream().map(Latex::head).collect(Collectors.joining(" & ", "", " \\\\\n"));
    String rows = table.rows().stream().map(row -> row(table, row)).collect(Collectors.joining());
    return isLong
        ? "% \\usepackage{booktabs,longtable}\n"
            + "\\begin{longtable}{"
            + columns
            + "}\n"
            + caption
            + label
            + " \\\\\n\\toprule\n"
            + head
            + "\\midrule\n\\endfirsthead\n"
            + "\\toprule\n"
            + head
            + "\\midrule\n\\endhead\n"
            + "\\bottomrule\n\\endfoot\n"
            + rows
            + "\\end{longtable}\n"
        : "% \\usepackage{booktabs,graphicx}\n"
            + "\\begin{table}\n\\centering\n"
            + caption
            + "\n"
            + label
            + "\n\\smallskip\n"
            + NARROWED
            + "\\begin{tabular}{"
            + columns
            + "}\n\\toprule\n"
            + head
            + "\\midrule\n"
            + rows
            + "\\bottomrule\n\\end{tabular}}\n\\end{table}\n";
  }

  private static String caption(Table table) {
    return table.note().isBlank() ? table.title() + "." : table.title() + ". " + table.note();
  }

  private static String head(Table.Column column) {
    String name = column.name().replace('_', ' ');
    return escape(column.unit().isBlank() ? name : name + " (" + column.unit() + ")");
  }

  private static String row(Table table, List<Object> row) {
    return IntStream.range(0, row.size())
        .mapToObj(
            i -> {
              String cell = PageTables.cell(table, row, i);
              boolean number = PageTables.numeric(table.columns().get(i));
              return number ? number(cell) : escape(cell);
            })
        .collect(Collectors.joining(" & ", "", " \\\\\n"));
  }

  /** A number as the page shows it, in mathematics. */
  private static String number(String shown) {
    if (shown.equals(Numbers.UNKNOWN)) {
      return "--";
    }
    StringBuilder text = new StringBuilder("$");
    boolean raised = false;
    for (char c : shown.toCharArray()) {
      boolean up = SUPERSCRIPTS.indexOf(c) >= 0;
      if (up && !raised) {
        text.append("^{");
        raised = true;
      }
      switch (c) {
        case '−' -> text.append('-');
        case '×' -> text.append("\\times ");
        case '∞' -> text.append("\\infty");
        default -> text.append(up ? raised(c) : c);
      }
    }
    return text.append(raised ? "}$" : "$").toString();
  }

  /** What stands as a superscript. */
  private static char raised(char superscript) {
    int digit = SUPERSCRIPTS.indexOf(superscript);
    return digit == 10 ? '-' : (char) ('0' + digit);
  }

  /** Text that LaTeX sets as it is. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (SPECIAL.containsKey(c)) {
                safe.append(SPECIAL.get(c));
              } else if (SUPERSCRIPTS.indexOf(c) >= 0) {
                safe.append("$^{").append(raised((char) c)).append("}$");
              } else if ("&%$#_{}".indexOf(c) >= 0) {
                safe.append('\\').append((char) c);
              } else if (!Character.isISOControl(c)) {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
