package dev.assay.study.margin;

import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import dev.assay.study.Context;
import dev.assay.study.Report;
import dev.assay.study.SampleTags;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.Study;
import dev.assay.study.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Margins of a network: draws samples, measures each in every space with every solver, and
 * summarises them by corruption group. Definitions: {@link MarginSolver}, {@link Space}.
 */
public final class MarginStudy implements Study<MarginConfig> {

  /**
   * @throws BadInputException if a cut does not exist or there are too few components
   */
  @Override
  public Report run(Subject subject, MarginConfig config, Context context) {
    Samples samples = draw(Samples.of(subject.measured()), config.samples(), context.seed());
    Places places = new Places(subject, samples, config, context);
    List<Measurement> measurements = new ArrayList<>();
    List<Measurement> pairs = new ArrayList<>();
    for (Space space : places.spaces()) {
      Place place = places.place(space);
      for (MarginSolver solver : config.solvers()) {
        String stage = solver.label() + " margins, " + place.label();
        IntConsumer done = count -> context.progress().at(stage, count, samples.count(), "samples");
        Measurement measured = measure(place, solver, config, done);
        measurements.add(measured);
        if (config.pairs()) {
          pairs.addAll(pairs(place, solver, config, measured));
        }
      }
    }
    return new MarginReport(
            config, samples, places, measurements, pairs, new SampleTags(subject.measured()))
        .build();
  }

  private static Measurement measure(
      Place place, MarginSolver solver, MarginConfig config, IntConsumer done) {
    MarginMeter meter = meter(place, config);
    List<Margin> margins;
    if (solver instanceof MarginSolver.Bracket bracket) {
      margins = new Brackets(bracket).measure(place, meter, done);
    } else if (LineMargins.answer(solver, place)) {
      margins = LineMargins.measure(place, meter, done);
    } else {
      margins = meter.measure(place.samples(), solver, done);
    }
    return new Measurement(
        place.space(), solver.label(), -1, place.scale(), place.samples(), margins);
  }

  private static MarginMeter meter(Place place, MarginConfig config) {
    return new MarginMeter(place.cut().above(), place.directions(), config.reference())
        .clippedTo(place.clip())
        .confirmedBy(place.opinion());
  }

  /** To the boundary of each class, from the samples of all others. */
  private static List<Measurement> pairs(
      Place place, MarginSolver solver, MarginConfig config, Measurement toAny) {
    List<Measurement> result = new ArrayList<>();
    if (solver instanceof MarginSolver.Bracket) {
      return result;
    }
    for (int j = 0; j < place.cut().above().classes(); j++) {
      int target = j;
      int[] others =
          place
              .samples()
              .positionsWhere(
                  i ->
                      toAny.margins().get(i).predicted() >= 0
                          && toAny.margins().get(i).reference(config.reference()) != target);
      Samples from = place.samples().pick(others);
      List<Margin> margins = meter(place, config).towards(target).measure(from, solver, d -> {});
      result.add(
          new Measurement(place.space(), solver.label(), target, place.scale(), from, margins));
    }
    return result;
  }

  private static Samples draw(Samples all, int count, long seed) {
    int[] order = Streams.permutation(Streams.key(seed, "margin samples"), all.count());
    int[] drawn = Arrays.copyOf(order, Math.min(count, all.count()));
    Arrays.sort(drawn);
    return all.pick(drawn);
  }
}
