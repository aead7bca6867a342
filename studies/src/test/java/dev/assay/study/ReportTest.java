package dev.assay.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private enum Solver {
    TAYLOR
  }

  private record Config(int components, Solver solver, float[] levels) {}

  @Test
  void provenanceIsPlainAndOrdered() {
    Map<String, Object> unordered = new HashMap<>();
    unordered.put("zeta", 1);
    unordered.put("alpha", 2);
    Map<String, Object> ordered = new LinkedHashMap<>();
    ordered.put("second", 1);
    ordered.put("first", null);
    Report report =
        Report.titled("t")
            .provenance("z", new Config(10, Solver.TAYLOR, new float[] {0.5f}))
            .provenance("unordered", unordered)
            .provenance("ordered", ordered)
            .build();
    assertThat(report.provenance().keySet()).containsExactly("z", "unordered", "ordered");
    assertThat(report.provenance())
        .hasToString(
            "{z={components=10, solver=TAYLOR, levels=[0.5]}, unordered={alpha=2, zeta=1}, ordered={second=1, first=null}}");
    Report whole = Report.titled("whole").include("part", report).build();
    assertThat(whole.provenance().get("part")).hasToString(report.provenance().toString());
  }

  @Test
  void provenanceRefusesWhatHasNoPlainForm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Report.titled("t").provenance("a", List.of(new Object())).build())
        .withMessageContaining("provenance.a[0]");
  }

  @Test
  void aBuilderOfAReportHoldsAllOfItAndTakesMore() {
    Report report =
        Report.titled("t")
            .summary("s")
            .key(Quantity.of("accuracy", 98))
            .claim(new Claim("C1", "It is so.", Claim.Verdict.HOLDS, "yes", List.of(), List.of(1L)))
            .figure(
                new Figure(new Figure.Heading("g", "Gallery", ""), new Plot.Gallery(1, List.of())))
            .table(table("margins"))
            .section(new Report.Section("limits", List.of("few")))
            .note("n")
            .provenance("seed", 1)
            .build();

    assertThat(report.toBuilder().build()).isEqualTo(report);
    Report more = report.toBuilder().title("u").note("m").build();
    assertThat(more.title()).isEqualTo("u");
    assertThat(more.notes()).containsExactly("n", "m");
    assertThat(report.notes()).containsExactly("n");
  }

  @Test
  void partsKeepApart() {
    Report part =
        Report.titled("MLP")
            .table(table("margins"))
            .figure(
                new Figure(new Figure.Heading("g", "Gallery", ""), new Plot.Gallery(1, List.of())))
            .key(Quantity.of("accuracy", 98))
            .build();
    Report whole = Report.titled("both").include("mlp", part).include("cnn", part).build();
    assertThat(whole.tables())
        .extracting(Table::name)
        .containsExactly("mlp-margins", "cnn-margins");
    assertThat(whole.figures()).extracting(f -> f.heading().title()).contains("MLP: Gallery");
    assertThat(whole.keyNumbers().get(0).label()).isEqualTo("MLP: accuracy");
  }

  @Test
  void namesAreUniqueAndFitForFiles() {
    Table table = table("t");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Report.titled("r").table(table).table(table).build())
        .withMessageContaining("t");
    for (String name : List.of("", "../x", "A", "a/b", "con.txt", "a".repeat(81))) {
      assertThatIllegalArgumentException().isThrownBy(() -> table(name));
    }
  }

  private static Table table(String name) {
    return Table.of(List.of(1), name, "T").integer("n", "", n -> n).build();
  }

  @Test
  void cellsHaveTheTypeOfTheirColumn() {
    Table table =
        Table.of(List.of(1, 2), "t", "T")
            .integer("n", "", n -> n == 1 ? n : null)
            .real("x", "", "", n -> n == 1 ? (Number) 0.1f : n)
            .text("s", "", n -> "s" + n)
            .flag("f", "", n -> n == 1 ? true : null)
            .build();
    assertThat(table.rows())
        .containsExactly(List.of(1L, 0.1, "s1", true), Arrays.asList(null, 2.0, "s2", null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.of(List.of(1), "t", "T").integer("n", "", n -> 1.5).build())
        .withMessage("table t, column n: expected an integer, got 1.5");
  }

  @Test
  void columnsOfATableHaveNamesOfTheirOwn() {
    Table.Builder<Integer> table = Table.of(List.of(1), "t", "T");
    assertThatIllegalArgumentException().isThrownBy(table::build).withMessageContaining("columns");
    assertThatIllegalArgumentException().isThrownBy(() -> table.integer("a b", "", n -> n));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.integer("n", "", n -> n).flag("n", "", n -> true).build())
        .withMessage("table t has two columns named n");
  }

  @Test
  void figuresCheckTheirLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plot.Line.of("l", new double[2], new double[3]))
        .withMessageContaining("expected 2 values, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Plot.Line.of("l", new double[2], new double[2])
                    .within(new double[2], new double[1]));
    double[] x = {1, 2};
    Plot.Line line = Plot.Line.of("l", x, x);
    x[0] = 99;
    assertThat(line.x()[0]).isEqualTo(1);
  }

  @Test
  void picturesComeFromImagesAsNetworksTakeThem() {
    Picture colour = Picture.of(new float[] {1, 0, 0.5f, 0, 0, 9}, 3, 1, 2, 0, 1);
    assertThat(colour.rgb()).containsExactly(0xff8000, 0x0000ff);
    assertThat(Picture.of(new float[] {-1, 1}, 1, 2, 1, -1, 1).rgb()).containsExactly(0, 0xffffff);
  }
}
