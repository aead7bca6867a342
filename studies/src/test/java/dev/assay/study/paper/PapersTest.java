package dev.assay.study.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.io.BadInputException;
import dev.assay.store.Store;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Progress;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The papers at a scale that takes seconds: what they say there is not judged, only that they do.
 */
class PapersTest {
  private static final Family.Grid FAMILY =
      new Family.Grid(80, 60, List.of(6, 12), List.of(1, 2), List.of(0.0), List.of(20, 40), 12);

  private static final FragmentationScale FRAGMENTATION =
      new FragmentationScale(
          2,
          100,
          60,
          List.of(4, 8, 16),
          0.2,
          6,
          20,
          40,
          List.of(8),
          List.of(1, 3),
          8,
          2,
          1,
          FAMILY);

  private static final MissingMarginScale MISSING =
      new MissingMarginScale(2, 100, 60, List.of(8, 24), 0.2, 15, 20, 15, 8, List.of(0.4));

  private static final ConstrainedMarginsScale CONSTRAINED =
      new ConstrainedMarginsScale(2, 12, List.of(1, 5, 500), 5, List.of(0, 20, 700), FAMILY);

  @TempDir private Path folder;
  private Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("auto", 2);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  /** Some glyphs. */
  private record Some(Dataset train, Dataset test) implements DataSource {
    @Override
    public String name() {
      return "glyphs";
    }
  }

  private Laboratory laboratory(String store) {
    return laboratory(store, new Some(Glyphs.train(300, 1), Glyphs.test(100, 1)));
  }

  private Laboratory laboratory(String store, DataSource data) {
    return new Laboratory(
        backend,
        Store.at(folder.resolve(store), "test"),
        data,
        LinearAlgebra.best(),
        5,
        Progress.NONE);
  }

  @ParameterizedTest
  @EnumSource(Paper.class)
  void dataThatAreTooFewOrOfOneClassAreOneClearError(Paper paper) {
    Dataset few = Glyphs.train(50, 1);
    Dataset many = Glyphs.train(5000, 1);
    Dataset threes =
        many.select(IntStream.range(0, many.count()).filter(i -> many.label(i) == 3).toArray());
    Dataset test = Glyphs.test(1000, 1);

    assertThatThrownBy(
            () -> paper.reproduce(laboratory("a", new Some(few, test)), Paper.Scale.QUICK))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 50 training samples");
    assertThatThrownBy(
            () -> paper.reproduce(laboratory("a", new Some(many, few)), Paper.Scale.QUICK))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 50 test samples");
    assertThatThrownBy(
            () -> paper.reproduce(laboratory("a", new Some(threes, test)), Paper.Scale.QUICK))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("one class");
    assertThat(folder.resolve("a/cells")).isEmptyDirectory();
  }

  /**
   * A report with a verdict on each statement, equal from a full store, from an empty one, and from
   * one that has lost half of its cells.
   */
  private Report reproduced(Function<Laboratory, Report> paper, String... claims)
      throws IOException {
    Report report = paper.apply(laboratory("first"));
    Report again = underThaiDigits(() -> paper.apply(laboratory("first")));
    Report elsewhere = paper.apply(laboratory("second"));
    loseHalf(folder.resolve("second/cells"));
    Report resumed = paper.apply(laboratory("second"));

    assertThat(again.summary()).isEqualTo(report.summary());
    assertThat(again.notes()).isEqualTo(report.notes());
    assertThat(again.keyNumbers()).isEqualTo(report.keyNumbers());
    assertThat(again.figures().stream().map(Figure::heading).toList())
        .isEqualTo(report.figures().stream().map(Figure::heading).toList());
    assertThat(again.tables()).isEqualTo(report.tables());
    assertThat(again.claims()).isEqualTo(report.claims());
    assertThat(again.provenance()).isEqualTo(report.provenance());
    assertThat(elsewhere.tables()).isEqualTo(report.tables());
    assertThat(elsewhere.claims()).isEqualTo(report.claims());
    assertThat(resumed.tables()).isEqualTo(report.tables());
    assertThat(report.claims().stream().map(Claim::id)).containsExactly(claims);
    assertThat(report.claims())
        .allSatisfy(
            claim ->
                assertThat(claim.open().isEmpty())
                    .as("%s: %s, kept open by", claim.id(), claim.verdict())
                    .isEqualTo(claim.verdict() != Claim.Verdict.UNDECIDED));
    assertThat(report.sections())
        .singleElement()
        .satisfies(
            section -> {
              assertThat(section.title()).isEqualTo("What differs from the paper");
              assertThat(section.points()).hasSizeGreaterThan(3);
            });
    assertThat(report.summary().get(0))
        .matches("The paper: “.*”, .* and Davel, .*20[0-9]{2}.*, arXiv:[0-9]{4}\\.[0-9]{5}\\.");
    return report;
  }

  private static Report underThaiDigits(Supplier<Report> report) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("th-TH-u-nu-thai"));
    try {
      return report.get();
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void loseHalf(Path cells) throws IOException {
    try (Stream<Path> all = Files.list(cells)) {
      for (Path cell : all.sorted().toList()) {
        if (cell.getFileName().toString().charAt(0) < '8') {
          Files.delete(cell.resolve("cell.json"));
        }
      }
    }
  }

  private static Table table(Report report, String name) {
    return report.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void fragmentation() throws IOException {
    Report report =
        reproduced(
            laboratory -> new FragmentationPaper(laboratory, FRAGMENTATION).run(),
            "B1",
            "B2",
            "B3",
            "B4",
            "B5",
            "B6");

    assertThat(table(report, "widths").rows()).hasSize(2 * 2 * 3);
    assertThat(table(report, "epochs").rows()).hasSize(2 * 3);
    assertThat(table(report, "family").rows()).hasSize(2 * 8);
    assertThat(table(report, "rescaled").rows())
        .allSatisfy(row -> assertThat(row.get(5)).isEqualTo(0L));
    assertThat(report.claims().get(3).verdict()).isEqualTo(Claim.Verdict.HOLDS);
  }

  @Test
  void missingMargin() throws IOException {
    Report report =
        reproduced(
            laboratory -> new MissingMarginPaper(laboratory, MISSING).run(),
            "C1",
            "C2",
            "C3",
            "C4",
            "C5",
            "C6",
            "C7");

    assertThat(table(report, "networks").rows()).hasSize(2 * 3 * 2);
    assertThat(table(report, "noise").rows()).hasSize(2 * 3);
    // a random label makes a near sample an enemy, noise instead of an image is far from all
    for (List<Object> row : table(report, "neighbours").rows()) {
      if (row.get(1).equals("Gaussian inputs") && row.get(2).equals("corrupted")) {
        assertThat((Double) row.get(4)).isGreaterThan(6);
      }
    }
  }

  @Test
  void constrainedMargins() throws IOException {
    Report report =
        reproduced(
            laboratory -> new ConstrainedMarginsPaper(laboratory, CONSTRAINED).run(),
            "A1",
            "A2",
            "A3",
            "A4",
            "A5",
            "A6",
            "A7");

    assertThat(table(report, "networks").rows()).hasSize(2 * 8);
    // 80 samples have at most 79 components: larger numbers and later blocks are left out
    assertThat(table(report, "measures").rows().stream().map(row -> row.get(0)))
        .contains("input", "pca:5", "block:21-25", "hidden, first")
        .doesNotContain("pca:500", "block:701-705");
    assertThat(report.claims().get(5).verdict()).isEqualTo(Claim.Verdict.HOLDS);
    assertThat(report.claims().get(6).verdict()).isEqualTo(Claim.Verdict.NOT_TESTED);
  }
}
