package dev.assay.study.translation;

import dev.assay.io.BadInputException;
import dev.assay.study.Forward;
import dev.assay.study.Progress;
import dev.assay.study.Samples;
import dev.assay.study.Subject;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a network makes of images and of the same images, moved. */
public final class Translations {
  /** Images whose neighbours are compared, and how far apart these are. */
  private static final int NEIGHBOURS = 100;

  private static final List<Integer> LAGS = List.of(1, 2, 4, 8);

  private final Subject subject;
  private final Samples images;
  private final List<String> layers;
  private final List<Place> hidden;
  private final Forward forward;
  private final Shape image;
  private final Place logits;
  private final Place softmax;

  /**
   * @param images that are moved
   * @param layers hidden cuts that are looked at, from below
   * @throws BadInputException if there is no such cut, or they are in another order
   */
  public Translations(Subject subject, Samples images, List<String> layers) {
    this.subject = subject;
    this.images = images;
    this.layers = List.copyOf(layers);
    this.forward = subject.forward(layers);
    this.hidden =
        layers.stream().map(name -> new Place(name, subject.hidden(name).above().input())).toList();
    this.image = subject.input().above().input();
    Shape classes = Shape.vector(subject.input().above().classes());
    this.logits = new Place(Place.LOGITS, classes);
    this.softmax = new Place(Place.SOFTMAX, classes);
  }

  /** The hidden places, from below. */
  public List<Place> hidden() {
    return hidden;
  }

  /**
   * Maps and top-1 changes over all moves of a grid.
   *
   * @param maps of hidden places from below, as they are and, where that is something else, in the
   *     common dimension; then of logits and softmax
   * @param changed for each move the share of images that get another class
   */
  public record Found(List<PlaceMap> maps, double[] changed) {}

  /**
   * Maps over all moves of a grid.
   *
   * @param seed of the projection, and of the images of other classes
   * @throws BadInputException if images cannot be moved so, or hidden places do not come to one
   *     dimension
   */
  public Found maps(
      ShiftGrid grid,
      Boundary boundary,
      Interpolation interpolation,
      Common common,
      long seed,
      Progress progress) {
    grid.require(image);
    List<Aspect> aspects = aspects(common.of(hidden, seed));
    MapPairs pairs = new MapPairs(grid, boundary, images.labels(), seed);
    MapSums sums = new MapSums(grid, images.count(), aspects.size());
    Mover mover = new Mover(image, boundary == Boundary.CIRCULAR, interpolation);
    comparer(mover, aspects).run(pairs, sums, progress);
    return new Found(
        IntStream.range(0, aspects.size())
            .mapToObj(a -> sums.of(aspects.get(a), a, pairs.each() - grid.count()))
            .toList(),
        sums.changed());
  }

  /**
   * Answers for images that are moved at random by whole pixels; hidden places are not looked at.
   *
   * @param each moves of an image
   */
  public Answered answers(Boundary boundary, int range, int each, long seed, Progress progress) {
    new ShiftGrid(range, 1).require(image);
    Translations outputs = layers.isEmpty() ? this : new Translations(subject, images, List.of());
    RandomPairs pairs = new RandomPairs(boundary, range, each, seed, images.indices());
    Answered.Sums sums = new Answered.Sums(images.labels(), each);
    Mover mover = new Mover(image, boundary == Boundary.CIRCULAR, Interpolation.BILINEAR);
    List<Aspect> both =
        List.of(
            new Aspect(softmax, 0, new Reduction.None(softmax.length())),
            new Aspect(logits, 0, new Reduction.None(logits.length())));
    outputs.comparer(mover, both).run(pairs, sums, progress);
    return sums.found();
  }

  /** How alike neighbours are, in the first of the images and at hidden cuts with maps. */
  List<Neighbours> neighbours() {
    Samples some = images.pick(IntStream.range(0, Math.min(NEIGHBOURS, images.count())).toArray());
    List<Neighbours> all = new ArrayList<>();
    all.add(new Neighbours("input", Homogeneity.of(some.points(), some.count(), image, LAGS)));
    for (Place place : hidden) {
      if (place.shape().isImage()) {
        float[] maps = subject.hidden(place.name()).activations(some.points(), some.count());
        all.add(
            new Neighbours(place.name(), Homogeneity.of(maps, some.count(), place.shape(), LAGS)));
      }
    }
    return all;
  }

  private List<Aspect> aspects(List<Reduction> reductions) {
    List<Aspect> aspects = new ArrayList<>();
    for (int i = 0; i < hidden.size(); i++) {
      Place place = hidden.get(i);
      aspects.add(new Aspect(place, i, new Reduction.None(place.length())));
      if (!reductions.get(i).isNone()) {
        aspects.add(new Aspect(place, i, reductions.get(i)));
      }
    }
    for (Place output : List.of(logits, softmax)) {
      aspects.add(new Aspect(output, hidden.size(), new Reduction.None(output.length())));
    }
    return aspects;
  }

  private Comparer comparer(Mover mover, List<Aspect> aspects) {
    return new Comparer(
        forward, images, mover, aspects, logits.length(), subject.input().workers());
  }
}
