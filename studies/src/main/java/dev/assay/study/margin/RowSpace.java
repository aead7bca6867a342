package dev.assay.study.margin;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.backend.cpu.LongVectors;
import dev.assay.nn.Classifier;
import dev.assay.nn.Front;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.subspace.Directions;
import java.util.Optional;

/**
 * Searches among coordinates of the space that a front's rows span, {@code W = L Q} with h
 * orthonormal rows of Q: a displacement that is orthogonal to them changes nothing, so a nearest
 * point lies among {@code x + Qᵀ γ}, and there {@code W x' + b = L (Q x + γ) + b}. L is the
 * Cholesky factor of {@code W Wᵀ}; Q is not formed, {@code Q = L⁻¹ W}.
 */
final class RowSpace implements Reduction {
  /** The front must have so many times as many inputs as outputs, or little is gained. */
  private static final int WORTHWHILE = 2;

  /** What a row must add to those before it, of its own square, so that Q is orthonormal. */
  private static final double INDEPENDENT = 1e-6;

  private final Front front;
  private final double[] rows;
  private final double[] factor;
  private final float[] shift;
  private final Network network;
  private final Classifier classifier;
  private final Question question;

  private RowSpace(Front front, float[] matrix, double[] factor, Question question) {
    this.front = front;
    this.factor = factor;
    rows = new double[matrix.length];
    LongVectors.widen(matrix, 0, rows);
    shift = front.images(new float[front.inputs()], 1);
    float[] rounded = new float[factor.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) factor[i];
    }
    int outputs = front.outputs();
    network = front.with(rounded, outputs);
    classifier = network.classifier();
    this.question = question.along(Directions.all(outputs));
  }

  /** None where little would be gained, or rows depend on each other. */
  static Optional<Reduction> of(Front front, Question question) {
    if (front.inputs() < WORTHWHILE * front.outputs()) {
      return Optional.empty();
    }
    float[] matrix = front.matrix();
    double[] factor = factor(matrix, front.outputs(), front.inputs());
    return Optional.ofNullable(factor).map(some -> new RowSpace(front, matrix, some, question));
  }

  /** L, h × h, zero above its diagonal; null where rows are not independent. */
  private static double[] factor(float[] matrix, int outputs, int inputs) {
    double[] factor = new double[outputs * outputs];
    for (int i = 0; i < outputs; i++) {
      int row = i * outputs;
      for (int j = 0; j <= i; j++) {
        double square = LongVectors.product(inputs, matrix, i * inputs, matrix, j * inputs);
        double rest = square - JavaAlgebra.dot(j, factor, row, factor, j * outputs);
        if (j < i) {
          factor[row + j] = rest / factor[j * outputs + j];
        } else if (rest > INDEPENDENT * square && rest < Double.POSITIVE_INFINITY) {
          factor[row + i] = Math.sqrt(rest);
        } else {
          return null;
        }
      }
    }
    return factor;
  }

  @Override
  public Classifier classifier() {
    return classifier;
  }

  @Override
  public Question question() {
    return question;
  }

  /** {@code Q x = L⁻¹ (z − b)}. */
  @Override
  public Samples samples(Samples samples) {
    int outputs = front.outputs();
    float[] images = front.images(samples.points(), samples.count());
    double[] coordinates = new double[outputs];
    for (int from = 0; from < images.length; from += outputs) {
      for (int i = 0; i < outputs; i++) {
        double rest = (double) images[from + i] - shift[i];
        int row = i * outputs;
        rest -= JavaAlgebra.dot(i, factor, row, coordinates, 0);
        coordinates[i] = rest / factor[row + i];
      }
      for (int i = 0; i < outputs; i++) {
        images[from + i] = (float) coordinates[i];
      }
    }
    return samples.at(images, outputs);
  }

  /** {@code Qᵀ γ = Wᵀ L⁻ᵀ γ}. */
  @Override
  public double[] place(double[] found) {
    int outputs = front.outputs();
    int inputs = front.inputs();
    double[] rest = found.clone();
    double[] place = new double[inputs];
    for (int i = outputs - 1; i >= 0; i--) {
      double share = rest[i] / factor[i * outputs + i];
      JavaAlgebra.axpy(i, -share, factor, i * outputs, rest, 0);
      JavaAlgebra.axpy(inputs, share, rows, i * inputs, place, 0);
    }
    return place;
  }

  @Override
  public void close() {
    network.close();
  }
}
