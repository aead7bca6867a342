package dev.assay.study.margin;

import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Margin.Status;

/**
 * One sample's search for the boundary, driven from outside: it says what it needs to know next and
 * is told. So a batch can hold searches that are at different points of their way, and the result
 * of one does not depend on the others.
 */
abstract class Search {

  /** What a search needs to know at its {@link #writePoint point}. */
  enum Need {
    LOGITS,
    /** Logits, and the gradients of {@code f_i − f_j} for every j ≠ i. */
    GRADIENTS,
    /** Logits, and the gradient of {@code f_i − f_j} for one j, the {@link #rival}. */
    SLOPE,
    /** The search has ended. */
    NOTHING
  }

  /**
   * Where a search begins.
   *
   * @param given the samples as they are
   * @param samples the same as the classifier that is asked takes them
   */
  record Start(Samples given, Samples samples, int position, Question question) {
    /** Where the sample's values begin. */
    int from() {
      return position * samples.length();
    }
  }

  /**
   * A point that was looked at.
   *
   * @param spot where; its length is the distance, but where points are clipped
   * @param distance from the sample
   * @param gap {@code f_i − max_{j≠i} f_j}: positive inside, where class i wins
   * @param rival the j of the maximum
   */
  record Probe(Spot spot, double distance, double gap, int rival) {
    double[] coordinates() {
      return spot.coordinates();
    }

    double length() {
      return spot.length();
    }

    boolean inside() {
      return gap > 0;
    }

    boolean sameSide(Probe other) {
      return inside() == other.inside();
    }

    /** The same at a spot that {@link Spot#kept stays}. */
    Probe kept(float[] own) {
      return new Probe(spot.kept(own), distance, gap, rival);
    }
  }

  private final Start start;
  private Spot spot;
  private double distance;
  private Need need = Need.LOGITS;
  private int predicted = -1;
  private int reference = -1;
  private double range = Double.NaN;
  private int iterations;

  /** The class of the slope that is needed. */
  private int rival;

  private Margin result;
  private Probe end;

  Search(Start start) {
    this.start = start;
    this.spot = Spot.at(new double[start.question().directions().size()]);
  }

  static Search of(MarginSolver solver, Start start) {
    if (solver instanceof MarginSolver.DeepFool deepFool) {
      return new DeepFoolSearch(start, deepFool);
    }
    if (solver instanceof MarginSolver.Nearest nearest) {
      return new NearestSearch(start, nearest);
    }
    return new FirstOrderSearch(start, (MarginSolver.FirstOrder) solver);
  }

  final Need need() {
    return need;
  }

  /** The class i; known once gradients are needed. */
  final int reference() {
    return reference;
  }

  final int position() {
    return start.position();
  }

  final Margin result() {
    return result;
  }

  /** The point on the boundary; null where none was found. */
  final Probe end() {
    return end;
  }

  /** Its coordinates; null where none was found. */
  final double[] place() {
    return end == null ? null : end.coordinates();
  }

  /** The class j of the slope that is needed. */
  final int rival() {
    return rival;
  }

  /** The point to look at, {@code x + P β}, rounded to float32 once. */
  final void writePoint(double[] scratch, float[] into, int offset) {
    Question question = start.question();
    float[] points = start.samples().points();
    if (question.clip() == null) {
      distance = spot.length();
      spot.write(question.directions(), points, start.from(), scratch, into, offset);
      return;
    }
    distance = question.place(spot.coordinates(), points, start.from(), scratch);
    for (int i = 0; i < scratch.length; i++) {
      into[offset + i] = (float) scratch[i];
    }
  }

  /** Tells the K logits from {@code z} on. */
  void tellLogits(float[] logits, int z, int classes) {
    if (reference < 0) {
      begin(logits, z, classes);
    } else {
      seen(probe(logits, z, classes));
    }
  }

  /** Tells logits and gradients as {@link Linearization#at} takes them. */
  void tellGradients(
      float[] logits, int z, int classes, float[] gradients, int g, Linearization linear) {
    iterations++;
    Probe here = probe(logits, z, classes);
    if (!finite(here)) {
      fail(Status.NON_FINITE);
    } else if (here.gap() == 0) {
      onBoundary(here);
    } else {
      switch (linear.at(logits, z, classes, reference, start.question(), gradients, g)) {
        case NON_FINITE -> fail(Status.NON_FINITE);
        case FLAT -> flat(here);
        case FOUND -> linearized(here, linear);
      }
    }
  }

