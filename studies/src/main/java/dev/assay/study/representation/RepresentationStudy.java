package dev.assay.study.representation;

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
 * Hidden representations of one network: draws samples, measures their activations at each cut, and
 * compares them with each other, and with those of another network where the subject has one.
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

  /** A layer as one of two. */
  record Side(String layer, Shape shape) {}

  /** What two layers have in common. */
  record Pair(Side first, Side second, Halves<Similarity> similarity) {}

  /** A cut by its name. */
  private record Place(String name, Cut cut) {}

  /**
   * What is kept of a layer to compare it.
   *
   * @param rows samples that are looked at, which are the same for all layers
   */
  private record Kept(Side side, Gram gram, Halves<int[]> rows) {
    static Kept of(Place place, Representation found, Gram gram) {
      return new Kept(
          new Side(place.name(), found.shape()), gram, Halves.of(found, Representation::rows));
    }

    Pair with(Kept other) {
      return new Pair(
          side, other.side, rows.map(samples -> Similarity.of(gram, other.gram, samples)));
    }
  }

  /**
   * @throws BadInputException if a cut does not exist, no cut is behind an activation and none was
   *     named, or the activations at a cut do not fit the memory
   */
  @Override
  public Report run(Subject subject, RepresentationConfig config, Context context) {
    List<Place> places = places(subject, config);
    List<Place> others = subject.other().map(other -> places(other, config)).orElse(List.of());
    int layers = places.size() + others.size();
    Samples all = Samples.of(subject.measured());
    int count = Math.min(config.samples(), all.count());
    for (Place place : places) {
      require(place, count, layers, config.features());
    }
    for (Place place : others) {
      require(place, count, layers, List.of());
    }
    Samples samples = draw(all, count, context.seed());
    List<Layer> found = new ArrayList<>();
    List<Kept> kept = new ArrayList<>();
    for (Place place : places) {
      Representation here = Representation.of(place.cut(), samples);
      Gram gram = Gram.of(here, context.algebra());
      found.add(layer(place, here, gram, config, context));
      if (layers > 1) {
        kept.add(Kept.of(place, here, gram));
      }
      context.progress().at("representations", found.size(), layers, "layers");
    }
    List<Pair> across = new ArrayList<>();
    for (int o = 0; o < others.size(); o++) {
      Representation there = Representation.of(others.get(o).cut(), samples);
      Kept other = Kept.of(others.get(o), there, Gram.of(there, context.algebra()));
      kept.forEach(own -> across.add(own.with(other)));
      context.progress().at("representations", found.size() + o + 1, layers, "layers");
    }
    return new RepresentationReport(config, samples, found, pairs(kept), across).build();
  }

  private static List<Place> places(Subject subject, RepresentationConfig config) {
    List<String> names = config.layers().isEmpty() ? subject.activationCuts() : config.layers();
    if (names.isEmpty()) {
      throw new BadInputException(
          "this network has no activation whose outputs could be looked at: name hidden cuts");
    }
    return names.stream().map(name -> new Place(name, subject.hidden(name))).toList();
  }

  private static Layer layer(
      Place place, Representation found, Gram raw, RepresentationConfig config, Context context) {
    Optional<Readout> readout = Readout.of(place.cut(), found);
    return new Layer(
        place.name(),
        found.shape(),
        Halves.of(found, Sparseness::of),
        Halves.of(found, part -> Collapse.of(part, readout, context.algebra())),
        views(place.name(), found, raw, config, context));
  }

  private static List<View> views(
      String layer, Representation found, Gram raw, RepresentationConfig config, Context context) {
    List<View> views = new ArrayList<>();
    for (Features features : config.features()) {
      if (features.applies(found.shape())) {
        Representation taken = features.of(found);
        Gram products = taken == found ? raw : Gram.of(taken, context.algebra());
        views.add(view(layer, features, taken, products, context));
      }
    }
    return views;
  }

  private static View view(
      String layer, Features features, Representation found, Gram products, Context context) {
    Halves<ClassClusters> clusters = Halves.of(found, part -> ClassClusters.of(part, products));
    Proximity proximity = Proximity.of(found, products);
    return new View(
        layer,
        found.shape(),
        features,
        clusters,
        Halves.of(found, part -> FreeClusters.of(part, proximity, context.seed())));
  }

  private static List<Pair> pairs(List<Kept> kept) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      for (int j = i + 1; j < kept.size(); j++) {
        pairs.add(kept.get(i).with(kept.get(j)));
      }
    }
    return pairs;
  }

  private static void require(Place place, int count, int layers, List<Features> features) {
    Classifier above = place.cut().above();
    Shape shape = above.input();
    int units = shape.intSize();
    long bytes =
        Float.BYTES * shape.size() * count
            + features.stream().mapToLong(some -> some.bytes(count, shape)).max().orElse(0)
            + LongStream.of(
                    Gram.effort(count, units),
                    ClassClusters.bytes(count, units, above.classes()),
                    FreeClusters.bytes(count),
                    Collapse.bytes(count, units, above.classes()))
                .max()
                .orElseThrow()
            + Readout.bytes(count, units, above.classes())
            + (layers + (features.size() > 1 ? 1 : 0)) * Gram.bytes(count);
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || count > Distances.MOST_POINTS) {
      throw new BadInputException(
          Text.format(
              "%,d samples of %s at %s need %,d MiB of memory, but the JVM has %,d MiB: take fewer"
                  + " samples",
              count, shape, place.name(), bytes >> 20, heap >> 20));
    }
  }

  private static Samples draw(Samples all, int count, long seed) {
    int[] order = Streams.permutation(Streams.key(seed, "measured samples"), all.count());
    int[] drawn = Arrays.copyOf(order, count);
    Arrays.sort(drawn);
    return all.pick(drawn);
  }
}
