package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.nn.Activation;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.nn.Relu;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Norms of the weights of each product (convolution or dense layer) of a network, and of how far
 * training moved them. BatchNorm is folded into the products, biases are left out.
 *
 * <p>The spectral norm is the operator's on images of the size that it has in the network, zero
 * padding included; it is approached from below, see {@link Bidiagonal}.
 *
 * @param squares squared Frobenius norm of each product's weights
 * @param spectral spectral norm of each
 * @param moved squared Frobenius norm of each product's weights less those it began with
 * @param movedSpectral spectral norm of these
 * @param path sum of the outputs for an input of ones when each weight is squared, biases and
 *     activations are left out (Neyshabur, Tomioka and Srebro 2015)
 * @param weights how many there are
 */
public record LayerNorms(
    double[] squares,
    double[] spectral,
    double[] moved,
    double[] movedSpectral,
    double path,
    long weights) {
  /**
   * @param untrained the same network before it was trained
   * @throws dev.assay.io.BadInputException if a layer that is no activation is not piecewise
   *     linear, or a parameter not finite
   */
  public static LayerNorms of(Network network, Network untrained) {
    Architecture rectified = rectified(network.architecture());
    Map<String, float[]> parameters = network.parameters().values();
    List<AffineMap> products = PiecewiseLinear.products(rectified, parameters);
    List<AffineMap> before = PiecewiseLinear.products(rectified, untrained.parameters().values());
    List<AffineMap> differences =
        IntStream.range(0, products.size())
            .mapToObj(i -> difference(products.get(i), before.get(i)))
            .toList();
    return new LayerNorms(
        each(products, LayerNorms::squares),
        each(products, Bidiagonal::largest),
        each(differences, LayerNorms::squares),
        each(differences, Bidiagonal::largest),
        path(PiecewiseLinear.of(rectified, parameters, 0)),
        products.stream().mapToLong(product -> weights(product).length).sum());
  }

  /** The same layers with ReLU for every activation: norms of weights do not ask which it is. */
  private static Architecture rectified(Architecture architecture) {
    return Architecture.of(
        architecture.input(),
        architecture.layers().stream()
            .map(layer -> layer instanceof Activation ? new Relu() : layer)
            .toList());
  }

  /** How many products there are. */
  public int depth() {
    return squares.length;
  }

  private static double[] each(List<AffineMap> products, ToDoubleFunction<AffineMap> norm) {
    return products.stream().mapToDouble(norm).toArray();
  }

  private static double[] weights(AffineMap product) {
    return product instanceof ConvMap conv ? conv.weights() : ((DenseMap) product).matrix();
  }

  private static double squares(AffineMap product) {
    return DoubleStream.of(weights(product)).map(w -> w * w).sum();
  }

  private static AffineMap with(double[] weights, AffineMap product) {
    return product instanceof ConvMap conv
        ? conv.with(weights)
        : ((DenseMap) product).with(weights);
  }

  private static AffineMap difference(AffineMap product, AffineMap before) {
    double[] weights = weights(product).clone();
    JavaAlgebra.axpy(weights.length, -1, weights(before), 0, weights, 0);
    return with(weights, product);
  }

  private static double path(PiecewiseLinear network) {
    double[] values = new double[network.length()];
    Arrays.fill(values, 1);
    for (Stage stage : network.stages()) {
      double[] next = new double[stage.out().size()];
      if (stage instanceof ConvMap || stage instanceof DenseMap) {
        AffineMap product = (AffineMap) stage;
        double[] squares = DoubleStream.of(weights(product)).map(w -> w * w).toArray();
        with(squares, product).multiply(values, 1, next);
      } else {
        stage.apply(values, 1, next);
      }
      values = next;
    }
    return DoubleStream.of(values).sum();
  }
}
