package dev.assay.peers;

import dev.assay.io.SafeTensors;
import dev.assay.io.Text;
import java.util.Arrays;
import java.util.Map;

/**
 * How well two sides agree on the outputs of a workload, which of three kinds they are (see {@link
 * Outputs}).
 *
 * @param error the largest relative error of outputs that must agree
 * @param kinks pieces of gradients that differ because a ReLU or a maximum flipped
 */
record Agreement(double error, int kinks) {
  /**
   * Of the largest value of an output. Twenty layers with BatchNorm, an update between them, have
   * been seen to make 1.1e-4 of rounding.
   */
  static final double TOLERANCE = 2e-4;

  /** What a flipped ReLU or maximum may change at most, of the largest value of a piece. */
  static final double KINK_TOLERANCE = 1;

  /** Of the Euclidean norm of a gradient summed over a batch, some of whose terms flipped. */
  static final double ROUGH_TOLERANCE = 0.1;

  /**
   * @throws Failure naming the output and the peer, if they disagree
   */
  static Agreement of(
      String workload,
      Variant peer,
      Map<String, SafeTensors.Array> ours,
      Map<String, SafeTensors.Array> theirs) {
    double worst = 0;
    int kinks = 0;
    for (Map.Entry<String, SafeTensors.Array> entry : theirs.entrySet()) {
      String name = entry.getKey();
      if (!ours.containsKey(name)) {
        throw new Failure(Text.format("%s: %s gives '%s', Assay does not", workload, peer, name));
      }
      float[] a = ours.get(name).values();
      float[] b = entry.getValue().values();
      if (a.length != b.length) {
        throw new Failure(
            Text.format(
                "%s: '%s' has %d values here and %d with %s",
                workload, name, a.length, b.length, peer));
      }
      if (name.startsWith(Outputs.ROUGH)) {
        require(rough(a, b), ROUGH_TOLERANCE, workload, name, peer);
        continue;
      }
      int pieces = name.startsWith(Outputs.PIECES) ? Integer.parseInt(name.split(" ")[1]) : 1;
      double[] errors = errors(a, b, pieces);
      double error = errors[pieces - 1 - mayDiffer(pieces)];
      require(error, TOLERANCE, workload, name, peer);
      require(errors[pieces - 1], KINK_TOLERANCE, workload, name, peer);
      worst = Math.max(worst, error);
      kinks += (int) Arrays.stream(errors).filter(e -> e > TOLERANCE).count();
    }
    return new Agreement(worst, kinks);
  }

  /** One piece in four, and where there are few, one. */
  private static int mayDiffer(int pieces) {
    return pieces == 1 ? 0 : Math.max(1, pieces / 4);
  }

  private static void require(
      double error, double tolerance, String workload, String name, Variant peer) {
    if (!(error <= tolerance)) {
      throw new Failure(
          Text.format(
              "%s: Assay and %s disagree on '%s' by %.2g, allowed is %.0e; it was not timed",
              workload, peer, name, error, tolerance));
    }
  }

  /**
   * Of equal pieces, smallest first: the largest difference relative to the largest value; NaN, the
   * last in this order, where any value is.
   */
  private static double[] errors(float[] a, float[] b, int pieces) {
    int size = a.length / pieces;
    double[] errors = new double[pieces];
    for (int piece = 0; piece < pieces; piece++) {
      double difference = 0;
      double largest = Float.MIN_NORMAL;
      for (int i = piece * size; i < (piece + 1) * size; i++) {
        difference = Math.max(difference, Math.abs((double) a[i] - b[i]));
        largest = Math.max(largest, Math.abs(b[i]));
      }
      errors[piece] = difference / largest;
    }
    Arrays.sort(errors);
    return errors;
  }

  private static double rough(float[] a, float[] b) {
    double difference = 0;
    double size = Float.MIN_NORMAL;
    for (int i = 0; i < a.length; i++) {
      difference += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      size += (double) b[i] * b[i];
    }
    return Math.sqrt(difference / size);
  }
}
