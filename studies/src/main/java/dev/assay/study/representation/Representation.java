package dev.assay.study.representation;

import dev.assay.clustering.Points;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Cut;
import dev.assay.study.Samples;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Activations of some samples at one cut; the arrays are taken as they are and must not be changed.
 *
 * @param values all × units; there may be more
 * @param shape of one sample; the units of a map are its places
 * @param labels of all
 * @param rows which of them are looked at
 */
public record Representation(float[] values, Shape shape, int[] labels, int[] rows) {

  /** Values of samples that are passed through the network together, at most. */
  private static final int BLOCK = 1 << 22;

  public Representation {
    if (values.length < (long) labels.length * shape.intSize()) {
      throw new IllegalArgumentException(
          Text.format("%d values are not %d samples of %s", values.length, labels.length, shape));
    }
  }

  /** Of all samples, in evaluation mode. */
  public static Representation of(Cut cut, Samples samples) {
    return of(cut, samples, new Room());
  }

  /** The same; what else is in the room is gone. */
  static Representation of(Cut cut, Samples samples, Room room) {
    Shape shape = cut.above().input();
    int units = shape.intSize();
    int inputs = samples.points().length / samples.count();
    long size = (long) samples.count() * units;
    if (size > Shape.MAX_SIZE) {
      throw new BadInputException(
          Text.format(
              "%,d samples of %s are %,d values, more than an array holds; take fewer samples",
              samples.count(), shape, size));
    }
    float[] values = room.of((int) size);
    int block = Math.max(1, BLOCK / units);
    for (int from = 0; from < samples.count(); from += block) {
      int to = Math.min(samples.count(), from + block);
      float[] points = Arrays.copyOfRange(samples.points(), from * inputs, to * inputs);
      float[] found = cut.activations(points, to - from);
      System.arraycopy(found, 0, values, from * units, (to - from) * units);
    }
    return new Representation(
        values, shape, samples.labels(), IntStream.range(0, samples.count()).toArray());
  }

  public int count() {
    return rows.length;
  }

  public int units() {
    return shape.intSize();
  }

  /** The class of the i-th sample. */
  int label(int i) {
    return labels[rows[i]];
  }

  /** The classes of the samples that are looked at. */
  int[] targets() {
    return IntStream.of(rows).map(row -> labels[row]).toArray();
  }

  /** The samples that are looked at. */
  public Points points() {
    return new Points(values, units(), rows);
  }

  /** Where the values of the i-th sample begin. */
  int start(int i) {
    return rows[i] * units();
  }

  /** Whether there is neither NaN nor infinity. */
  boolean finite() {
    for (int i = 0; i < count(); i++) {
      int start = start(i);
      for (int j = start; j < start + units(); j++) {
        if (!Float.isFinite(values[j])) {
          return false;
        }
      }
    }
    return true;
  }

  /** How many classes have a sample. */
  long classes() {
    return IntStream.range(0, count()).map(this::label).distinct().count();
  }

  /** How many samples each class has, up to the last one that has any. */
  int[] sizes() {
    int[] sizes = new int[IntStream.range(0, count()).map(this::label).max().orElse(-1) + 1];
    IntStream.range(0, count()).forEach(i -> sizes[label(i)]++);
    return sizes;
  }

  /** Whether all samples are the same point. */
  boolean equal() {
    return IntStream.range(1, count())
        .allMatch(
            i ->
                Arrays.equals(
                    values, start(i), start(i) + units(), values, start(0), start(0) + units()));
  }

  /** Every other sample of each class. */
  Representation half(boolean second) {
    int[] byClass =
        IntStream.of(rows)
            .boxed()
            .sorted(Comparator.comparingInt(row -> labels[row]))
            .mapToInt(row -> row)
            .toArray();
    return new Representation(
        values,
        shape,
        labels,
        IntStream.range(0, byClass.length)
            .filter(i -> (i % 2 == 1) == second)
            .map(i -> byClass[i])
            .sorted()
            .toArray());
  }
}
