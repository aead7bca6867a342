package dev.assay.study.margin;

import dev.assay.random.Streams;
import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks both ways along each direction, all of them at one distance before any at the next: along
 * the axes (principal components in a subspace), or, where these are many, along random ones. In
 * few dimensions it goes on to somewhat beyond the nearest point, as the first crossing in another
 * direction may lead to a nearer one; else it ends where it has found one.
 */
final class Scan extends Strategy {
  static final int FEW = 4;
  private static final int MOST_AXES = 64;
  private static final int RANDOM = 16;

  /** Of the nearest point. */
  private static final double BEYOND = 1.5;

  private static final double SHORTEST = 1.0 / 64;
  private static final double LONGEST = 1024;

  private final double tolerance;
  private final List<Spot.OnRay> directions = new ArrayList<>();
  private final List<Probe> crossings = new ArrayList<>();
  private final boolean few;
  private boolean[] crossed;
  private double least;
  private double radius;
  private double factor;
  private double stride;
  private int direction;

  /** While a crossing is narrowed down, inside and outside. */
  private double near;

  private double far = Double.NaN;
  private Probe outside;

  Scan(Finds finds, double tolerance) {
    super(finds);
    this.tolerance = tolerance;
    this.few = finds.size() <= FEW;
  }

  /** The first crossing in each direction that has one. */
  List<Probe> crossings() {
    return crossings;
  }

  @Override
  void begin() {
    int size = finds.size();
    boolean axes = size <= MOST_AXES;
    for (int d = 0; d < (axes ? size : RANDOM); d++) {
      double[] unit = new double[size];
      for (int i = 0; i < size; i++) {
        unit[i] = axes ? i == d ? 1 : 0 : Streams.normal(Streams.key(d, "directions"), i);
      }
      Spot.OnRay direction = Spot.at(unit).onRay();
      directions.add(direction);
      directions.add(new Spot.OnRay(-direction.factor(), direction.ray(), direction.length()));
    }
    crossed = new boolean[directions.size()];
    boolean known = finds.best() != null;
    int parts = size == 1 ? 64 : 16;
    stride = known ? finds.distance() / parts : 0;
    factor = known ? 1 : Math.pow(2, size == 1 ? 1.0 / 8 : 1.0 / 2);
    radius = known ? stride : SHORTEST;
    least = 0;
    direction = 0;
    look(radius);
  }

  private void look(double distance) {
    logits(directions.get(direction).to(distance));
  }

  @Override
  void seen(Probe here) {
    if (!Double.isNaN(far)) {
      narrow(here);
    } else if (here.inside()) {
      next();
    } else {
      near = least;
      far = radius;
      outside = here;
      halve();
    }
  }

  private void narrow(Probe here) {
    if (here.inside()) {
      near = here.length();
    } else {
      far = here.length();
      outside = here;
    }
    halve();
  }

  private void halve() {
    if (far - near > tolerance * far) {
      look((near + far) / 2);
      return;
    }
    finds.keep(outside, Finder.AXIS);
    crossings.add(outside);
    crossed[direction] = true;
    far = Double.NaN;
    next();
  }

  private void next() {
    do {
      direction++;
      if (direction == directions.size()) {
        direction = 0;
        least = radius;
        radius = radius * factor + stride;
        if (ended()) {
          done();
          return;
        }
      }
    } while (crossed[direction]);
    look(radius);
  }

  private boolean ended() {
    boolean all = true;
    for (boolean one : crossed) {
      all &= one;
    }
    double until = finds.distance() * (few ? BEYOND : 1);
    return all || radius > Math.min(until, LONGEST) || (!few && !crossings.isEmpty());
  }
}
