package dev.assay.study.margin;

import dev.assay.study.margin.Search.Probe;

/** Looks along the ray for the place that is hoped for, up to the nearest point seen. */
final class Closing extends Strategy {
  private static final double FIRST = 5e-4;
  private static final double GROWTH = 4;

  private final double tolerance;
  private double[] hope;
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
    near = Double.NaN;
    far = Double.NaN;
    stride = FIRST;
    look(1 + FIRST);
  }

  private void look(double share) {
    logits(Search.along(new double[hope.length], share, hope));
  }

  @Override
  void seen(Probe here) {
    double share = Finds.norm(here) / Search.norm(hope);
    finds.keep(here, finds.hopedBy());
    if (here.inside()) {
      near = share;
    } else {
      far = share;
    }
    if (Double.isNaN(far)) {
      stride *= GROWTH;
      double next = 1 + stride;
      if (next * Search.norm(hope) < finds.distance() && stride < 1) {
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
