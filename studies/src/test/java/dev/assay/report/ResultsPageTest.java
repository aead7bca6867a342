package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.report.ResultsPage.Checked;
import dev.assay.report.ResultsPage.Part;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsPageTest {
  @TempDir private Path folder;

  private static Claim claim(String id, Verdict verdict) {
    Quantity number = Quantity.of("a | b", 0.7123).within(0.55, 0.82, 0.95);
    return new Claim(
            id, "It holds <always>.", verdict, "Because_it_does.", List.of(number), List.of())
        .openFor(List.of(number.saying("4 seeds would do")));
  }

  private static Part part(String name, Report.Builder report) {
    return new Part(
        name,
        name + " networks",
        Map.of("seeds", "[1, 2]"),
        report.figure(Samples.lines()).build(),
        List.of(Samples.lines().heading().name()));
  }

  private static List<Checked> papers() {
    return List.of(
        new Checked(
            "margins",
            "On margins",
            "“On margins”, A. Author",
            List.of(
                part(
                    "mlp",
                    Report.titled("one")
                        .summary("the paper")
                        .summary("sizes")
                        .claim(claim("C1", Verdict.HOLDS))
                        .claim(claim("C2", Verdict.UNDECIDED))
                        .key(Quantity.of("margin", Double.NaN))
                        .note("a *note*")),
                part(
                    "cnn",
                    Report.titled("two")
                        .claim(claim("C1", Verdict.DOES_NOT_HOLD))
                        .section(new Report.Section("What differs", List.of("all", "nothing")))))));
  }

  private String page() throws IOException {
    Path page = folder.resolve("results.md");
    ResultsPage.write(page, List.of("Opening."), papers());
    return Files.readString(page);
  }

  @Test
  void verdictsStandSideBySide() throws IOException {
    assertThat(page().lines())
        .contains(
            "|  | mlp networks | cnn networks | statement |",
            "| C1 | holds | does not hold | It holds \\<always\\>. |",
            "| C2 | undecided at this scale | – | It holds \\<always\\>. |");
  }

  @Test
  void numbersComeWithIntervalsAndWhatWouldDecide() throws IOException {
    assertThat(page().lines())
        .contains(
            "**C2, undecided at this scale.** Because\\_it\\_does.",
            "| a \\| b | 0.71 | 0.55 to 0.82, 95\u202f% interval | 4 seeds would do |",
            "| margin | – |  |",
            "- a \\*note\\*",
            "- nothing",
            "| seeds | \\[1, 2\\] |")
        .doesNotContain("the paper");
  }

  @Test
  void figuresLieBesideThePage() throws IOException {
    String name = Samples.lines().heading().name();

    assertThat(page())
        .contains("](results/margins-mlp-" + name + ".svg)")
        .contains("](results/margins-cnn-" + name + ".svg)");
    try (Stream<Path> files = Files.list(folder.resolve("results"))) {
      assertThat(files).hasSize(2).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }
  }

  @Test
  void equalReportsAreEqualBytesUnderAnyLocale() throws IOException {
    String first = page();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(page()).isEqualTo(first);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aFileOfSomebodyElseStays() throws IOException {
    Path page = Files.writeString(folder.resolve("results.md"), "# Mine\n");

    assertThatThrownBy(() -> page())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("results.md");
    assertThat(page).hasContent("# Mine\n");
    assertThat(folder.resolve("results")).doesNotExist();
  }
}
