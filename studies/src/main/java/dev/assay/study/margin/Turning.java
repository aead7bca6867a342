package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;

/**
 * Turns the ray through the nearest place known towards the descent of the lead, by much at first
 * and by little in the end, and keeps the point on the ray at the boundary by Newton steps. Like
 * DDN (Rony et al. 2019) it separates direction and length, and large turns leave the local minima
 * in which small ones would end; the length is not searched for by percents, but computed.
 */
final class Turning extends Strategy {
  private static final double LAST = 0.005;

  /** How much farther than the nearest place a point may lie: more where turns are large. */
  private static final double LEEWAY = 0.01;

  private final int steps;
  private final double first;
  private int step;

  Turning(Finds finds, int steps, double first) {
    super(finds);
    this.steps = steps;
    this.first = first;
  }

  @Override
  void begin() {
    double[] start = finds.nearest();
    if (start == null) {
      done();
    } else {
      slope(start, finds.rival());
    }
  }

  @Override
  void sloped(Probe here, double lead, double[] slope) {
    finds.keep(here, Finder.TURNING);
    double scale = finds.expect(here, lead, slope, rival(), Finder.TURNING);
    double steep = Search.norm(slope);
    if (step == steps || !(steep > 0)) {
      done();
      return;
    }
    double turn = LAST + (first - LAST) * (1 + Math.cos(Math.PI * step / steps)) / 2;
    step++;
    double[] x = here.coordinates();
    double length = Search.norm(x);
    double[] to = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      to[i] = x[i] / length - turn * slope[i] / steep;
    }
    double[] ray = Search.along(new double[x.length], 1 / Search.norm(to), to);
    double reach = length * (Double.isNaN(scale) ? here.inside() ? 1.1 : 0.95 : scale);
    double most = finds.nearestDistance() * (1 + LEEWAY + turn * turn);
    slope(Search.along(new double[x.length], Math.min(reach, most), ray), here.rival());
  }
}
