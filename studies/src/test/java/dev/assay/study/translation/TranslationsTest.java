package dev.assay.study.translation;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Network;
import dev.assay.study.Cut;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Progress;
import dev.assay.study.Samples;
import dev.assay.study.Subject;
import dev.assay.study.translation.Common.Kind;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TranslationsTest {
  private static final int SIDE = 8;
  private static final int IMAGES = 70;
  private static final ShiftGrid GRID = new ShiftGrid(3, 1);
  private static final Common EQUAL = new Common(Kind.EQUAL, 0);

  private static final List<Layer> PLAIN =
      List.of(
          conv(3, kernel(3).padding(1)), relu(), maxPool(2), flatten(), dense(6), relu(), dense(3));

  private static Dataset data(int count) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % 3);
    return Dataset.of(
        Shape.image(1, SIDE, SIDE),
        MoverTest.noise(count * SIDE * SIDE),
        labels,
        List.of("a", "b", "c"),
        new Provenance("noise", "test", Map.of()));
  }

  private interface Look<T> {
    T at(Network network, Translations translations);
  }

  private static <T> T with(
      int threads, List<Layer> layers, Dataset data, List<String> cuts, Look<T> look) {
    try (Backend backend = Backends.open("cpu", threads);
        Network network = new Network(backend, Architecture.of(data.sample(), layers), 5)) {
      return look.at(
          network, new Translations(new NetworkSubject(network, data), Samples.of(data), cuts));
    }
  }

  private static Translations.Found maps(
      int threads, List<Layer> layers, Dataset data, List<String> cuts, Boundary boundary) {
    return with(
        threads,
        layers,
        data,
        cuts,
        (network, all) ->
            all.maps(GRID, boundary, Interpolation.BILINEAR, EQUAL, 1, Progress.NONE));
  }

  private static float[] moved(float[] images, int from, Boundary boundary, int down, int right) {
    float[] moved = new float[SIDE * SIDE];
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        int row = i - down;
        int column = j - right;
        boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
        if (boundary == Boundary.CIRCULAR) {
          row = (row + SIDE) % SIDE;
          column = (column + SIDE) % SIDE;
        }
        if (inside || boundary == Boundary.CIRCULAR) {
          moved[i * SIDE + j] = images[from + row * SIDE + column];
        }
      }
    }
    return moved;
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    if (aa == 0 || bb == 0) {
      return aa == bb ? 1 : 0;
    }
    return ab / Math.sqrt(aa) / Math.sqrt(bb);
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  /** By loops over images and moves, one image at a time. */
  @ParameterizedTest
  @EnumSource(Boundary.class)
  void mapsAreThoseOfImagesMovedByHand(Boundary boundary) {
    Dataset data = data(IMAGES);
    List<String> cuts = List.of("2-max-pool", "5");
    with(
        2,
        PLAIN,
        data,
        cuts,
        (network, all) -> {
          Translations.Found found =
              all.maps(
                  GRID,
                  boundary,
                  Interpolation.BILINEAR,
                  new Common(Kind.PROJECTION, 0),
                  1,
                  Progress.NONE);
          assertThat(found.maps().stream().map(map -> map.aspect().place().name()))
              .containsExactly("2-max-pool", "2-max-pool", "5", "logits", "softmax");
          for (int number : new int[] {0, 9, 24, 30, 48}) {
            int down = number / 7 - 3;
            int right = number % 7 - 3;
            int up = boundary == Boundary.CROP ? -down / 2 : 0;
            int left = boundary == Boundary.CROP ? -right / 2 : 0;
            for (int at : new int[] {0, 2, 3}) {
              int cut = List.of(3, 3, 6, 7).get(at);
              double alike = 0;
              double apart = 0;
              double changed = 0;
              for (int n = 0; n < IMAGES; n++) {
                int from = n * SIDE * SIDE;
                float[] first = moved(data.images(), from, boundary, up, left);
                float[] second = moved(data.images(), from, boundary, up + down, left + right);
                float[] a = network.activations(first, 1, cut);
                float[] b = network.activations(second, 1, cut);
                alike += cosine(a, b) / IMAGES;
                apart += distance(a, b) / IMAGES;
                changed += best(a) == best(b) ? 0 : 1.0 / IMAGES;
              }
              PlaceMap map = found.maps().get(at);
              assertThat(map.cosine()[number]).isCloseTo(alike, within(1e-6));
              assertThat(map.distance()[number]).isCloseTo(apart, within(1e-5));
              if (cut == 7) {
                assertThat(found.changed()[number]).isCloseTo(changed, within(1e-12));
              }
            }
          }
          return null;
        });
  }

  /** A classifier that nothing but its cuts is known of. */
  private record Cuttable(NetworkSubject of) implements Subject {
    @Override
    public Cut input() {
      return of.input();
    }

    @Override
    public Cut hidden(String name) {
      return of.hidden(name);
    }

    @Override
    public Dataset measured() {
      return of.measured();
    }

    @Override
    public Dataset training() {
      return of.training();
    }
  }

  @Test
  void anyClassifierIsSeenAsANetworkIs() {
    Dataset data = data(9);
    List<String> cuts = List.of("2", "5");
    Look<Translations.Found> look =
        (network, all) ->
            all.maps(
                GRID,
                Boundary.ZERO,
                Interpolation.BILINEAR,
                new Common(Kind.POOLED, 3),
                1,
                Progress.NONE);
    List<Layer> layers =
        List.of(
            conv(3, kernel(3)),
            relu(),
            maxPool(2),
            conv(3, kernel(2)),
            relu(),
            maxPool(2),
            flatten(),
            dense(3));
    Translations.Found seen = with(2, layers, data, cuts, look);
    Translations.Found any =
        with(
            1,
            layers,
            data,
            cuts,
            (network, all) ->
                look.at(
                    network,
                    new Translations(
                        new Cuttable(new NetworkSubject(network, data)), Samples.of(data), cuts)));
    assertThat(any.changed()).isEqualTo(seen.changed());
    for (int m = 0; m < seen.maps().size(); m++) {
      PlaceMap map = seen.maps().get(m);
      assertThat(any.maps().get(m).cosine()).containsExactly(map.cosine(), within(1e-6));
      assertThat(any.maps().get(m).distance()).containsExactly(map.distance(), within(1e-5));
    }
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  @Test
  void summariesAreMeansOfTheMap() {
    PlaceMap map = maps(2, PLAIN, data(9), List.of("1"), Boundary.ZERO).maps().get(0);

    double[] byRadius = GRID.byRadius(map.cosine());
    assertThat(byRadius[0]).isEqualTo(1);
    assertThat(byRadius[1])
        .isCloseTo(mean(map.cosine(), 17, 23, 25, 31, 16, 18, 30, 32), within(1e-12));
    for (int r = 0; r <= 3; r++) {
      assertThat(mean(map.byRadius()[r])).isCloseTo(byRadius[r], within(1e-12));
    }
    double square = (Arrays.stream(map.cosine()).sum() - 1) / 48;
    assertThat(mean(map.square())).isCloseTo(square, within(1e-12));
    // the corners, by (±3, ±3) and (±3, ±2), are longer than 3.5 pixels
    int[] far = {0, 1, 5, 6, 7, 13, 35, 41, 42, 43, 47, 48};
    double disc = (Arrays.stream(map.cosine()).sum() - 1 - 12 * mean(map.cosine(), far)) / 36;
    assertThat(mean(map.disc())).isCloseTo(disc, within(1e-12));
  }

  /** Of the values at some places; of all where none are named. */
  private static double mean(double[] values, int... at) {
    return at.length == 0
        ? Arrays.stream(values).average().orElseThrow()
        : Arrays.stream(at).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  /** s = 0 0 1 1 0 0 1 1 in every row: pooled by two it is 0 1 0 1, moved by one 1 1 1 1. */
  @Test
  void aStrideOfTwoLosesWhatItSteps() {
    float[] images = new float[SIDE * SIDE];
    for (int i = 0; i < images.length; i++) {
      images[i] = i / 2 % 2;
    }
    Dataset one =
        Dataset.of(
            Shape.image(1, SIDE, SIDE),
            images,
            new int[] {0},
            List.of("a", "b"),
            new Provenance("stripes", "test", Map.of()));
    List<Layer> layers = List.of(maxPool(2), flatten(), dense(2));

    PlaceMap map = maps(1, layers, one, List.of("0-max-pool"), Boundary.CIRCULAR).maps().get(0);

    double half = Math.sqrt(0.5);
    for (int row = 0; row < 7; row++) {
      assertThat(Arrays.copyOfRange(map.cosine(), 7 * row, 7 * row + 7))
          .containsExactly(new double[] {half, 0, half, 1, half, 0, half}, within(1e-12));
    }
    assertThat(map.floor()).isEmpty();
    assertThat(map.apart()).isNaN();
  }

  /** By pixels alone, and by convolutions that go around, of odd and even kernels. */
  static List<List<Layer>> invariant() {
    return List.of(
        List.of(conv(4, kernel(1)), relu(), globalAvgPool(), dense(3)),
        List.of(
            conv(4, kernel(3).circular()),
            relu(),
            conv(5, kernel(2).circular()),
            relu(),
            globalAvgPool(),
            dense(3)));
  }

  @ParameterizedTest
  @MethodSource("invariant")
  void aNetworkThatCannotSeePlacesIsInvariant(List<Layer> layers) {
    String pool = (layers.size() - 2) + "-global-avg-pool";

    Translations.Found found = maps(2, layers, data(IMAGES), List.of(pool), Boundary.CIRCULAR);

    for (PlaceMap map : found.maps()) {
      assertThat(map.cosine()[24]).isEqualTo(1);
      assertThat(Arrays.stream(map.cosine()).min().orElseThrow()).isCloseTo(1, within(1e-9));
      assertThat(Arrays.stream(map.distance()).max().orElseThrow()).isLessThan(1e-5);
    }
    assertThat(found.changed()).containsOnly(0);
    Answered answered =
        with(
            1,
            layers,
            data(IMAGES),
            List.of(),
            (network, all) -> all.answers(Boundary.CIRCULAR, 3, 5, 1, Progress.NONE));
    assertThat(answered.changed()).containsOnly(0);
    assertThat(Answered.mean(answered.softmax())).isCloseTo(1, within(1e-9));
    assertThat(answered.before()).containsExactly(answered.after(), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(Boundary.class)
  void bitsDependNeitherOnThreadsNorOnWhoElseIsMeasured(Boundary boundary) {
    List<String> cuts = List.of("1", "5");
    Common projection = new Common(Kind.PROJECTION, 0);
    Look<Translations.Found> look =
        (network, all) ->
            all.maps(GRID, boundary, Interpolation.BILINEAR, projection, 1, Progress.NONE);
    Translations.Found one = with(1, PLAIN, data(IMAGES), cuts, look);
    Translations.Found three = with(3, PLAIN, data(IMAGES), cuts, look);
    Translations.Found fewer = with(2, PLAIN, data(67), cuts, look);
    for (int m = 0; m < one.maps().size(); m++) {
      assertThat(three.maps().get(m).cosine()).isEqualTo(one.maps().get(m).cosine());
      assertThat(three.maps().get(m).distance()).isEqualTo(one.maps().get(m).distance());
      assertThat(three.maps().get(m).floor()).isEqualTo(one.maps().get(m).floor());
      assertThat(fewer.maps().get(m).square())
          .isEqualTo(Arrays.copyOf(one.maps().get(m).square(), 67));
    }
  }

  /** The same moves, by loops: shares of changed classes and of right ones, mean cosines. */
  @ParameterizedTest
  @EnumSource(Boundary.class)
  void answersAreThoseForImagesMovedByHand(Boundary boundary) {
    Dataset data = data(9);
    int each = 4;
    with(
        2,
        PLAIN,
        data,
        List.of(),
        (network, all) -> {
          Answered found = all.answers(boundary, 3, each, 11, Progress.NONE);
          RandomPairs pairs =
              new RandomPairs(boundary, 3, each, 11, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
          for (int n = 0; n < 9; n++) {
            double changed = 0;
            double logits = 0;
            double before = 0;
            double after = 0;
            for (int d = 0; d < each; d++) {
              float[] a = logits(network, data, boundary, pairs.first(n, d));
              float[] b = logits(network, data, boundary, pairs.second(n, d));
              changed += best(a) == best(b) ? 0 : 1;
              logits += cosine(a, b);
              before += best(a) == data.label(n) ? 1 : 0;
              after += best(b) == data.label(n) ? 1 : 0;
            }
            assertThat(found.changed()[n]).isCloseTo(changed / each, within(1e-12));
            assertThat(found.logits()[n]).isCloseTo(logits / each, within(1e-6));
            assertThat(found.before()[n]).isCloseTo(before / each, within(1e-12));
            assertThat(found.after()[n]).isCloseTo(after / each, within(1e-12));
          }
          return null;
        });
  }

  private static float[] logits(Network network, Dataset data, Boundary boundary, View view) {
    Shift shift = view.shift();
    return network.logits(
        moved(
            data.images(),
            view.image() * SIDE * SIDE,
            boundary,
            (int) shift.down(),
            (int) shift.right()),
        1);
  }

  @Test
  void randomMovesAreThoseOfTheSeedAndTheImage() {
    RandomPairs pairs = new RandomPairs(Boundary.CROP, 3, 1000, 7, new int[] {4, 9});
    int[] seen = new int[7];
    for (int i = 0; i < 1000; i++) {
      Shift shift = pairs.second(1, i).shift();
      seen[(int) shift.down() + 3]++;
      assertThat(shift.right()).isBetween(-3.0, 3.0);
    }
    assertThat(Arrays.stream(seen).boxed()).allMatch(count -> count > 100 && count < 190);
    RandomPairs others = new RandomPairs(Boundary.ZERO, 3, 2, 7, new int[] {9});
    assertThat(others.second(0, 5).shift()).isEqualTo(pairs.second(1, 5).shift());
    assertThat(others.first(0, 5).shift()).isEqualTo(Shift.NONE);
    assertThat(pairs.first(1, 5).shift()).isNotEqualTo(pairs.second(1, 5).shift());
  }

  @Test
  void whatCannotBeMovedOrComparedIsOneClearError() {
    assertThatThrownBy(
            () ->
                with(
                    1,
                    PLAIN,
                    data(3),
                    List.of(),
                    (network, all) ->
                        all.maps(
                            new ShiftGrid(8, 1),
                            Boundary.ZERO,
                            Interpolation.BILINEAR,
                            EQUAL,
                            1,
                            Progress.NONE)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("8 pixels moves images of 1×8×8 out of sight");
    assertThatThrownBy(() -> maps(1, PLAIN, data(3), List.of("1", "5"), Boundary.ZERO))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("do not compare");
    assertThatThrownBy(() -> maps(1, PLAIN, data(3), List.of("5", "1"), Boundary.ZERO))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("from below");
  }
}
