package dev.assay.study.margin;

import dev.assay.geometry.MarginBracket;
import dev.assay.geometry.SubspaceMargins;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Margin.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * {@link MarginSolver.Nearest} in one dimension: exact walks both ways, in double precision. First
 * the sample alone is looked at, so that samples without a margin have the status, and ties the
 * distance, that they have everywhere.
 */
final class LineMargins {
  private LineMargins() {}

  /** Whether they answer what is asked. */
  static boolean answer(MarginSolver solver, Place place) {
    return solver instanceof MarginSolver.Nearest
        && place.space() instanceof Space.Span
        && place.directions().size() == 1
        && place.clip() == null
        && place.cut().piecewiseLinear();
  }

  static List<Margin> measure(Place place, MarginMeter meter, IntConsumer done) {
    Samples samples = place.samples();
    List<Margin> first = meter.measure(samples, MarginSolver.FirstOrder.standard(), count -> {});
    int[] open = samples.positionsWhere(i -> open(first.get(i)));
    List<MarginBracket> brackets =
        new SubspaceMargins(place.cut().exact(), place.directions(), 1, 0.5)
            .brackets(
                samples.pick(open).points(),
                open.length,
                new double[open.length],
                place.cut().workers(),
                done);
    List<Margin> result = new ArrayList<>(first);
    for (int c = 0; c < open.length; c++) {
      result.set(open[c], walked(first.get(open[c]), brackets.get(c)));
    }
    return result;
  }

  private static boolean open(Margin margin) {
    return switch (margin.status()) {
      case OK -> margin.finder() != Finder.SAMPLE;
      case NOT_FOUND, ZERO_GRADIENT -> true;
      case NON_FINITE, MISCLASSIFIED -> false;
    };
  }

  private static Margin walked(Margin margin, MarginBracket found) {
    return switch (found.status()) {
      case NON_FINITE -> margin.without(Status.NON_FINITE);
      case NOT_FOUND -> margin.without(Status.NOT_FOUND);
      case OK ->
          margin.bracketed(found.reached(), Double.NaN, found.upper(), Finder.LINE, Status.OK);
    };
  }
}
