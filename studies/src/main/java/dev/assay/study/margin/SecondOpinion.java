package dev.assay.study.margin;

import dev.assay.geometry.PiecewiseLinear;
import dev.assay.geometry.Standing;
import dev.assay.study.Cut;
import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Status;
import dev.assay.study.margin.MarginMeter.Found;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The network in double precision, beside the one in single precision that searches ask. Where the
 * two do not agree that one class wins alone at a sample, the sample lies on the boundary, as far
 * as can be told; where a point that a search found lies before the boundary, it is moved onto it.
 */
final class SecondOpinion {
  /** Lead relative to the logits up to which single precision is not trusted. */
  private static final double CLOSE = 1e-3;

  private static final int CHUNK = 64;

  /** How far behind a point the boundary may be, relative to its distance: least and most. */
  private static final double NEAR = 1e-6;

  private static final double FAR = 1;
  private static final double EXACT = 1e-9;

  private final Supplier<PiecewiseLinear> source;
  private PiecewiseLinear network;

  /**
   * @param source asked when the network is first needed
   */
  SecondOpinion(Supplier<PiecewiseLinear> source) {
    this.source = source;
  }

  /** What a cut is above; null where that is not piecewise linear. */
  static SecondOpinion of(Cut cut) {
    return cut.piecewiseLinear() ? new SecondOpinion(cut::exact) : null;
  }

  private PiecewiseLinear network() {
    network = network == null ? source.get() : network;
    return network;
  }

  /**
   * Whether a sample lies on the boundary.
   *
   * @param reference the class that wins in single precision
   * @param lead by how much, relative to the largest logit
   */
  boolean ties(float[] points, int from, int reference, double lead, Question question) {
    if (lead > CLOSE) {
      return false;
    }
    double[] point = new double[network().input().intSize()];
    Arrays.setAll(point, i -> points[from + i]);
    Standing standing = network().standing(point);
    if (standing.winner() == reference) {
      return !standing.alone() && question.counts(reference, standing.rival());
    }
    return standing.winner() >= 0 && question.counts(reference, standing.winner());
  }

  /** Finds of searches, each at or behind the boundary. */
  List<Found> confirmed(List<Found> found, Samples samples, Question question) {
    Found[] result = found.toArray(new Found[0]);
    int[] doubtful =
        IntStream.range(0, result.length)
            .filter(i -> result[i].place() != null && result[i].margin().distance() > 0)
            .toArray();
    int n = samples.length();
    double[] scratch = new double[n];
    for (int at = 0; at < doubtful.length; at += CHUNK) {
      int count = Math.min(CHUNK, doubtful.length - at);
      double[] points = new double[count * n];
      for (int c = 0; c < count; c++) {
        int i = doubtful[at + c];
        question.place(result[i].place(), samples.points(), i * n, scratch);
        System.arraycopy(scratch, 0, points, c * n, n);
      }
      double[] logits = network().logits(points, count);
      for (int c = 0; c < count; c++) {
        int i = doubtful[at + c];
        double gap = gap(logits, c, reference(result[i], question), question);
        if (gap > 0) {
          result[i] = moved(result[i], gap, samples, i, question);
        }
      }
    }
    return List.of(result);
  }

  private static int reference(Found found, Question question) {
    return found.margin().reference(question.reference());
  }

  /**
   * The lead of the reference class over all that count, among the logits of a row; negative where
   * it is none.
   */
  private double gap(double[] logits, int row, int reference, Question question) {
    int classes = network().classes();
    double gap = Double.POSITIVE_INFINITY;
    for (int j = 0; j < classes; j++) {
      if (question.counts(reference, j)) {
        gap = Math.min(gap, logits[row * classes + reference] - logits[row * classes + j]);
      }
    }
    return Double.isNaN(gap) ? Double.NEGATIVE_INFINITY : gap;
  }

  /**
   * Farther along the way from the sample, to where the class changes: where the gaps before and
   * behind let expect it, a little farther and a little nearer, as the gap is linear over most
   * short ways; at times in the middle, as it is not over all.
   *
   * @param gap at the point, positive
   */
  private Found moved(Found found, double gap, Samples samples, int position, Question question) {
    double near = 0;
    double before = gap;
    double far = NEAR;
    double behind = gap(found, far, samples, position, question);
    while (behind > 0 && far <= FAR) {
      near = far;
      before = behind;
      far *= 2;
      behind = gap(found, far, samples, position, question);
    }
    if (behind > 0) {
      return new Found(found.margin().without(Status.NOT_FOUND), null);
    }
    for (int step = 0; far - near > EXACT; step++) {
      double share = step % 3 == 2 ? 0.5 : before / (before - behind);
      double aside = (step % 2 == 0 ? EXACT : -EXACT) / 3;
      double at = Math.min(far, Math.max(near, near + share * (far - near) + aside));
      double there = gap(found, at, samples, position, question);
      if (there > 0) {
        near = at;
        before = there;
      } else {
        far = at;
        behind = there;
      }
    }
    double[] place = behind(found, far);
    double distance =
        question.place(
            place, samples.points(), position * samples.length(), new double[samples.length()]);
    return new Found(found.margin().at(distance), place);
  }

  /** The gap so much farther out than a point found, relative to its distance. */
  private double gap(Found found, double share, Samples samples, int position, Question question) {
    double[] point = new double[samples.length()];
    question.place(behind(found, share), samples.points(), position * samples.length(), point);
    return gap(network().logits(point, 1), 0, reference(found, question), question);
  }

  private static double[] behind(Found found, double share) {
    return Vectors.along(found.place(), share, found.place());
  }
}
