package dev.assay.nn;

import dev.assay.tensor.Shape;

/**
 * What a study may see of a network: a function from inputs to logits, in evaluation mode. A whole
 * network and its suffix from a hidden cut look the same, so a hidden margin is an input margin of
 * a suffix.
 *
 * <p>Samples are flattened, one after the other. Results do not depend on how samples are grouped
 * into calls, bit for bit. Not thread-safe: the implementation runs its own threads.
 */
public interface Classifier {

  /** Shape of one input sample. */
  Shape input();

  /** Number of logits, K. */
  int classes();

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

  /** A unit cotangent of every logit for {@code count} samples: count × classes × classes. */
  static float[] identity(int count, int classes) {
    float[] identity = new float[count * classes * classes];
    for (int row = 0; row < count * classes; row++) {
      identity[row * classes + row % classes] = 1;
    }
    return identity;
  }
}
