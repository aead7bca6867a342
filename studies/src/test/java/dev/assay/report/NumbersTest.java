package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0.0482, 0.0282, 0.0682, 0.05",
    "0.7123, 0.5512, 0.8234, 0.71",
    "98.4321, 98.1, 98.7, 98.4",
    "0.5, 0.4, 0.6, 0.50",
    "1234.5, 1034, 1434, 1200",
    "-0.0482, -0.0682, -0.0282, −0.05",
    "0.001, -0.03, 0.03, 0.00",
    "12345.678, 12345.6, 12345.8, 12345.68",
    "2, 2, 2, 2",
    "3.2e-9, 3.1e-9, 3.3e-9, 3.2×10⁻⁹",
    "5, 1, Infinity, 5"
  })
  void digitsAreThoseThatTheIntervalLetsKnow(double value, double low, double high, String shown) {
    assertThat(Numbers.show(value, low, high)).isEqualTo(shown);
  }

  @Test
  void aPageShowsThemAndNoNaN() {
    String page =
        ReportPage.of(
            Report.titled("Numbers")
                .key(Quantity.of("tau", 0.0482).within(0.0282, 0.0682, 0.95))
                .key(Quantity.of("margin", Double.NaN, "px"))
                .table(
                    Table.of(
                            List.of(
                                new double[] {0.71234, 0.68234, 0.74234, 0.123456},
                                new double[] {0.71234, Double.NaN, Double.NaN, Double.NaN}),
                            "t",
                            "T")
                        .real("tau", "", "", row -> row[0])
                        .real("low", "", "", row -> row[1])
                        .real("high", "", "", row -> row[2])
                        .real("other", "", "", row -> row[3])
                        .build())
                .build(),
            Format.usual());

    assertThat(page.substring(0, page.indexOf("<script")))
        .contains("<dd>0.05<small>0.03 to 0.07, 95\u202f% interval</small></dd>")
        .contains(">0.71</th><td class=\"n\" data-value=\"0.68234\">0.68</td>")
        .contains("data-value=\"0.123456\">0.1235</td>")
        .doesNotContain("NaN");
  }
}
