package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;

/**
 * From the sample towards each of the classes whose linearised boundaries are nearest: Newton steps
 * onto the boundary with that class, and along it towards the sample, which is sequential quadratic
 * programming for {@code min ‖β‖, f_i = f_j}. Steps along the boundary shrink.
 */
final class Descents extends Strategy {
  private static final int CLASSES = 3;
  private static final int STEPS = 12;

  /** A little more than onto the tangent, as boundaries curve away. */
  private static final double ACROSS = 1.03;

  private static final double FIRST_ALONG = 0.5;
  private static final double LAST_ALONG = 0.15;

  private int[] classes = {};
  private int next;
  private int step;

  Descents(Finds finds) {
    super(finds);
  }

  @Override
  void begin() {
    gradients(new double[finds.size()]);
  }

  @Override
  void linearized(Probe here, Linearization linear) {
    classes = linear.nearest(CLASSES);
    descend(here);
  }

  private void descend(Probe origin) {
    if (next == classes.length) {
      done();
    } else {
      step = 0;
      slope(new double[finds.size()], classes[next++]);
    }
  }

  @Override
  void sloped(Probe here, double lead, double[] slope) {
    finds.keep(here, Finder.DESCENT);
    finds.expect(here, lead, slope, rival(), Finder.DESCENT);
    double squares = Finds.dot(slope, slope);
    if (!(squares > 0) || step == STEPS) {
      descend(here);
      return;
    }
    double[] x = here.coordinates();
    double along = LAST_ALONG * Math.pow(FIRST_ALONG / LAST_ALONG, 1 - (double) step / STEPS);
    double across = (along * Finds.dot(slope, x) - ACROSS * lead) / squares;
    double[] to = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      to[i] = (1 - along) * x[i] + across * slope[i];
    }
    step++;
    slope(to, rival());
  }
}
