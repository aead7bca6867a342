package dev.assay.study.margin;

import dev.assay.backend.cpu.LongVectors;
import dev.assay.subspace.Directions;

/** A point that a search looks at, by its coordinates from the sample. */
interface Spot {
  /** Of the coordinates. */
  double length();

  /** To be read only. */
  double[] coordinates();

  /**
   * Writes the point, {@code x + P β}, rounded once.
   *
   * @param x the sample begins at {@code from}
   * @param scratch n values, changed
   * @param into output, n values from {@code offset} on
   */
  void write(
      Directions directions, float[] x, int from, double[] scratch, float[] into, int offset);

  /** The same on a ray, or so near to it as one in single precision leads. */
  OnRay onRay();

  /**
   * The same, on a ray that nothing else changes.
   *
   * @param own a ray for it, as long as the coordinates
   */
  Spot kept(float[] own);

  /** The spot with these coordinates, which are not copied. */
  static Spot at(double[] coordinates) {
    return new At(coordinates, Vectors.norm(coordinates));
  }

  /** By coordinates, which nothing changes. */
  record At(double[] coordinates, double length) implements Spot {
    @Override
    public void write(
        Directions directions, float[] x, int from, double[] scratch, float[] into, int offset) {
      directions.move(coordinates, x, from, scratch, into, offset);
    }

    @Override
    public OnRay onRay() {
      float[] ray = new float[coordinates.length];
      for (int i = 0; i < ray.length; i++) {
        ray[i] = (float) (coordinates[i] / length);
      }
      return OnRay.of(length, ray);
    }

    @Override
    public Spot kept(float[] own) {
      return this;
    }
  }

  /**
   * So many times a ray. In single precision, as long vectors take their time by their bytes; a
   * distance along the ray is exact all the same.
   *
   * @param ray who changes it changes the spot
   * @param length that of the factor times the ray
   */
  record OnRay(double factor, float[] ray, double length) implements Spot {

    static OnRay of(double factor, float[] ray) {
      double length = Math.sqrt(LongVectors.product(ray.length, ray, 0, ray, 0));
      return new OnRay(factor, ray, Math.abs(factor) * length);
    }

    OnRay times(double by) {
      return new OnRay(by * factor, ray, by * length);
    }

    /** At a distance along the same ray. */
    OnRay to(double distance) {
      return new OnRay(distance / length * factor, ray, distance);
    }

    /** Product with a vector that begins at {@code from}. */
    double product(float[] vector, int from) {
      return factor * LongVectors.product(ray.length, vector, from, ray, 0);
    }

    double cosine(OnRay other) {
      return other.factor * product(other.ray, 0) / (length * other.length);
    }

    @Override
    public double[] coordinates() {
      double[] coordinates = new double[ray.length];
      for (int i = 0; i < ray.length; i++) {
        coordinates[i] = factor * ray[i];
      }
      return coordinates;
    }

    @Override
    public void write(
        Directions directions, float[] x, int from, double[] scratch, float[] into, int offset) {
      directions.move(factor, ray, x, from, scratch, into, offset);
    }

    @Override
    public OnRay onRay() {
      return this;
    }

    @Override
    public OnRay kept(float[] own) {
      System.arraycopy(ray, 0, own, 0, own.length);
      return new OnRay(factor, own, length);
    }
  }
}
