package dev.assay.study.representation;

import dev.assay.tensor.Shape;
import java.util.Locale;

/** What is taken of the activations of a sample before samples are compared. */
public enum Features {
  /** As they are. */
  RAW {
    @Override
    Representation of(Representation all, Room room) {
      return all;
    }
  },
  /** Scaled to Euclidean length 1; zero stays zero. */
  NORMALISED {
    @Override
    Representation of(Representation all, Room room) {
      int size = all.labels().length * all.units();
      float[] values = room.of(size);
      for (int at = 0; at < size; at += all.units()) {
        double squares = 0;
        for (int u = at; u < at + all.units(); u++) {
          squares += (double) all.values()[u] * all.values()[u];
        }
        for (int u = at; u < at + all.units(); u++) {
          values[u] = squares > 0 ? (float) (all.values()[u] / Math.sqrt(squares)) : 0;
        }
      }
      return new Representation(values, all.shape(), all.labels(), all.rows());
    }

    @Override
    long bytes(int count, Shape shape) {
      return Float.BYTES * count * shape.size();
    }
  },
  /** The mean of each channel over its places. */
  POOLED {
    @Override
    Representation of(Representation all, Room room) {
      int places = places(all.shape());
      int size = all.labels().length * all.shape().channels();
      float[] values = room.of(size);
      for (int i = 0; i < size; i++) {
        double sum = 0;
        for (int p = i * places; p < (i + 1) * places; p++) {
          sum += all.values()[p];
        }
        values[i] = (float) (sum / places);
      }
      return new Representation(
          values, Shape.vector(all.shape().channels()), all.labels(), all.rows());
    }

    @Override
    boolean applies(Shape shape) {
      return places(shape) > 1;
    }

    @Override
    long bytes(int count, Shape shape) {
      return (long) Float.BYTES * count * shape.channels();
    }
  };

  private static int places(Shape shape) {
    return shape.intSize() / shape.channels();
  }

  /** Of the activations of samples. */
  public Representation of(Representation all) {
    return of(all, new Room());
  }

  /** The same; what else is in the room is gone. */
  abstract Representation of(Representation all, Room room);

  /** Whether there are such features at a cut, other than those of another kind. */
  boolean applies(Shape shape) {
    return true;
  }

  /** Memory that they take. */
  long bytes(int count, Shape shape) {
    return 0;
  }

  /** As options take it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
