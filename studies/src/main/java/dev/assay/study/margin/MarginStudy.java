package dev.assay.study.margin;

import dev.assay.geometry.LinearAlgebra;
import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import dev.assay.study.Report;
import dev.assay.study.Study;
import dev.assay.study.StudyContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Margins of a network: draws samples, measures each in every space with every solver, and
 * summarises them by corruption group. Definitions: {@link MarginSolver}, {@link Space}.
 */
public final class MarginStudy implements Study<MarginConfig> {
  private final MarginSubject subject;
  private final LinearAlgebra algebra;

  /**
   * @param algebra for the principal components
   */
  public MarginStudy(MarginSubject subject, LinearAlgebra algebra) {
    this.subject = subject;
    this.algebra = algebra;
  }

  /**
   * Only the seed and the progress of the context are used; the network is the subject's, because
   * it has to be cut.
   *
   * @throws BadInputException if a cut does not exist, there are too few components, or the labels
   *     do not fit the network
   */
  @Override
  public Report run(StudyContext context, MarginConfig config) {
    Samples samples = draw(subject.evaluated(), config.samples(), context.seed());
    Places places = new Places(subject, samples, config, algebra, context.progress());
    List<Measurement> measurements = new ArrayList<>();
    for (Space space : places.spaces()) {
      Place place = places.place(space);
      MarginMeter meter =
          new MarginMeter(place.classifier(), place.directions(), config.reference());
      for (MarginSolver solver : config.solvers()) {
        String stage = solver.label() + " margins, " + place.label();
        List<Margin> margins =
            meter.measure(
                place.samples(),
                solver,
                done -> context.progress().at(stage, done, samples.count()));
        measurements.add(
            new Measurement(
                space, place.components(), solver.label(), place.scale(), samples, margins));
      }
    }
    return new MarginReport(config, samples, places, measurements).build();
  }

  private static Samples draw(Samples all, int count, long seed) {
    if (all.count() == 0) {
      throw new BadInputException("there are no samples to measure margins of");
    }
    int[] order = Streams.permutation(Streams.key(seed, "margin samples"), all.count());
    int[] drawn = Arrays.copyOf(order, Math.min(count, all.count()));
    Arrays.sort(drawn);
    return all.pick(drawn);
  }
}
