package dev.assay.study.representation;

import dev.assay.clustering.Distances;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Classifier;
import dev.assay.study.Context;
import dev.assay.study.Cut;
import dev.assay.study.Report;
import dev.assay.study.Samples;
import dev.assay.study.Study;
import dev.assay.study.Subject;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
      List<View> views,
      List<Layer> seeds)
      implements OverSeeds<Layer> {
    Layer beside(List<Layer> others) {
      List<View> both =
          IntStream.range(0, views.size())
              .mapToObj(
                  v ->
                      views
                          .get(v)
                          .beside(others.stream().map(other -> other.views.get(v)).toList()))
              .toList();
      return new Layer(name, shape, sparseness, collapse, both, others);
    }
  }

  /** What was found there in one kind of features. */
  record View(
      String layer,
      Shape shape,
      Features features,
      Halves<ClassClusters> clusters,
      Halves<FreeClusters> free,
      List<View> seeds)
      implements OverSeeds<View> {
    View beside(List<View> others) {
      return new View(layer, shape, features, clusters, free, others);
    }
  }

  /** A layer as one of two. */
  record Side(String layer, Shape shape) {
    int units() {
      return shape.intSize();
    }
  }

  /** What two layers have in common. */
  record Pair(Side first, Side second, Halves<Similarity> similarity, List<Pair> seeds)
      implements OverSeeds<Pair> {
    Pair beside(List<Pair> others) {
      return new Pair(first, second, similarity, others);
    }
  }

  /** What was found in one network. */
  private record Found(List<Layer> layers, List<Pair> pairs) {
    Found beside(List<Found> others) {
      return new Found(
          IntStream.range(0, layers.size())
              .mapToObj(
                  l -> layers.get(l).beside(others.stream().map(o -> o.layers.get(l)).toList()))
              .toList(),
          IntStream.range(0, pairs.size())
              .mapToObj(p -> pairs.get(p).beside(others.stream().map(o -> o.pairs.get(p)).toList()))
              .toList());
    }
  }

  /** A cut by its name. */
  private record Place(String name, Cut cut) {
    Shape shape() {
      return cut.above().input();
    }
  }

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
          side,
          other.side,
          rows.map(samples -> Similarity.of(gram, other.gram, samples)),
          List.of());
    }
  }

  /**
   * @throws BadInputException if a cut does not exist, no cut is behind an activation and none was
   *     named, a network of another seed has another shape there, or the activations at a cut do
   *     not fit the memory
   */
  @Override
  public Report run(Subject subject, RepresentationConfig config, Context context) {
    List<Place> places = places(subject, config.layers());
    List<Place> others = subject.other().map(o -> places(o, config.layers())).orElse(List.of());
    List<List<Place>> seeds = subject.seeds().stream().map(o -> same(o, places)).toList();
    Samples all = Samples.of(subject.measured());
    int count = Math.min(config.samples(), all.count());
    for (int p = 0; p < places.size(); p++) {
      require(places.get(p), count, p + 1, config.features());
    }
    for (Place place : others) {
      require(place, count, places.size() + 1, List.of());
    }
    Samples samples = all.drawn(count, context.seed());
    int looks = places.size() * (1 + seeds.size()) + others.size();
    Run run = new Run(samples, config, context, looks);
    List<Pair> across = new ArrayList<>();
    Found found =
        run.network(places, others, across)
            .beside(
                seeds.stream()
                    .map(other -> run.network(other, List.of(), new ArrayList<>()))
                    .toList());
    return new RepresentationReport(
            new Findings(config, samples, found.layers(), found.pairs(), across))
        .build();
  }

  private static List<Place> places(Subject subject, List<String> named) {
    List<String> names = named.isEmpty() ? subject.activationCuts() : named;
    if (names.isEmpty()) {
      throw new BadInputException(
          "this network has no activation whose outputs could be looked at: name hidden cuts");
    }
    return names.stream().map(name -> new Place(name, subject.hidden(name))).toList();
  }

  private static List<Place> same(Subject other, List<Place> places) {
    List<Place> same = places(other, places.stream().map(Place::name).toList());
    for (int p = 0; p < same.size(); p++) {
      if (!same.get(p).shape().equals(places.get(p).shape())) {
        throw new BadInputException(
            Text.format(
                "a network of another seed has %s at %s, but the first one %s: name networks that"
                    + " differ in the seed alone",
                same.get(p).shape(), same.get(p).name(), places.get(p).shape()));
      }
    }
    return same;
  }

  /** Looks at one layer at a time, whose activations nobody holds afterwards. */
  private static final class Run {
    private final Samples samples;
    private final RepresentationConfig config;
    private final Context context;
    private final int looks;
    private final Room activations = new Room();
    private final Room features = new Room();
    private int done;

    Run(Samples samples, RepresentationConfig config, Context context, int looks) {
      this.samples = samples;
      this.config = config;
      this.context = context;
      this.looks = looks;
    }

    /**
     * A network. What its layers are compared by is not held when the next one is looked at.
     *
     * @param others layers of another network
     * @param across is given what each layer and each of those have in common
     */
    Found network(List<Place> places, List<Place> others, List<Pair> across) {
      List<Kept> kept = new ArrayList<>();
      List<Layer> layers = new ArrayList<>();
      for (Place place : places) {
        layers.add(layer(place, kept));
      }
      for (Place place : others) {
        Kept other = kept(place);
        kept.forEach(own -> across.add(own.with(other)));
      }
      return new Found(layers, pairs(kept));
    }

    /**
     * @param kept is given what layers are compared by
     */
    private Layer layer(Place place, List<Kept> kept) {
      Representation found = Representation.of(place.cut(), samples, activations);
      Gram gram = gram(place, found);
      kept.add(Kept.of(place, found, gram));
      Optional<Readout> readout = Readout.of(place.cut(), found);
      Layer layer =
          new Layer(
              place.name(),
              found.shape(),
              Halves.of(found, Sparseness::of),
              Halves.of(found, part -> Collapse.of(part, readout, context.algebra())),
              views(place, found, gram),
              List.of());
      seen();
      return layer;
    }

    private Kept kept(Place place) {
      Representation found = Representation.of(place.cut(), samples, activations);
      Kept kept = Kept.of(place, found, gram(place, found));
      seen();
      return kept;
    }

    private Gram gram(Place place, Representation found) {
      return Gram.of(found, context.algebra(), place.cut().workers());
    }

    private void seen() {
      context.progress().at("representations", ++done, looks, "layers");
    }

    private List<View> views(Place place, Representation found, Gram raw) {
      List<View> views = new ArrayList<>();
      for (Features each : config.features()) {
        if (each.applies(found.shape())) {
          Representation taken = each.of(found, features);
          Gram products = taken == found ? raw : gram(place, taken);
          views.add(view(place.name(), each, taken, products));
        }
      }
      return views;
    }

    private View view(String layer, Features features, Representation found, Gram products) {
      Halves<ClassClusters> clusters = Halves.of(found, part -> ClassClusters.of(part, products));
      Proximity proximity = Proximity.of(found, products);
      return new View(
          layer,
          found.shape(),
          features,
          clusters,
          Halves.of(found, part -> FreeClusters.of(part, proximity, context.seed())),
          List.of());
    }
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

  /**
   * @param grams products that are held at the time, of the layers before and of this one
   */
  private static void require(Place place, int count, int grams, List<Features> features) {
    Classifier above = place.cut().above();
    Shape shape = above.input();
    int units = shape.intSize();
    long bytes =
        Float.BYTES * shape.size() * count
            + features.stream().mapToLong(some -> some.bytes(count, shape)).max().orElse(0)
            + LongStream.of(
                    Gram.effort(count, units, place.cut().workers().count()),
                    ClassClusters.bytes(count, units, above.classes()),
                    FreeClusters.bytes(count),
                    Collapse.bytes(count, units, above.classes()))
                .max()
                .orElseThrow()
            + Readout.bytes(count, units, above.classes())
            + (grams + (features.stream().allMatch(Features.RAW::equals) ? 0 : 1))
                * Gram.bytes(count);
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || count > Distances.MOST_POINTS) {
      throw new BadInputException(
          Text.format(
              "%,d samples of %s at %s need %,d MiB of memory, but the JVM has %,d MiB: take fewer"
                  + " samples",
              count, shape, place.name(), bytes >> 20, heap >> 20));
    }
  }
}
