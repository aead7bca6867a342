package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * From the sample towards each of the near classes by {@link Path}s, whose turns are large at first
 * and small in the end. Paths that lie far behind the nearest are given up, the nearer to the end
 * the sooner.
 */
final class Turning extends Strategy {
  private static final int CLASSES = 9;

  /** Steps of a path whose rays are never normal to the boundary. */
  private static final int STEPS = 16;

  /** Steps before any path is given up. */
  private static final int TRIED = 2;

  /** A path is given up if it is so many times as far as the nearest: at its beginning and end. */
  private static final double FAR_BEHIND = 1.3;

  private static final double BEHIND = 1.05;

  private static final double INERTIA = 0.5;
  private static final double FIRST = 4;
  private static final double LAST = 0.005;

  /**
   * How far paths are led while nothing is found, in distances of the nearest linearised boundary.
   */
  private static final double FARTHEST = 64;

  /** A second path is of use if it is this much farther at most, and its cosine is smaller. */
  private static final double NOT_FAR = 1.05;

  private static final double ALIKE = 0.95;

  private final List<Path> paths = new ArrayList<>();
  private final List<Path> ended = new ArrayList<>();
  private double farthest;

  /** Of all paths, the nearest place where the boundary was expected. */
  private double nearest = Double.POSITIVE_INFINITY;

  private int current;
  private int step;

  Turning(Finds finds) {
    super(finds);
  }

  /** Tells the linearisation at the sample, before the strategy begins. */
  void prepare(Linearization linear) {
    farthest = FARTHEST * linear.distance();
    for (int j : linear.nearest(CLASSES)) {
      paths.add(new Path(j, linear.stepTo(j), STEPS, INERTIA));
    }
  }

  @Override
  void begin() {
    paths.forEach(path -> path.within(useful()));
    if (paths.isEmpty()) {
      done();
    } else {
      go();
    }
  }

  /**
   * A point farther than the nearest that is known is of no use, and where a class's logit hardly
   * changes one so far that logits overflow.
   */
  double useful() {
    return Math.min(finds.distance(), farthest);
  }

  /**
   * Of the paths that were not given up the one that came nearest, and one that came nearly as near
   * elsewhere, if there are.
   */
  List<Path> best() {
    List<Path> found =
        ended.stream()
            .filter(path -> path.place() != null)
            .sorted(Comparator.comparingDouble(path -> path.place().length()))
            .toList();
    Stream<Path> others = found.stream().skip(1).filter(path -> differ(path, found.get(0)));
    return Stream.concat(found.stream().limit(1), others.limit(1)).toList();
  }

  private static boolean differ(Path path, Path best) {
    return path.place().length() < NOT_FAR * best.place().length()
        && path.place().cosine(best.place()) < ALIKE;
  }

  private void go() {
    slope(paths.get(current));
  }

  @Override
  void sloped(Probe here, Slope slope) {
    finds.keep(here, Finder.TURNING);
    Path path = paths.get(current);
    if (!slope.flat()) {
      double turn = LAST + (FIRST - LAST) * (1 + Math.cos(Math.PI * path.done())) / 2;
      path.turn(slope, turn, 0, useful());
      finds.expect(path);
      nearest = Math.min(nearest, path.nearest());
    }
    if (!slope.flat() && path.done() < 1) {
      current++;
    } else {
      ended.add(paths.remove(current));
    }
    if (current == paths.size()) {
      current = 0;
      step++;
      if (step >= TRIED) {
        giveUp();
      }
    }
    if (paths.isEmpty()) {
      done();
    } else {
      go();
    }
  }

  private void giveUp() {
    paths.removeIf(
        path -> path.nearest() > nearest * (FAR_BEHIND + (BEHIND - FAR_BEHIND) * path.done()));
  }
}
