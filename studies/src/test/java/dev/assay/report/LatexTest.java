package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.study.Table;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatexTest {

  @Test
  void aTableIsOneOfBooktabsWithDigitsByTheInterval() {
    Table table =
        Table.of(
                List.of(
                    new double[] {0.71234, 0.68234, 0.74234, 0.0000123456},
                    new double[] {-0.0482, -0.0682, -0.0282, 12345678},
                    new double[] {1, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY}),
                "scores",
                "Scores of 2 measures")
            .note("Intervals: 95 %.")
            .text("name_of_it", "", row -> "a_b & c")
            .real("tau", "", "", row -> row[0])
            .real("tau_low", "", "", row -> row[1])
            .real("tau_high", "", "", row -> row[2])
            .real("time", "s", "", row -> row[3])
            .build();

    assertThat(Latex.file(table))
        .isEqualTo(
            """
            % \\usepackage{booktabs,graphicx}
            \\begin{table}
            \\centering
            \\caption{Scores of 2 measures. Intervals: 95 \\%.}
            \\label{tab:scores}
            \\smallskip
            \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%
            \\begin{tabular}{lrrrr}
            \\toprule
            name of it & tau & tau low & tau high & time (s) \\\\
            \\midrule
            a\\_b \\& c & $0.71$ & $0.68$ & $0.74$ & $1.235\\times 10^{-5}$ \\\\
            a\\_b \\& c & $-0.05$ & $-0.07$ & $-0.03$ & $1.235\\times 10^{7}$ \\\\
            a\\_b \\& c & $1$ & -- & -- & $\\infty$ \\\\
            \\bottomrule
            \\end{tabular}}
            \\end{table}
            """);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '!',
      value = {
        "50% of a_b!50\\% of a\\_b",
        "$x & {y}!\\$x \\& \\{y\\}",
        "2^3 ~ #4!2\\textasciicircum{}3 \\textasciitilde{} \\#4",
        "\\input{f}!\\textbackslash{}input\\{f\\}",
        "<a|b>!\\textless{}a\\textbar{}b\\textgreater{}",
        "τ ≥ −0.5!$\\tau$ $\\geq$ $-$0.5",
        "[1] ‖w‖² 10⁻³!{[}1] $\\|$w$\\|$$^{2}$ 10$^{-}$$^{3}$",
        "\"!''",
        "Kendall’s “one”!Kendall’s ``one''"
      })
  void nothingOfATextIsACommand(String text, String latex) {
    assertThat(Latex.escape(text)).isEqualTo(latex);
  }

  @Test
  void aTableThatIsLongerThanAPageBreaks() {
    Table rows =
        Table.of(Collections.nCopies(41, "x"), "rows", "Rows").text("x", "", x -> x).build();

    assertThat(Latex.file(rows))
        .startsWith("% \\usepackage{booktabs,longtable}\n\\begin{longtable}{l}\n\\caption{Rows.}")
        .endsWith("x \\\\\n\\end{longtable}\n")
        .doesNotContain("{tabular}");
    assertThat(Latex.file(rows).split("x \\\\\\\\\n", -1)).hasSize(2 + 41 + 1);
  }
}
