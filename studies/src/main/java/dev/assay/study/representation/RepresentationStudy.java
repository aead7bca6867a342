package dev.assay.study.representation;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Classifier;
import dev.assay.random.Streams;
import dev.assay.study.Context;
import dev.assay.study.Cut;
import dev.assay.study.Report;
import dev.assay.study.Samples;
import dev.assay.study.Study;
import dev.assay.study.Subject;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Hidden representations of one network: draws samples, and measures their activations at each cut.
 */
public final class RepresentationStudy implements Study<RepresentationConfig> {

  /** What was found at one cut. */
  record Layer(
      String name,
      Shape shape,
      Halves<Sparseness> sparseness,
      Halves<ClassClusters> clusters,
      Halves<Collapse> collapse) {}

  /** What two layers, by position, have in common. */
  record Pair(int first, int second, Halves<Similarity> similarity) {}

  /**
   * @throws BadInputException if a cut does not exist, no cut is behind an activation and none was
   *     named, or the activations at a cut do not fit the memory
   */
  @Override
  public Report run(Subject subject, RepresentationConfig config, Context context) {
    List<String> names = config.layers().isEmpty() ? subject.activationCuts() : config.layers();
    if (names.isEmpty()) {
      throw new BadInputException(
          "this network has no activation whose outputs could be looked at: name hidden cuts");
    }
    List<Cut> cuts = names.stream().map(subject::hidden).toList();
    Samples all = Samples.of(subject.measured());
    int count = Math.min(config.samples(), all.count());
    for (int c = 0; c < cuts.size(); c++) {
      require(names.get(c), cuts.get(c).above(), count, cuts.size());
    }
    Samples samples = draw(all, count, context.seed());
    List<Layer> layers = new ArrayList<>();
    List<Gram> grams = new ArrayList<>();
    Halves<int[]> rows = null;
    for (int c = 0; c < cuts.size(); c++) {
      Representation found = Representation.of(cuts.get(c), samples);
      Optional<Readout> readout = Readout.of(cuts.get(c), found);
      layers.add(
          new Layer(
              names.get(c),
              found.shape(),
              Halves.of(found, Sparseness::of),
              Halves.of(found, part -> ClassClusters.of(part, context.algebra())),
              Halves.of(found, part -> Collapse.of(part, readout, context.algebra()))));
      if (cuts.size() > 1) {
        grams.add(new Gram(found, context.algebra()));
        rows = Halves.of(found, Representation::rows);
      }
      context.progress().at("representations", layers.size(), cuts.size(), "layers");
    }
    List<Pair> pairs = pairs(grams, rows);
    return new RepresentationReport(config, samples, layers, pairs).build();
  }

  private static List<Pair> pairs(List<Gram> grams, Halves<int[]> rows) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < grams.size(); i++) {
      for (int j = i + 1; j < grams.size(); j++) {
        Gram first = grams.get(i);
        Gram second = grams.get(j);
        pairs.add(new Pair(i, j, rows.map(samples -> Similarity.of(first, second, samples))));
      }
    }
    return pairs;
  }

  private static void require(String name, Classifier above, int count, int layers) {
    Shape shape = above.input();
    long bytes =
        Float.BYTES * shape.size() * count
            + Math.max(
                ClassClusters.bytes(count, shape.intSize(), above.classes()),
                Collapse.bytes(count, shape.intSize(), above.classes()))
            + Readout.bytes(count, shape.intSize(), above.classes())
            + (layers > 1 ? layers * Gram.bytes(count) : 0);
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || layers > 1 && count > Gram.MOST_SAMPLES) {
      throw new BadInputException(
          Text.format(
              "%,d samples of %s at %s need %,d MiB of memory, but the JVM has %,d MiB: take fewer"
                  + " samples",
              count, shape, name, bytes >> 20, heap >> 20));
    }
  }

  private static Samples draw(Samples all, int count, long seed) {
    int[] order = Streams.permutation(Streams.key(seed, "measured samples"), all.count());
    int[] drawn = Arrays.copyOf(order, count);
    Arrays.sort(drawn);
    return all.pick(drawn);
  }
}
