package dev.assay.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The extents of a tensor, outermost first; immutable. Images are {@code channels × height ×
 * width}, batches put the number of samples in front (NCHW).
 */
public final class Shape {
  /** The most elements of a Java array, as a multiple of what tensors are aligned to. */
  public static final int MAX_SIZE = Integer.MAX_VALUE - Workspace.ALIGNMENT + 1;

  private final int[] extents;
  private final long size;

  private Shape(int[] extents) {
    long product = 1;
    for (int extent : extents) {
      if (extent < 1) {
        throw new IllegalArgumentException("every extent must be at least 1, got " + text(extents));
      }
      if (product > Long.MAX_VALUE / extent) {
        throw new ArithmeticException(text(extents) + " has more elements than can be counted");
      }
      product *= extent;
    }
    this.extents = extents;
    this.size = product;
  }

  public static Shape of(int... extents) {
    return new Shape(extents.clone());
  }

  public static Shape image(int channels, int height, int width) {
    return of(channels, height, width);
  }

  public static Shape vector(int length) {
    return of(length);
  }

  public int rank() {
    return extents.length;
  }

  public int extent(int axis) {
    return extents[axis];
  }

  /** Number of elements. */
  public long size() {
    return size;
  }

  /**
   * Number of elements as an {@code int}.
   *
   * @throws ArithmeticException if there are more than a Java array holds
   */
  public int intSize() {
    if (size > MAX_SIZE) {
      throw new ArithmeticException(
          this + " has " + size + " elements, at most " + MAX_SIZE + " fit");
    }
    return (int) size;
  }

  public boolean isImage() {
    return extents.length == 3;
  }

  /** Channels of a sample: the first extent of an image, the length of a vector. */
  public int channels() {
    return extents[0];
  }

  /** Height of an image, 1 for a vector. */
  public int height() {
    return isImage() ? extents[1] : 1;
  }

  /** Width of an image, 1 for a vector. */
  public int width() {
    return isImage() ? extents[2] : 1;
  }

  /** This sample shape with a batch extent in front. */
  public Shape batch(int samples) {
    int[] all = new int[extents.length + 1];
    all[0] = samples;
    System.arraycopy(extents, 0, all, 1, extents.length);
    return new Shape(all);
  }

  /** This batch shape without its first extent. */
  public Shape sample() {
    return new Shape(Arrays.copyOfRange(extents, 1, extents.length));
  }

  public int[] toArray() {
    return extents.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** For example {@code 1×28×28}. */
  @Override
  public String toString() {
    return text(extents);
  }

  private static String text(int[] extents) {
    return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("×"));
  }
}
