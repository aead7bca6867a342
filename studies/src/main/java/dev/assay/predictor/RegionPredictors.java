package dev.assay.predictor;

import dev.assay.data.Dataset;
import dev.assay.measure.LocalPieces;
import dev.assay.measure.SegmentFragmentation;
import dev.assay.predictor.Predictor.Cost;
import dev.assay.store.Planned;
import dev.assay.study.fragmentation.Tuples;
import java.util.List;

/** How finely a network cuts its input space, or what a hidden layer makes of it. */
final class RegionPredictors {
  private static final String SOURCE = "Mouton et al. 2024";
  private static final int SEGMENTS = 100;
  private static final double SHORT = 0.25;

  private RegionPredictors() {}

  static List<Predictor> all() {
    return List.of(
        new Predictor(
            "fragmentation",
            "class changes between two samples of a class, exact mean",
            SOURCE,
            Cost.SEGMENTS,
            trained -> changes(trained, 0)),
        new Predictor(
            "hidden-fragmentation",
            "the same between their activations behind the first activation",
            SOURCE,
            Cost.SEGMENTS,
            trained ->
                changes(trained, trained.architecture().hiddenCut(trained.activated().get(0)))),
        new Predictor(
            "local-pieces",
            "linear pieces on a segment of length 0.25 around a sample, mean",
            "Assay",
            Cost.SEGMENTS,
            trained ->
                trained
                    .piecewiseLinear()
                    .take(
                        new LocalPieces(
                            trained.training().provenance(),
                            trained.few(),
                            LocalPieces.Direction.RANDOM,
                            SHORT,
                            trained.seed()))
                    .map(LocalPieces.Found::mean)));
  }

  private static Planned<Double> changes(Trained trained, int cut) {
    Dataset training = trained.training();
    Tuples pairs =
        Tuples.draw(training.labels(), Tuples.clean(training), true, 2, SEGMENTS, trained.seed());
    return trained
        .piecewiseLinear()
        .take(new SegmentFragmentation(training.provenance(), cut, pairs))
        .map(SegmentFragmentation.Changes::mean);
  }
}
