package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;

/** Looks along the ray for the place that is hoped for, up to the nearest point seen. */
final class Closing extends Strategy {
  private static final double FIRST = 5e-4;
  private static final double GROWTH = 4;

  private final double tolerance;
  private Spot.OnRay hope;
  private double length;
  private double near;
  private double far;
  private double stride;

  Closing(Finds finds, double tolerance) {
    super(finds);
    this.tolerance = tolerance;
  }

  @Override
  void begin() {
    hope = finds.hope();
    if (hope == null) {
      done();
      return;
    }
    length = hope.length();
    near = Double.NaN;
    far = Double.NaN;
    stride = FIRST;
    look(1 + FIRST);
  }

  private void look(double share) {
    logits(hope.times(share));
  }

  @Override
  void seen(Probe here) {
    double share = here.length() / length;
    finds.keep(here, Finder.TURNING);
    if (here.inside()) {
      near = share;
    } else {
      far = share;
    }
    if (Double.isNaN(far)) {
      stride *= GROWTH;
      double next = 1 + stride;
      if (next * length < finds.distance() && stride < 1) {
        look(next);
      } else {
        finish();
      }
    } else if (Double.isNaN(near)) {
      stride *= GROWTH;
      look(Math.max(1 - stride, 0));
    } else if (far - near > tolerance * far) {
      look((near + far) / 2);
    } else {
      finish();
    }
  }

  private void finish() {
    finds.forget();
    done();
  }
}
