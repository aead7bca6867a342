package dev.assay.study.translation;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Network;
import dev.assay.study.Context;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Report;
import dev.assay.study.Samples;
import dev.assay.study.Table;
import dev.assay.study.translation.Common.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TranslationStudyTest {
  private static final Dataset DATA = Glyphs.test(40, 1);
  private static final TranslationConfig CONFIG =
      new TranslationConfig(
          List.of(),
          20,
          2,
          1,
          Boundary.ZERO,
          Interpolation.BILINEAR,
          new Common(Kind.PROJECTION, 0),
          2);

  private final Backend backend = Backends.open("cpu", 2);

  @AfterEach
  void close() {
    backend.close();
  }

  private Network network(int units) {
    List<Layer> layers =
        List.of(
            conv(2, kernel(3).padding(1)),
            relu(),
            maxPool(2),
            flatten(),
            dense(units),
            relu(),
            dense(10));
    return new Network(backend, Architecture.of(DATA.sample(), layers), 1);
  }

  private static Report run(NetworkSubject subject, TranslationConfig config) {
    return new TranslationStudy().run(subject, config, Context.of(3));
  }

  private Report run(TranslationConfig config) {
    try (Network network = network(16)) {
      return run(new NetworkSubject(network, DATA), config);
    }
  }

  private static Table table(Report report, String name) {
    return report.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<Object> column(Table table, String name) {
    int at = table.columns().stream().map(Table.Column::name).toList().indexOf(name);
    return table.rows().stream().map(row -> row.get(at)).toList();
  }

  @Test
  void placesStandInTheirOwnAndInTheCommonDimension() {
    Report report = run(CONFIG);

    Table places = table(report, "places");
    assertThat(column(places, "place"))
        .containsExactly("2-max-pool", "2-max-pool", "5-relu", "logits", "softmax");
    assertThat(column(places, "dimension")).containsExactly(2L * 14 * 14, 16L, 16L, 10L, 10L);
    assertThat(column(places, "own")).containsExactly(true, false, false, false, false);
    assertThat(table(report, "maps").rows()).hasSize(5 * 25);
    assertThat(column(table(report, "protocols"), "protocol"))
        .containsExactly("zero", "circular", "crop");
    for (int r = 0; r < 15; r += 3) {
      assertThat(column(table(report, "profiles"), "cosine").get(r)).isEqualTo(1.0);
      assertThat((double) column(table(report, "profiles"), "corrected").get(r))
          .isCloseTo(1, within(1e-12));
    }
    assertThat(column(table(report, "homogeneity"), "place"))
        .containsExactly(
            "input",
            "input",
            "input",
            "input",
            "2-max-pool",
            "2-max-pool",
            "2-max-pool",
            "2-max-pool");
    assertThat(column(table(report, "homogeneity"), "status")).containsOnly("OK");
    assertThat(report.figures().stream().map(figure -> figure.heading().name()))
        .containsExactly("maps", "profiles", "protocols", "moves", "distance-maps", "examples");
    assertThat(report.notes()).anyMatch(note -> note.startsWith("At the edge is lost"));
    assertThat(report.provenance().get("translation").toString()).contains("zero", "projection");
  }

  @Test
  void anotherNetworkIsBroughtToTheSameDimension() {
    try (Network first = network(16);
        Network second = network(12)) {
      NetworkSubject both = new NetworkSubject(first, DATA).beside(second);
      Table places = table(run(both, CONFIG), "places");

      assertThat(column(places, "dimension").stream().filter(d -> d.equals(12L))).hasSize(4);
      assertThat(column(places, "network")).contains("this", "the other");
      TranslationConfig bare =
          new TranslationConfig(
              List.of("5-relu"),
              20,
              2,
              1,
              Boundary.ZERO,
              Interpolation.BILINEAR,
              new Common(Kind.EQUAL, 0),
              2);
      assertThatThrownBy(() -> run(both, bare))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("5-relu has 16, 5-relu has 12");
    }
  }

  @Test
  void nothingLeavesWhereImagesGoAround() {
    Report report =
        run(
            new TranslationConfig(
                List.of("5"),
                10,
                1,
                0.5,
                Boundary.CIRCULAR,
                Interpolation.FOURIER,
                new Common(Kind.EQUAL, 0),
                1));

    assertThat(column(table(report, "moves"), "down")).contains(-1.0, -0.5, 0.0, 0.5, 1.0);
    assertThat(table(report, "moves").columns().stream().map(Table.Column::name))
        .doesNotContain("clipped");
    assertThat(report.notes()).noneMatch(note -> note.startsWith("At the edge"));
  }

  /** A dot in the corner of 28 × 28 is gone as soon as it goes up or left. */
  @Test
  void whatLeavesAtTheEdgeIsMeasured() {
    float[] images = new float[2 * 28 * 28];
    images[0] = 2;
    images[28 * 28] = 1;
    images[28 * 28 + 28] = 3;
    Samples two =
        new Samples(images, 28 * 28, new int[] {0, 1}, new int[] {0, 1}, List.of("a", "a"));
    ShiftGrid grid = new ShiftGrid(1, 1);

    Clipped found =
        Clipped.of(
            two,
            grid,
            new MapPairs(grid, Boundary.ZERO, two.labels(), 1),
            new Mover(DATA.sample(), false, Interpolation.BILINEAR),
            backend.workers());

    assertThat(found.mean()).containsExactly(1, (1 + 0.25) / 2, (1 + 0.25) / 2, 1, 0, 0, 1, 0, 0);
    assertThat(found.most()).containsExactly(1, 1, 1, 1, 0, 0, 1, 0, 0);
    assertThat(found.share()).containsExactly(1, 1, 1, 1, 0, 0, 1, 0, 0);
  }

  @Test
  void oneClassHasNoFloor() {
    int[] ones = IntStream.range(0, DATA.count()).filter(i -> DATA.label(i) == 1).toArray();
    try (Network network = network(16)) {
      Report report = run(new NetworkSubject(network, DATA.select(ones)), CONFIG);

      assertThat(column(table(report, "places"), "floor")).containsOnly(Double.NaN);
      assertThat(column(table(report, "places"), "corrected")).containsOnly(Double.NaN);
      assertThat(report.notes()).anyMatch(note -> note.contains("of one class"));
    }
  }

  /** All images are alike, so there is nothing above what those of other classes have in common. */
  @Test
  void equalImagesHaveNothingAboveTheFloor() {
    Dataset some = DATA.take(12);
    Dataset black =
        Dataset.of(
            some.sample(),
            new float[some.images().length],
            some.labels(),
            some.classNames(),
            some.provenance());
    try (Network network = network(16)) {
      Report report = run(new NetworkSubject(network, black), CONFIG);

      assertThat(column(table(report, "places"), "floor")).containsOnly(1.0);
      assertThat(column(table(report, "places"), "corrected")).containsOnly(Double.NaN);
      assertThat(report.figures())
          .extracting(figure -> figure.heading().name())
          .contains("maps")
          .doesNotContain("distance-maps");
      assertThat(column(table(report, "homogeneity"), "status")).contains("ONE_COLOUR");
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(
            () ->
                new TranslationConfig(
                    List.of(), 9, 3, 0, Boundary.ZERO, Interpolation.BILINEAR, CONFIG.common(), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a step of 0.0 pixels");
    assertThatThrownBy(
            () ->
                new TranslationConfig(
                    List.of(), 9, 3, 1, Boundary.CROP, Interpolation.FOURIER, CONFIG.common(), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("circular, not crop");
    for (double step : new double[] {1, 0.001}) {
      int moves = step == 1 ? 2_000_000_000 : 1;
      assertThatThrownBy(
              () ->
                  new TranslationConfig(
                      List.of(),
                      9,
                      3,
                      step,
                      Boundary.ZERO,
                      Interpolation.BILINEAR,
                      CONFIG.common(),
                      moves))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("expected at most 1,000,000");
    }
    assertThatThrownBy(
            () ->
                run(
                    new TranslationConfig(
                        List.of(),
                        9,
                        28,
                        1,
                        Boundary.ZERO,
                        Interpolation.BILINEAR,
                        CONFIG.common(),
                        1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("out of sight");
  }
}
