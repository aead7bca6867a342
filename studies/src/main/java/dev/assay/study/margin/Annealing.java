package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;
import java.util.List;

/**
 * One of the best paths of {@link Turning} once more, from its nearest place. At first a turn is so
 * large that, but for inertia, the ray becomes the descent at the last place, whatever the way to
 * it: a fixed-point iteration for the condition that a nearest point fulfils, its ray is normal to
 * the boundary. Then turns shrink geometrically, so that rays are means of ever more descents. At
 * each step the path leads towards the class that is nearest to winning there; at first it looks
 * somewhat behind the boundary, where slopes tell of more than the nearest piece.
 */
final class Annealing extends Strategy {
  /** Steps of a path whose rays are never normal to the boundary. */
  private static final int STEPS = 160;

  private static final double INERTIA = 0.75;
  private static final double FIRST = 20;
  private static final double LAST = 0.01;

  /** How far behind the boundary at first, relative to the distance; none after a share. */
  private static final double BEHIND = 0.1;

  private static final double SHARE_BEHIND = 0.6;

  private final Turning before;
  private final int rank;
  private Path path;

  /**
   * @param rank which of the best paths
   */
  Annealing(Finds finds, Turning before, int rank) {
    super(finds);
    this.before = before;
    this.rank = rank;
  }

  @Override
  void begin() {
    List<Path> best = before.best();
    if (rank >= best.size()) {
      done();
    } else {
      Path from = best.get(rank);
      path = new Path(from.rival(), from.place().clone(), STEPS, INERTIA);
      slope(path);
    }
  }

  @Override
  void sloped(Probe here, Slope slope) {
    finds.keep(here, Finder.TURNING);
    finds.expect(here, slope, Finder.TURNING);
    if (path.done() < 1 && !slope.flat()) {
      double turn = FIRST * Math.pow(LAST / FIRST, path.done());
      double behind = BEHIND * Math.max(0, 1 - path.done() / SHARE_BEHIND);
      path.towards(here.rival());
      path.turn(slope, turn, behind, before.useful());
      slope(path);
    } else {
      done();
    }
  }
}
