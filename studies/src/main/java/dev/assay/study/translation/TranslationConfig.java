package dev.assay.study.translation;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Study;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a study of translations measures.
 *
 * @param layers names of hidden cuts, from below; none for those behind blocks, {@link
 *     dev.assay.study.Subject#blockCuts}
 * @param samples how many are drawn; all where there are fewer
 * @param range pixels that images are moved at most, on either axis
 * @param step pixels between two moves of a map
 * @param boundary of maps; answers are measured by each rule
 * @param interpolation of moves by parts of pixels
 * @param common how hidden places are compared
 * @param moves random ones of each sample, for answers
 */
public record TranslationConfig(
    List<String> layers,
    int samples,
    int range,
    double step,
    Boundary boundary,
    Interpolation interpolation,
    Common common,
    int moves)
    implements Study.Config {

  /** Of one image; what is summed up for each of them has to fit into memory. */
  private static final int MOST_MOVES = 1_000_000;

  public TranslationConfig {
    layers = List.copyOf(layers);
    if (samples < 1 || moves < 1 || range < 1) {
      throw new BadInputException(
          Text.format(
              "%d samples, %d moves, a range of %d pixels: expected at least 1 of each",
              samples, moves, range));
    }
    if (!(step > 0 && step <= range)) {
      throw new BadInputException(
          Text.format("a step of %s pixels: expected more than 0, at most the range", step));
    }
    double grid = Math.pow(2 * range / step + 1, 2);
    if (Math.max(grid, moves) > MOST_MOVES) {
      throw new BadInputException(
          Text.format(
              "%,.0f moves of each image on a map, %,d at random: expected at most %,d; take a larger"
                  + " step, a smaller range or fewer moves",
              grid, moves, MOST_MOVES));
    }
    if (interpolation == Interpolation.FOURIER && boundary != Boundary.CIRCULAR) {
      throw new BadInputException(
          Text.format(
              "fourier moves images around, so it goes with the boundary circular, not %s",
              boundary));
    }
  }

  /**
   * The defaults: 500 samples at the cuts behind blocks, moved by up to 10 whole pixels, black
   * coming in; hidden places are compared by a projection.
   */
  public static TranslationConfig standard() {
    return new TranslationConfig(
        List.of(),
        500,
        10,
        1,
        Boundary.ZERO,
        Interpolation.BILINEAR,
        new Common(Common.Kind.PROJECTION, 0),
        10);
  }

  ShiftGrid grid() {
    return new ShiftGrid(range, step);
  }

  @Override
  public Map<String, Object> plain() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("layers", layers);
    values.put("samples", samples);
    values.put("range", range);
    values.put("step", step);
    values.put("boundary", boundary.toString());
    values.put("interpolation", interpolation.toString());
    values.put("compare", common.kind().toString());
    values.put("dimension", common.dimension());
    values.put("moves", moves);
    return values;
  }
}
