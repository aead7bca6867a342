package dev.assay.study.fragmentation;

import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Samples drawn together: pairs for segments, triplets for planes. The tuple of a number is the
 * same however many are drawn.
 *
 * @param tuples indices of samples, one tuple a row
 */
public record Tuples(int[][] tuples) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Tuples that && Arrays.deepEquals(tuples, that.tuples);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(tuples);
  }

  /** Number of tuples. */
  public int count() {
    return tuples.length;
  }

  /**
   * Draws tuples of different samples: the first uniformly from all that have enough partners, the
   * others uniformly from its partners.
   *
   * @param labels of all samples
   * @param eligible which samples may be drawn
   * @param sameLabel whether only samples of one label are partners
   * @param size samples in a tuple
   * @param count how many tuples
   * @throws BadInputException if no tuple can be drawn
   */
  public static Tuples draw(
      int[] labels, int[] eligible, boolean sameLabel, int size, int count, long seed) {
    if (count < 1) {
      throw new BadInputException("at least 1 pair or triplet must be drawn, got " + count);
    }
    int classes = 1 + Arrays.stream(labels).max().orElse(0);
    int[][] partners = new int[classes][];
    for (int c = 0; c < classes; c++) {
      int label = c;
      partners[c] =
          sameLabel ? IntStream.of(eligible).filter(i -> labels[i] == label).toArray() : eligible;
    }
    int[] first = IntStream.of(eligible).filter(i -> partners[labels[i]].length >= size).toArray();
    if (first.length == 0) {
      throw new BadInputException(
          Text.format(
              "no %s can be drawn from %d samples: %s",
              size == 2 ? "pair" : "tuple of " + size,
              eligible.length,
              sameLabel
                  ? Text.format(
                      "no class has %d of them; take more samples, or pairs of any class", size)
                  : "too few; take more"));
    }
    long key = Streams.key(seed, "tuples of " + size);
    int[][] tuples = new int[count][];
    for (int t = 0; t < count; t++) {
      tuples[t] = draw(Streams.key(key, t), labels, first, partners, size);
    }
    return new Tuples(tuples);
  }

  private static int[] draw(long key, int[] labels, int[] first, int[][] partners, int size) {
    int[] tuple = new int[size];
    tuple[0] = first[Streams.integer(key, 0, first.length)];
    int[] from = partners[labels[tuple[0]]];
    long counter = 1;
    for (int k = 1; k < size; k++) {
      int candidate = from[Streams.integer(key, counter++, from.length)];
      while (contains(tuple, k, candidate)) {
        candidate = from[Streams.integer(key, counter++, from.length)];
      }
      tuple[k] = candidate;
    }
    return tuple;
  }

  private static boolean contains(int[] tuple, int length, int sample) {
    for (int k = 0; k < length; k++) {
      if (tuple[k] == sample) {
        return true;
      }
    }
    return false;
  }

  /** The samples that nothing was done to. */
  public static int[] clean(Dataset data) {
    return IntStream.range(0, data.count())
        .filter(i -> data.corruption(i) == Corruption.Kind.NONE)
        .toArray();
  }

  /** Member k of every tuple, copied out of {@code count × length} values. */
  float[] members(int k, float[] values, int length) {
    float[] members = new float[Math.multiplyExact(tuples.length, length)];
    for (int t = 0; t < tuples.length; t++) {
      System.arraycopy(values, tuples[t][k] * length, members, t * length, length);
    }
    return members;
  }
}
