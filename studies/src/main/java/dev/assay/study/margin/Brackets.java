package dev.assay.study.margin;

import dev.assay.geometry.MarginBracket;
import dev.assay.geometry.SubspaceMargins;
import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Margin.Status;
import dev.assay.study.margin.MarginMeter.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * See {@link MarginSolver.Bracket}: {@link NearestSearch} in single precision tells where to look,
 * {@link SubspaceMargins} in double precision walks there and certifies. Samples that have no
 * margin keep their status.
 */
final class Brackets {
  /** Relative width of brackets that only rounding keeps from closing. */
  private static final double EXACT = 1e-9;

  private final MarginSolver.Bracket solver;

  Brackets(MarginSolver.Bracket solver) {
    this.solver = solver;
  }

  List<Margin> measure(Place place, MarginMeter meter, IntConsumer done) {
    Samples samples = place.samples();
    // on a line walks need no start
    MarginSolver first =
        place.directions().size() == 1
            ? MarginSolver.FirstOrder.standard()
            : new MarginSolver.Nearest(solver.deepFool());
    List<Found> found = meter.find(samples, first, count -> {});
    int[] certain = samples.positionsWhere(i -> hopeful(found.get(i).margin()));
    int size = place.directions().size();
    double[] starts = new double[certain.length * size];
    for (int c = 0; c < certain.length; c++) {
      double[] start = found.get(certain[c]).place();
      if (start != null) {
        System.arraycopy(start, 0, starts, c * size, size);
      }
    }
    SubspaceMargins margins =
        new SubspaceMargins(
            place.cut().exact(),
            place.directions(),
            solver.budget(),
            solver.tolerance(),
            solver.seconds());
    List<MarginBracket> brackets =
        margins.brackets(
            samples.pick(certain).points(), certain.length, starts, place.cut().workers(), done);
    List<Margin> result = new ArrayList<>(found.stream().map(Found::margin).toList());
    for (int c = 0; c < certain.length; c++) {
      Margin before = result.get(certain[c]);
      Margin after = bracketed(before, brackets.get(c));
      result.set(certain[c], spent(brackets.get(c), after, size) ? after.withBudgetSpent() : after);
    }
    return result;
  }

  private static boolean hopeful(Margin margin) {
    return switch (margin.status()) {
      case OK, NOT_FOUND, ZERO_GRADIENT -> true;
      case NON_FINITE, MISCLASSIFIED -> false;
    };
  }

  /** Rounding must not put the certified bound above a point that was found. */
  private static Margin bracketed(Margin margin, MarginBracket bracket) {
    if (margin.finder() == Finder.SAMPLE) {
      return margin.bracketed(margin.reached(), 0, 0, Finder.SAMPLE, Status.OK);
    }
    return switch (bracket.status()) {
      case NON_FINITE -> margin.without(Status.NON_FINITE);
      case NOT_FOUND ->
          margin.bracketed(-1, bracket.lower(), bracket.upper(), null, Status.NOT_FOUND);
      case OK ->
          margin.bracketed(
              bracket.reached(),
              Math.min(bracket.lower(), found(margin)),
              Math.min(bracket.upper(), found(margin)),
              finder(bracket.source(), margin.finder()),
              Status.OK);
    };
  }

  private boolean spent(MarginBracket bracket, Margin margin, int size) {
    double wide = size <= 2 ? EXACT : solver.tolerance();
    return bracket.ended() && margin.gap() > wide * (1 + EXACT);
  }

  private static double found(Margin margin) {
    return margin.status() == Status.OK && margin.finder() != Finder.LINEAR
        ? margin.distance()
        : Double.POSITIVE_INFINITY;
  }

  private static Finder finder(MarginBracket.Source source, Finder start) {
    return switch (source) {
      case SAMPLE -> Finder.SAMPLE;
      case LINE -> Finder.LINE;
      case LINEAR -> Finder.LINEAR;
      case START -> start;
      case BOUNDS -> Finder.BOUNDS;
    };
  }
}
