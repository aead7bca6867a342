package dev.assay.study.tree;

import dev.assay.io.BadInputException;
import dev.assay.study.Study;
import dev.assay.tree.TreeConfig;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What a study of layerwise trees grows.
 *
 * @param layers names of hidden cuts behind activations; repeated ones count once; none for all
 * @param samples training samples that trees grow on, drawn; all where there are fewer
 * @param target what trees learn
 * @param channels whether a channel is one unit, active where the mean over its places is larger
 *     than over the samples that trees grow on, instead of each of its places
 * @param numbers whether trees on the numbers themselves, those of units and those of the inputs,
 *     grow beside those on codes
 * @param limits how far trees grow
 * @param levels levels of a tree that are drawn
 * @param attributed samples on each side of a drawn test for which the tested unit is attributed to
 *     inputs; 0 for none
 * @param explained which measured sample is followed through the trees, by its place in the data
 */
public record LayerTreesConfig(
    List<String> layers,
    int samples,
    Target target,
    boolean channels,
    boolean numbers,
    TreeConfig limits,
    int levels,
    int attributed,
    int explained)
    implements Study.Config {

  public LayerTreesConfig {
    layers = List.copyOf(new LinkedHashSet<>(layers));
    if (samples < 1) {
      throw new BadInputException("samples: expected at least 1, got " + samples);
    }
    if (levels < 1 || levels > 12) {
      throw new BadInputException("levels that are drawn: expected 1 to 12, got " + levels);
    }
    if (attributed < 0) {
      throw new BadInputException("attributed samples: expected at least 0, got " + attributed);
    }
    if (explained < 0) {
      throw new BadInputException("explained sample: expected at least 0, got " + explained);
    }
  }

  /**
   * The defaults: all layers, 10,000 samples, predictions, numbers beside codes, no limits, 4
   * levels, 5 samples on each side of a test.
   */
  public static LayerTreesConfig standard() {
    return new LayerTreesConfig(
        List.of(), 10_000, Target.PREDICTION, false, true, TreeConfig.standard(), 4, 5, 0);
  }

  /** Whether units are attributed to inputs; a channel is no unit of its own. */
  boolean attributes() {
    return attributed > 0 && !channels;
  }

  @Override
  public Map<String, Object> plain() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("layers", layers);
    values.put("samples", samples);
    values.put("target", target.toString());
    values.put("channels", channels);
    values.put("numbers", numbers);
    values.putAll(limits.plain());
    values.put("levels", levels);
    values.put("attributed", attributed);
    values.put("explained", explained);
    return values;
  }
}
