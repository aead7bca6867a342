package dev.assay.study.tree;

import dev.assay.io.BadInputException;
import dev.assay.study.Space;
import dev.assay.study.Study;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the exact tree of a network is asked for.
 *
 * @param space whose coordinates it is a tree of: input space, or directions through the mean of
 *     the training inputs
 * @param range of each coordinate; null for that from the lowest to the highest coordinate of a
 *     measured sample
 * @param mostLeaves more than these are too many
 * @param levels levels of the tree that are drawn
 */
public record ExactTreeConfig(Space space, Range range, int mostLeaves, int levels)
    implements Study.Config {

  /** An interval; bounds may be infinite. */
  public record Range(double low, double high) {
    public Range {
      if (!(low < high)) {
        throw new BadInputException(
            "range: expected a lower and a larger upper bound, got " + low + " to " + high);
      }
    }
  }

  public ExactTreeConfig {
    if (!(space instanceof Space.Input || space instanceof Space.Span)) {
      throw new BadInputException(
          "space: expected input, pca:COUNT, pca:FIRST-LAST or random:COUNT:SEED, got "
              + space.label());
    }
    if (mostLeaves < 1) {
      throw new BadInputException("leaves: expected at least 1, got " + mostLeaves);
    }
    if (levels < 1 || levels > 12) {
      throw new BadInputException("levels that are drawn: expected 1 to 12, got " + levels);
    }
  }

  /** The plane of the first two principal components, 10,000 leaves, 4 levels. */
  public static ExactTreeConfig standard() {
    return new ExactTreeConfig(Space.components(2), null, 10_000, 4);
  }

  @Override
  public Map<String, Object> plain() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("space", space.label());
    values.put("range", range == null ? "samples" : range.low() + ":" + range.high());
    values.put("mostLeaves", mostLeaves);
    values.put("levels", levels);
    return values;
  }
}
