package dev.assay.geometry;

/** ReLU, value by value. */
record Rectifier(Grid in) implements Stage {

  @Override
  public Grid out() {
    return in;
  }

  @Override
  public void apply(double[] x, int count, double[] y) {
    for (int i = 0; i < count * in.size(); i++) {
      // NaN stays NaN
      y[i] = Math.max(x[i], 0);
    }
  }
}