  /**
   * Tells logits and a slope.
   *
   * @param gradients holds the gradient of the difference to the rival from {@code g} on
   */
  void tellSlope(float[] logits, int z, int classes, float[] gradients, int g, Slope slope) {
    iterations++;
    Probe here = probe(logits, z, classes);
    slope.at((double) logits[z + reference] - logits[z + rival], gradients, g);
    if (finite(here) && slope.finite()) {
      sloped(here, slope);
    } else {
      fail(Status.NON_FINITE);
    }
  }

  /** Logits were seen at the point asked for; the gap is NaN where one is not finite. */
  abstract void seen(Probe here);

  /** The linearisation at the point asked for, which is not on the boundary. */
  abstract void linearized(Probe here, Linearization linear);

  /** The difference to the rival and its gradient were seen at the point asked for. */
  void sloped(Probe here, Slope slope) {
    throw new IllegalStateException("no slope was asked for");
  }

  /** The point asked for lies on the boundary. */
  void onBoundary(Probe here) {
    found(here, Finder.DEEPFOOL);
  }

  /** There is no way to go from the point asked for. */
  void flat(Probe here) {
    fail(Status.ZERO_GRADIENT);
  }

  /** The search cannot go on. */
  void fail(Status status) {
    end(-1, status.distance(), false, Double.NaN, null, status);
  }

  final void ask(Need next, Spot at) {
    need = next;
    spot = at;
  }

  /** Asks for the slope of the difference to a class. */
  final void ask(Spot at, int rival) {
    ask(Need.SLOPE, at);
    this.rival = rival;
  }

  /** Ends with a point on the boundary, or as near as its gap says. */
  final void found(Probe at, Finder finder) {
    end = at;
    double residual = Math.abs(at.gap());
    boolean converged = relative(residual) <= MarginSolver.ON_BOUNDARY || at.distance() == 0;
    end(at.rival(), at.distance(), converged, residual, finder, Status.OK);
  }

  /** Ends as another search of the same sample did. */
  final void adopt(Search other) {
    end = other.end;
    result = other.result;
    need = Need.NOTHING;
  }

  /** The point was written for another search that looks at the same one. */
  final void at(Search other) {
    distance = other.distance;
  }

  /** Takes the state of another search of the same sample. */
  final void follow(Search other) {
    need = other.need;
    spot = other.spot;
    rival = other.rival;
    predicted = other.predicted;
    reference = other.reference;
    range = other.range;
    iterations = other.iterations;
  }

  final void end(
      int reached,
      double distance,
      boolean converged,
      double residual,
      Finder finder,
      Status status) {
    need = Need.NOTHING;
    Samples samples = start.samples();
    result =
        new Margin(
            samples.indices()[start.position()],
            samples.labels()[start.position()],
            predicted,
            reached,
            Double.NaN,
            distance,
            finder,
            iterations,
            converged,
            residual,
            relative(residual),
            status,
            false);
  }

  final double relative(double residual) {
    return residual == 0 ? 0 : residual / range;
  }

  final int iterations() {
    return iterations;
  }

  private void begin(float[] logits, int z, int classes) {
    float highest = Float.NEGATIVE_INFINITY;
    float lowest = Float.POSITIVE_INFINITY;
    int first = -1;
    for (int k = 0; k < classes; k++) {
      float logit = logits[z + k];
      if (!Float.isFinite(logit)) {
        fail(Status.NON_FINITE);
        return;
      }
      lowest = Math.min(lowest, logit);
      if (logit > highest) {
        highest = logit;
        first = k;
      }
    }
    predicted = first;
    range = (double) highest - lowest;
    reference =
        start.question().reference() == Reference.LABEL
            ? start.samples().labels()[position()]
            : predicted;
    Probe here = probe(logits, z, classes);
    if (logits[z + reference] < highest) {
      fail(Status.MISCLASSIFIED);
    } else if (here.gap() == 0 || ties(here, Math.max(highest, -lowest))) {
      found(here, Finder.SAMPLE);
    } else {
      ask(Need.GRADIENTS, spot);
    }
  }

  private boolean ties(Probe here, double largest) {
    SecondOpinion opinion = start.question().opinion();
    return opinion != null
        && opinion.ties(
            start.given().points(),
            start.position() * start.given().length(),
            reference,
            here.gap() / largest,
            start.question());
  }

  private Probe probe(float[] logits, int z, int classes) {
    double highest = Double.NEGATIVE_INFINITY;
    int rival = -1;
    boolean finite = Float.isFinite(logits[z + reference]);
    for (int k = 0; k < classes; k++) {
      finite &= Float.isFinite(logits[z + k]);
      if (start.question().counts(reference, k) && logits[z + k] > highest) {
        highest = logits[z + k];
        rival = k;
      }
    }
    return new Probe(spot, distance, finite ? logits[z + reference] - highest : Double.NaN, rival);
  }

  static boolean finite(Probe probe) {
    return !Double.isNaN(probe.gap());
  }
}
