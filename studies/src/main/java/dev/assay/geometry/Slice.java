package dev.assay.geometry;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.io.Text;
import dev.assay.subspace.Directions;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A network seen from points within a subspace: {@code g(β) = f(x + P β)}. What the first affine
 * stage does to P is worked out once, so a point costs one application of that stage and the
 * functions of β start with m inputs.
 */
final class Slice {
  private final AffineMap first;
  private final double[] matrix;
  private final int size;
  private final int length;
  private final List<Stage> rest;

  Slice(PiecewiseLinear network, Directions directions) {
    size = directions.size();
    length = network.length();
    if (directions.dimension() != length) {
      throw new IllegalArgumentException(
          Text.format(
              "directions in %d dimensions, but the network takes %d values",
              directions.dimension(), length));
    }
    List<Stage> stages = network.stages();
    double[] basis = new double[size * length];
    double[] unit = new double[size];
    for (int k = 0; k < size; k++) {
      double[] row = new double[length];
      unit[k] = 1;
      directions.lift(unit, row);
      unit[k] = 0;
      System.arraycopy(row, 0, basis, k * length, length);
    }
    first = stages.get(0) instanceof AffineMap map ? map : null;
    rest = first == null ? stages : stages.subList(1, stages.size());
    if (first == null) {
      matrix = basis;
    } else {
      matrix = new double[size * first.out().size()];
      first.multiply(basis, size, matrix);
    }
  }

  /** The function of β around a point of n values. */
  PiecewiseLinear at(double[] point) {
    return at(point, matrix);
  }

  /**
   * The same in other coordinates: {@code g(Qᵀ γ)}.
   *
   * @param axes orthogonal Q, m × m, one axis a row
   */
  PiecewiseLinear turned(double[] point, double[] axes) {
    int columns = matrix.length / size;
    double[] turned = new double[matrix.length];
    LinearAlgebra.best().multiply(size, size, columns, axes, matrix, turned);
    return at(point, turned);
  }

  private PiecewiseLinear at(double[] point, double[] basis) {
    Grid out = first == null ? rest.get(0).in() : first.out();
    double[] constant = point;
    if (first != null) {
      constant = new double[out.size()];
      first.apply(point, 1, constant);
    }
    List<Stage> stages = new ArrayList<>();
    stages.add(new DenseMap(new Grid(size, 1, 1), out, basis, constant, LinearAlgebra.best()));
    stages.addAll(rest);
    return new PiecewiseLinear(Shape.vector(size), stages);
  }
}
