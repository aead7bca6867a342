package dev.assay.predictor;

import dev.assay.data.Dataset;
import dev.assay.measure.LocalPieces;
import dev.assay.measure.SampledFragmentation;
import dev.assay.measure.SegmentFragmentation;
import dev.assay.predictor.Predictor.Cost;
import dev.assay.store.Planned;
import dev.assay.study.fragmentation.Tuples;
import java.util.List;

/**
 * How finely a network cuts its input space, or what a hidden layer makes of it.
 *
 * <p>Exact fragmentation is estimated from two samples, as an exact segment of a convolutional
 * network takes as long as some thousand points: of many segments what points see of them, and of
 * few what points miss there. Segments differ much more in what is seen (deviation 2 changes, in
 * networks of six convolutions on CIFAR-10) than in what is missed (0.4): the mean's standard error
 * is 0.25, where exact answers on all of them, at ten times the work, have 0.2.
 */
final class RegionPredictors {
  private static final String SOURCE = "Mouton et al. 2024";
  private static final int SEGMENTS = 100;
  private static final int POINTS = 100;
  private static final int EXACT = 10;
  private static final double SHORT = 0.25;

  private RegionPredictors() {}

  static List<Predictor> all() {
    return List.of(
        new Predictor(
            "fragmentation",
            "class changes between two samples of a class: what 100 points see, and miss",
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
            "those that 100 points on each segment see",
            SOURCE,
            Cost.OUTPUTS,
            trained -> seen(trained, 0)),
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
        .take(new SegmentFragmentation(trained.training().provenance(), cut, pairs(trained, EXACT)))
        .with(seen(trained, cut), (exact, seen) -> seen + exact.missedBy(POINTS));
  }

  private static Planned<Double> seen(Trained trained, int cut) {
    return trained
        .take(
            new SampledFragmentation(
                trained.training().provenance(), cut, pairs(trained, SEGMENTS), POINTS))
        .map(SampledFragmentation.Found::mean);
  }

  private static Tuples pairs(Trained trained, int count) {
    Dataset training = trained.training();
    return Tuples.draw(training.labels(), Tuples.clean(training), true, 2, count, trained.seed());
  }
}
