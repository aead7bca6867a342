package dev.assay.study.translation;

import dev.assay.backend.Workers;
import dev.assay.study.Samples;
import dev.assay.tensor.Shape;
import java.util.List;

/**
 * How much of images leaves at the edge: of the sum of absolute values of the pixels the share that
 * is gone, of the two views of a pair the one that loses more. Black images lose nothing.
 *
 * @param mean over images, for each move of a grid
 * @param most of one image
 * @param share of images that lose something
 */
public record Clipped(double[] mean, double[] most, double[] share) {
  /** Less than this is rounding. */
  private static final double NOTHING = 1e-6;

  /**
   * Of images that are moved by whole pixels, black coming in.
   *
   * @param image shape of each
   */
  public static Clipped of(Samples images, Shape image, ShiftGrid grid, Workers workers) {
    return of(
        images,
        grid,
        new MapPairs(grid, Boundary.ZERO, images.labels(), 0),
        new Mover(image, false, Interpolation.BILINEAR),
        workers);
  }

  static Clipped of(Samples images, ShiftGrid grid, Pairing pairing, Mover mover, Workers workers) {
    double[][] lost = new double[images.count()][grid.count()];
    Each.of(
        images.count(),
        workers,
        image -> {
          float[] moved = new float[images.length()];
          double all = mass(images.points(), image * images.length(), images.length());
          for (int i = 0; i < grid.count() && all > 0; i++) {
            for (View view : views(pairing, image, i)) {
              mover.write(images.points(), image * images.length(), view.shift(), moved, 0);
              lost[image][i] = Math.max(lost[image][i], 1 - mass(moved, 0, moved.length) / all);
            }
          }
        });
    Clipped found =
        new Clipped(new double[grid.count()], new double[grid.count()], new double[grid.count()]);
    for (double[] one : lost) {
      for (int i = 0; i < grid.count(); i++) {
        if (one[i] > NOTHING) {
          found.mean[i] += one[i] / images.count();
          found.most[i] = Math.max(found.most[i], one[i]);
          found.share[i] += 1.0 / images.count();
        }
      }
    }
    return found;
  }

  /** The image itself loses nothing. */
  private static List<View> views(Pairing pairing, int image, int number) {
    View second = pairing.second(image, number);
    return pairing.fromImage() ? List.of(second) : List.of(pairing.first(image, number), second);
  }

  private static double mass(float[] pixels, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.abs(pixels[i]);
    }
    return sum;
  }
}
