package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Boundary;
import dev.assay.study.translation.Common;
import dev.assay.study.translation.Homogeneity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Measures of networks whose inputs are moved, and of neighbours in images. */
class MovedTest {
  private static final Dataset DATA = Glyphs.test(30, 1).onCanvas(32);
  private static final Provenance OF = DATA.provenance();
  private static final Selection SOME = new Selection.Drawn(20, 3);

  private static <R extends Record> R of(NetworkMeasure<R> measure) {
    Architecture pooled =
        Architecture.of(
            DATA.sample(),
            Layers.conv(4, Layers.kernel(3).padding(1)),
            Layers.relu(),
            Layers.maxPool(2),
            Layers.flatten(),
            Layers.dense(10));
    try (Backend backend = Backends.open("cpu", 1);
        Network network = new Network(backend, pooled, 1)) {
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(DATA);
      return measure.of(network, bench);
    }
  }

  @Test
  void aProfileFallsFromOneAndKnowsItsFloor() {
    TranslationProfile.Found found =
        of(
            new TranslationProfile(
                OF,
                SOME,
                List.of("1-relu", "2"),
                Boundary.ZERO,
                2,
                1,
                new Common(Common.Kind.PROJECTION, 0),
                1));

    assertThat(found.profiles().stream().map(TranslationProfile.Profile::place))
        .containsExactly("1-relu", "1-relu", "2", "logits", "softmax");
    TranslationProfile.Profile relu = found.at("1-relu", true);
    assertThat(relu.dimension()).isEqualTo(4 * 32 * 32);
    assertThat(found.at("1-relu", false).dimension()).isEqualTo(4 * 16 * 16);
    assertThat(found.at("2", false)).isEqualTo(found.at("2", true));
    assertThat(relu.cosines()[0]).isEqualTo(1);
    assertThat(relu.cosines()[1]).isBetween(relu.cosines()[2], 1.0);
    assertThat(relu.distances()[0]).isZero();
    assertThat(relu.floor()).isBetween(0.0, relu.disc());
    assertThat(relu.corrected(relu.floor())).isZero();
    assertThat(relu.corrected(1)).isEqualTo(1);
    assertThat(found.changed()[0]).isZero();
  }

  @Test
  void answersAreForEachSample() {
    MovedAnswers answers = new MovedAnswers(OF, SOME, Boundary.CROP, 4, 3, 1);
    Answered found = of(answers);

    assertThat(found.changed()).hasSize(20);
    assertThat(Answered.mean(found.changed())).isBetween(0.0, 1.0);
    assertThat(of(new AnswerChange(answers)).value()).isEqualTo(Answered.mean(found.changed()));
    for (double share : found.changed()) {
      assertThat(3 * share - Math.rint(3 * share)).isCloseTo(0, within(1e-12));
    }
    assertThat(of(new MovedAnswers(OF, SOME, Boundary.ZERO, 4, 3, 1)).before())
        .containsExactly(
            of(new MovedAnswers(OF, SOME, Boundary.CIRCULAR, 4, 3, 1)).before(), within(1e-12));
  }

  @Test
  void neighboursAreLessAlikeTheFartherTheyAre() {
    Bench bench = new Bench(null, LinearAlgebra.java(), name -> null);
    bench.keep(DATA);
    List<Integer> lags = List.of(1, 2, 4);
    for (Homogeneity found :
        List.of(
            new LocalHomogeneity(OF, SOME, lags).of(List.of(), bench),
            of(new MapHomogeneity(OF, SOME, List.of("2"), lags)).maps().get(0))) {
      List<Double> values = found.lags().stream().map(Homogeneity.Lag::value).toList();
      assertThat(values.get(0)).isBetween(values.get(1), 1.0);
      assertThat(values.get(1)).isGreaterThan(values.get(2));
    }
  }
}
