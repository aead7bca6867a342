package dev.assay.predictor;

import dev.assay.data.Dataset;
import dev.assay.measure.LocalPieces;
import dev.assay.measure.SampledFragmentation;
import dev.assay.measure.SegmentFragmentation;
import dev.assay.predictor.Predictor.Cost;
import dev.assay.store.Planned;
import dev.assay.study.fragmentation.Tuples;
import java.util.List;

/** How finely a network cuts its input space, or what a hidden layer makes of it. */
final class RegionPredictors {
  private static final String SOURCE = "Mouton et al. 2024";
  private static final int SEGMENTS = 100;
  private static final int POINTS = 100;
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
            "fragmentation-sampled",
            "the first, seen by 100 points on each segment",
            SOURCE,
            Cost.OUTPUTS,
            trained ->
                trained
                    .take(
                        new SampledFragmentation(
                            trained.training().provenance(), 0, pairs(trained), POINTS))
                    .map(SampledFragmentation.Found::mean)),
        new Predictor(
            "local-pieces",
            "linear pieces on a segment of length 0.25 around a sample, mean",
            "Assay",
            Cost.SEGMENTS,
            trained ->
                trained
                    .segments()
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
    return trained
        .segments()
        .take(new SegmentFragmentation(trained.training().provenance(), cut, pairs(trained)))
        .map(SegmentFragmentation.Changes::mean);
  }

  private static Tuples pairs(Trained trained) {
    Dataset training = trained.training();
    return Tuples.draw(
        training.labels(), Tuples.clean(training), true, 2, SEGMENTS, trained.seed());
  }
}
