package dev.assay.study.fragmentation;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Space;
import dev.assay.study.Study;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What a fragmentation study measures.
 *
 * @param spaces where: input space and hidden cuts; repeated ones count once
 * @param policy which samples are joined
 * @param cleanOnly whether corrupted samples are left out
 * @param pairs number of segments
 * @param method how class changes on segments are counted; planes are always sampled, and with
 *     {@link LineMethod#EXACT} and {@link LineMethod#CERTIFIED} their regions counted exactly too
 * @param points on a segment, for sampling
 * @param planes number of planes; 0 for none
 * @param resolution cells of a plane in each direction
 * @param pictures planes that are drawn, at most
 * @param seconds of {@link dev.assay.geometry.Effort} that a segment may take; infinite for any
 *     number. {@link LineMethod#AUTO} takes it for what is affordable
 */
public record FragmentationConfig(
    List<Space> spaces,
    PairPolicy policy,
    boolean cleanOnly,
    int pairs,
    LineMethod method,
    int points,
    int planes,
    int resolution,
    int pictures,
    double seconds)
    implements Study.Config {

  public FragmentationConfig {
    spaces = List.copyOf(new LinkedHashSet<>(spaces));
    if (spaces.isEmpty()) {
      throw new BadInputException("fragmentation needs at least one space to be measured in");
    }
    for (Space space : spaces) {
      if (!(space instanceof Space.Input || space instanceof Space.Hidden)) {
        throw new BadInputException(
            "fragmentation is measured in input space or at a hidden cut, not in " + space.label());
      }
    }
    atLeast(1, pairs, "pairs");
    atLeast(2, points, "points on a segment");
    atLeast(0, planes, "planes");
    atLeast(2, resolution, "the resolution of a plane");
    atLeast(0, pictures, "pictures of planes");
    if (!(seconds > 0)) {
      throw new BadInputException(
          "the time for a segment: expected a positive number of seconds, got " + seconds);
    }
  }

  /**
   * The defaults: 1,000 pairs of one class, 100 points where segments are sampled, 100 planes of 50
   * × 50 cells, of which 4 are drawn.
   */
  public static FragmentationConfig of(Space... spaces) {
    return new FragmentationConfig(
        List.of(spaces),
        PairPolicy.SAME_CLASS,
        false,
        1000,
        LineMethod.AUTO,
        100,
        100,
        50,
        4,
        Double.POSITIVE_INFINITY);
  }

  @Override
  public Map<String, Object> plain() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("spaces", spaces.stream().map(Space::label).toList());
    values.put("pairs", pairs);
    values.put("policy", policy);
    values.put("cleanOnly", cleanOnly);
    values.put("method", method);
    values.put("points", points);
    if (seconds < Double.POSITIVE_INFINITY) {
      values.put("secondsOfASegment", seconds);
    }
    values.put("planes", planes);
    values.put("resolution", resolution);
    values.put("pictures", pictures);
    return values;
  }

  private static void atLeast(int least, int value, String what) {
    if (value < least) {
      throw new BadInputException(
          Text.format("%s: expected at least %d, got %d", what, least, value));
    }
  }
}
