package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;

/**
 * The best path of {@link Turning} once more, from its nearest place. At first a turn is so large
 * that the ray becomes the descent at the last place, whatever the way to it: a fixed-point
 * iteration for the condition that a nearest point fulfils, its ray is normal to the boundary. Then
 * turns shrink geometrically, so that rays are means of ever more descents.
 */
final class Annealing extends Strategy {
  /** Steps of a path whose slopes do not agree. */
  private static final int STEPS = 150;

  private static final double FIRST = 100;
  private static final double LAST = 0.01;

  private final Turning before;
  private Path path;

  Annealing(Finds finds, Turning before) {
    super(finds);
    this.before = before;
  }

  @Override
  void begin() {
    Path best = before.best();
    if (best == null) {
      done();
    } else {
      path = new Path(best.rival(), best.place().clone(), STEPS);
      slope(path.at(), path.rival());
    }
  }

  @Override
  void sloped(Probe here, Slope slope) {
    finds.keep(here, Finder.TURNING);
    finds.expect(here, slope, Finder.TURNING);
    if (path.done() < 1 && !slope.flat()) {
      double turn = FIRST * Math.pow(LAST / FIRST, path.done());
      path.turn(here, slope, turn, 0, before.useful());
      slope(path.at(), path.rival());
    } else {
      done();
    }
  }
}
