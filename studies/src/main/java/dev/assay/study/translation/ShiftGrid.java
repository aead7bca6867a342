package dev.assay.study.translation;

import dev.assay.geometry.Area;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;

/**
 * All moves of a map: multiples of a step, up to a range on either axis. Row by row, from the
 * highest move to the lowest.
 *
 * @param range pixels
 * @param step pixels between two moves
 */
public record ShiftGrid(int range, double step) {

  /**
   * @throws BadInputException if images cannot be moved so far and still be seen
   */
  void require(Shape image) {
    if (!image.isImage()) {
      throw new BadInputException("only images can be moved; this network takes " + image);
    }
    if (range >= Math.min(image.height(), image.width())) {
      throw new BadInputException(
          Text.format(
              "a range of %d pixels moves images of %s out of sight; expected less than %d",
              range, image, Math.min(image.height(), image.width())));
    }
  }

  /** Moves on either side of none. */
  private int reach() {
    return (int) Math.floor(range / step);
  }

  /** Moves along one axis. */
  public int side() {
    return 2 * reach() + 1;
  }

  public int count() {
    return side() * side();
  }

  public Shift shift(int number) {
    return new Shift(step * (number / side() - reach()), step * (number % side() - reach()));
  }

  /** Moves of each length, rounded to pixels, 0 … range. */
  int[] rings() {
    int[] rings = new int[range + 1];
    for (int i = 0; i < count(); i++) {
      if (shift(i).radius() <= range) {
        rings[shift(i).radius()]++;
      }
    }
    return rings;
  }

  /** The means of a map over moves of each length; NaN where there are none. */
  public double[] byRadius(double[] map) {
    double[] means = new double[range + 1];
    int[] rings = rings();
    for (int i = 0; i < count(); i++) {
      int radius = shift(i).radius();
      if (radius <= range) {
        means[radius] += map[i] / rings[radius];
      }
    }
    for (int r = 0; r <= range; r++) {
      means[r] = rings[r] == 0 ? Double.NaN : means[r];
    }
    return means;
  }

  /** The plane of moves to the right and upwards, half a step beyond the farthest. */
  public Area area() {
    double edge = step * reach() + step / 2;
    return new Area(-edge, edge, -edge, edge);
  }

  /** A map with its lowest row first, as a plane has it. */
  public double[] upwards(double[] map) {
    double[] upwards = new double[map.length];
    for (int i = 0; i < map.length; i++) {
      upwards[i] = map[(side() - 1 - i / side()) * side() + i % side()];
    }
    return upwards;
  }

  /** Whether a move is none. */
  boolean centre(int number) {
    return number == count() / 2;
  }
}
