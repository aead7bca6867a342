package dev.assay.study.translation;

import dev.assay.random.Streams;

/**
 * Each image with itself, moved at random: by −{@code range} to {@code range} pixels on either
 * axis, all equally likely. Which moves follows from the seed and the number of the image in its
 * data set, so all networks see the same; windows are drawn both.
 *
 * @param numbers of the images in their data set
 */
record RandomPairs(Boundary boundary, int range, int each, long seed, int[] numbers)
    implements Pairing {

  @Override
  public boolean fromImage() {
    return boundary != Boundary.CROP;
  }

  @Override
  public View first(int image, int number) {
    return fromImage() ? View.of(image) : new View(image, drawn(image, number, 2));
  }

  @Override
  public View second(int image, int number) {
    return new View(image, drawn(image, number, 0));
  }

  private Shift drawn(int image, int number, int from) {
    long draws = Streams.key(Streams.key(Streams.key(seed, "moves"), numbers[image]), number);
    return new Shift(pixels(draws, from), pixels(draws, from + 1));
  }

  private int pixels(long draws, int at) {
    return Streams.integer(draws, at, 2 * range + 1) - range;
  }
}
