package dev.assay.predictor;

import dev.assay.measure.AnswerChange;
import dev.assay.measure.MapHomogeneity;
import dev.assay.measure.MovedAnswers;
import dev.assay.measure.TranslationProfile;
import dev.assay.predictor.Predictor.Cost;
import dev.assay.store.Planned;
import dev.assay.study.translation.Boundary;
import dev.assay.study.translation.Common;
import dev.assay.study.translation.Place;
import java.util.List;

/**
 * How much a network minds that images are moved by a few pixels, and how alike neighbours of its
 * maps are, which lets it mind little. One that minds little should generalise.
 */
final class TranslationPredictors {
  private static final String SOURCE = "after Kauderer-Abrams 2017";
  private static final int RANGE = 3;
  private static final int RADIUS = 2;
  private static final int MOVES = 10;

  private TranslationPredictors() {}

  static List<Predictor> all() {
    return List.of(
        new Predictor(
            "top1-change",
            "share of random moves by up to 3 pixels that change the class: 1 − consistency",
            SOURCE,
            Cost.MOVED,
            trained ->
                trained
                    .take(
                        new AnswerChange(
                            new MovedAnswers(
                                trained.training().provenance(),
                                trained.drawn(),
                                Boundary.ZERO,
                                RANGE,
                                MOVES,
                                trained.seed())))
                    .map(AnswerChange.Share::value)),
        new Predictor(
            "mcs",
            "− mean cosine of the softmax over all moves by up to 3 pixels",
            SOURCE,
            Cost.MOVED,
            trained -> profile(trained).map(found -> -found.at(Place.SOFTMAX, true).square())),
        new Predictor(
            "logit-cosine-at-2",
            "− mean cosine of the logits over moves by 2 pixels",
            SOURCE,
            Cost.MOVED,
            trained ->
                profile(trained).map(found -> -found.at(Place.LOGITS, true).cosines()[RADIUS])),
        new Predictor(
            "map-homogeneity",
            "− local homogeneity at lag 1 of the last maps behind an activation",
            "after Mouton, Myburgh and Davel 2020",
            Cost.ACTIVATIONS,
            trained ->
                trained
                    .take(
                        new MapHomogeneity(
                            trained.training().provenance(),
                            trained.drawn(),
                            List.of(trained.lastMaps()),
                            List.of(1)))
                    .map(found -> -found.maps().get(0).lags().get(0).value())));
  }

  private static Planned<TranslationProfile.Found> profile(Trained trained) {
    return trained.take(
        new TranslationProfile(
            trained.training().provenance(),
            trained.drawn(),
            List.of(),
            Boundary.ZERO,
            RANGE,
            1,
            new Common(Common.Kind.EQUAL, 0),
            trained.seed()));
  }
}
