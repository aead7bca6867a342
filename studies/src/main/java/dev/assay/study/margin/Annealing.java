package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;
import java.util.List;

/**
 * One of the best paths of {@link Turning} once more, from its nearest place. At first a turn is so
 * large that, but for inertia, the ray becomes the descent at the last place, whatever the way to
 * it: a fixed-point iteration for the condition that a nearest point fulfils, its ray is normal to
 * the boundary. Then turns shrink geometrically, so that rays are means of ever more descents. At
 * each step the path leads towards the class that is nearest to winning there. At first it looks
 * before and behind the boundary, at ever other depths: where a network has few pieces, a ray that
 * is normal to one of them would stay as it is.
 */
final class Annealing extends Strategy {
  /** Steps of a path whose rays are never normal to the boundary. */
  private static final int STEPS = 110;

  private static final double INERTIA = 0.75;
  private static final double FIRST = 20;
  private static final double LAST = 0.004;

  /** How far from the boundary at first, relative to the distance; none after a share. */
  private static final double DEPTH = 0.6;

  private static final double SHARE_OF_DEPTH = 0.6;

  /** The fractions of its multiples fill the unit interval evenly, however many there are. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final Turning before;
  private final int rank;
  private Path path;
  private int step;

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
      path = new Path(from.rival(), from.place().kept(new float[finds.size()]), STEPS, INERTIA);
      slope(path);
    }
  }

  @Override
  void sloped(Probe here, Slope slope) {
    finds.keep(here, Finder.TURNING);
    if (path.done() < 1 && !slope.flat()) {
      double turn = FIRST * Math.pow(LAST / FIRST, path.done());
      double depth = DEPTH * Math.max(0, 1 - path.done() / SHARE_OF_DEPTH);
      step++;
      path.towards(here.rival());
      path.turn(slope, turn, depth * (2 * (step * GOLDEN % 1) - 1), before.useful());
      finds.expect(path);
      slope(path);
    } else {
      done();
    }
  }
}
