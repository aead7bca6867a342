package dev.assay.study;

import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Samples to measure; the arrays are taken as they are and must not be changed.
 *
 * @param points count × n, flattened inputs or activations
 * @param length n
 * @param indices which sample of the data set each is
 * @param labels the target of each, corrupted or not: what the network was to learn
 * @param groups what was done to each, for example {@code clean}
 */
public record Samples(
    float[] points, int length, int[] indices, int[] labels, List<String> groups) {
  private static final String CLEAN = "clean";

  public Samples {
    groups = List.copyOf(groups);
    int count = indices.length;
    if (labels.length != count
        || groups.size() != count
        || points.length != (long) count * length) {
      throw new IllegalArgumentException(
          Text.format(
              "%d indices, %d labels, %d groups and %d values of samples of length %d do not fit",
              count, labels.length, groups.size(), points.length, length));
    }
  }

  /** All samples of a data set; their groups are what was done to them. */
  public static Samples of(Dataset data) {
    int count = data.count();
    return new Samples(
        data.images(),
        data.sample().intSize(),
        IntStream.range(0, count).toArray(),
        data.labels(),
        IntStream.range(0, count).mapToObj(i -> group(data.corruption(i))).toList());
  }

  private static String group(Corruption.Kind corruption) {
    return corruption == Corruption.Kind.NONE ? CLEAN : corruption.text();
  }

  /** Some samples of a data set, of one group. */
  public static Samples of(Dataset data, int[] indices) {
    int length = data.sample().intSize();
    float[] points = new float[Math.multiplyExact(indices.length, length)];
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      data.copy(indices[i], points, i * length);
      labels[i] = data.label(indices[i]);
    }
    return new Samples(points, length, indices, labels, Collections.nCopies(labels.length, "all"));
  }

  public int count() {
    return indices.length;
  }

  /** These samples, elsewhere: their activations. */
  public Samples at(float[] activations, int size) {
    return new Samples(activations, size, indices, labels, groups);
  }

  /** So many of these, drawn at random, in the order of all; all where there are fewer. */
  public Samples drawn(int count, long seed) {
    int[] order = Streams.permutation(Streams.key(seed, "measured samples"), count());
    int[] positions = Arrays.copyOf(order, Math.min(count, order.length));
    Arrays.sort(positions);
    return pick(positions);
  }

  /** Positions of which something is true. */
  public int[] positionsWhere(IntPredicate test) {
    return IntStream.range(0, count()).filter(test).toArray();
  }

  /** Some of these samples, in the order of the positions given. */
  public Samples pick(int[] positions) {
    float[] picked = new float[Math.multiplyExact(positions.length, length)];
    int[] newIndices = new int[positions.length];
    int[] newLabels = new int[positions.length];
    String[] newGroups = new String[positions.length];
    for (int i = 0; i < positions.length; i++) {
      int from = positions[i];
      System.arraycopy(points, from * length, picked, i * length, length);
      newIndices[i] = indices[from];
      newLabels[i] = labels[from];
      newGroups[i] = groups.get(from);
    }
    return new Samples(picked, length, newIndices, newLabels, List.of(newGroups));
  }
}
