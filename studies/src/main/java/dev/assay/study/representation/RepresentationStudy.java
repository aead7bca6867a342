package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.clustering.Distances;
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
import java.util.stream.LongStream;

/**
 * Hidden representations of one network: draws samples, and measures their activations at each cut.
 */
public final class RepresentationStudy implements Study<RepresentationConfig> {

  /** What was found at one cut. */
  record Layer(
      String name,
      Shape shape,
      Halves<Sparseness> sparseness,
      Halves<Collapse> collapse,
      List<View> views) {}

  /** What was found there in one kind of features. */
  record View(
      String layer,
      Shape shape,
      Features features,
      Halves<ClassClusters> clusters,
      Halves<FreeClusters> free) {}

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
      require(names.get(c), cuts.get(c).above(), count, cuts.size(), config.features());
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
              Halves.of(found, part -> Collapse.of(part, readout, context.algebra())),
              views(names.get(c), found, config, context)));
      if (cuts.size() > 1) {
        grams.add(new Gram(found, context.algebra()));
        rows = Halves.of(found, Representation::rows);
      }
      context.progress().at("representations", layers.size(), cuts.size(), "layers");
    }
    List<Pair> pairs = pairs(grams, rows);
    return new RepresentationReport(config, samples, layers, pairs).build();
  }

  private static List<View> views(
      String layer, Representation found, RepresentationConfig config, Context context) {
    List<View> views = new ArrayList<>();
    for (Features features : config.features()) {
      if (features.applies(found.shape())) {
        views.add(view(layer, features, features.of(found), context));
      }
    }
    return views;
  }

  private static View view(String layer, Features features, Representation found, Context context) {
    LinearAlgebra algebra = context.algebra();
    Halves<ClassClusters> clusters = Halves.of(found, part -> ClassClusters.of(part, algebra));
    Proximity proximity = Proximity.of(found, algebra);
    return new View(
        layer,
        found.shape(),
        features,
        clusters,
        Halves.of(found, part -> FreeClusters.of(part, proximity, algebra, context.seed())));
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

  private static void require(
      String name, Classifier above, int count, int layers, List<Features> features) {
    Shape shape = above.input();
    int units = shape.intSize();
    long bytes =
        Float.BYTES * shape.size() * count
            + features.stream().mapToLong(some -> some.bytes(count, shape)).max().orElse(0)
            + LongStream.of(
                    ClassClusters.bytes(count, units, above.classes()),
                    FreeClusters.bytes(count, units),
                    Collapse.bytes(count, units, above.classes()))
                .max()
                .orElseThrow()
            + Readout.bytes(count, units, above.classes())
            + (layers > 1 ? layers * Gram.bytes(count) : 0);
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || count > Distances.MOST_POINTS) {
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
