package dev.assay.nn;

import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.util.Optional;

/**
 * What a study may see of a network: a function from inputs to logits, in evaluation mode. A whole
 * network and its suffix from a hidden cut look the same, so a hidden margin is an input margin of
 * a suffix.
 *
 * <p>Samples are flattened, one after the other. Results do not depend on how samples are grouped
 * into calls, bit for bit. For one thread at a time: the implementation runs its own threads.
 */
public interface Classifier {

  /** Shape of one input sample. */
  Shape input();

  /** Number of logits, K. */
  int classes();

  /** The dense layers that it begins with, if they see less of an input than it has values. */
  default Optional<Front> front() {
    return Optional.empty();
  }

  /**
   * Logits of {@code count} samples.
   *
   * @param inputs count × D
   * @param logits count × K, output
   */
  void logits(float[] inputs, int count, float[] logits);

  /**
   * Logits, and the gradients with respect to the input of {@code perSample} linear functions of
   * the logits of each sample, all from one forward pass: {@code gradients[n,j,·] = Σ_k
   * cotangents[n,j,k] · ∂z_k/∂x (x_n)}. Where the network is not differentiable, the derivative
   * that backpropagation takes (ReLU' (0) = 0, the first maximum of a pool).
   *
   * @param inputs count × D
   * @param cotangents count × perSample × K
   * @param logits count × K, output
   * @param gradients count × perSample × D, output
   */
  void gradients(
      float[] inputs,
      int count,
      float[] cotangents,
      int perSample,
      float[] logits,
      float[] gradients);

  /**
   * Logits and the whole Jacobian.
   *
   * @param jacobian count × K × D, output: row k of sample n is {@code ∂z_k/∂x (x_n)}
   */
  default void jacobian(float[] inputs, int count, float[] logits, float[] jacobian) {
    int classes = classes();
    float[] identity = identity(count, classes);
    gradients(inputs, count, identity, classes, logits, jacobian);
  }

  /**
   * Logits at points of straight segments: point {@code j} of segment {@code n} is {@code from_n +
   * t_j · (to_n − from_n)}. A network runs its first, affine layers once for the ends of a segment
   * rather than once per point; the logits are those of {@link #logits} at the points up to
   * rounding.
   *
   * @param from count × D
   * @param to count × D
   * @param positions the t of the points, P, the same on every segment
   * @param logits count × P × K, output
   */
  default void logitsAlong(float[] from, float[] to, int count, float[] positions, float[] logits) {
    int size = input().intSize();
    int classes = classes();
    float[] points = new float[positions.length * size];
    float[] there = new float[positions.length * classes];
    for (int n = 0; n < count; n++) {
      for (int j = 0; j < positions.length; j++) {
        for (int i = 0; i < size; i++) {
          float start = from[n * size + i];
          points[j * size + i] = start + positions[j] * (to[n * size + i] - start);
        }
      }
      logits(points, positions.length, there);
      System.arraycopy(there, 0, logits, n * there.length, there.length);
    }
  }

  /**
   * Classes at equidistant points of straight segments: point {@code j} of segment {@code n} is
   * {@code from_n + t · (to_n − from_n)}, {@code t = j/(points − 1)}, in double and rounded once;
   * its class is the first of its largest {@link #logits}, or −1 where one of them is not finite.
   *
   * @param from count × D
   * @param to count × D
   * @param points on each segment, at least 2: its ends
   * @param classes count × points, output
   */
  default void classesAlong(float[] from, float[] to, int count, int points, int[] classes) {
    checkPoints(count, points, classes);
    int size = input().intSize();
    int width = classes();
    float[] point = new float[size];
    float[] there = new float[width];
    for (int q = 0; q < count * points; q++) {
      int at = q / points * size;
      double t = (double) (q % points) / (points - 1);
      for (int i = 0; i < size; i++) {
        double start = from[at + i];
        point[i] = (float) (start + t * (to[at + i] - start));
      }
      logits(point, 1, there);
      int best = 0;
      for (int k = 0; k < width && best >= 0; k++) {
        best = !Float.isFinite(there[k]) ? -1 : there[k] > there[best] ? k : best;
      }
      classes[q] = best;
    }
  }

  /** The number of points on all segments, for which there must be room. */
  static int checkPoints(int count, int points, int[] classes) {
    if (points < 2 || count < 0 || classes.length < (long) count * points) {
      throw new IllegalArgumentException(
          Text.format(
              "%d segments of %d points, of 2 or more, need as many classes, got room for %d",
              count, points, classes.length));
    }
    return count * points;
  }

  /** A unit cotangent of every logit for {@code count} samples: count × classes × classes. */
  static float[] identity(int count, int classes) {
    float[] identity = new float[count * classes * classes];
    for (int row = 0; row < count * classes; row++) {
      identity[row * classes + row % classes] = 1;
    }
    return identity;
  }
}
