package dev.assay.nn;

import dev.assay.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A layer where it stands.
 *
 * @param number for people: 3, or 3.0.1 for layer 1 of branch 0 of layer 3
 */
record Place(String number, Layer layer, Shape in, Shape out) {

  /**
   * The layers of a chain and of its branches, those of branches after the layer that joins them.
   */
  static Stream<Place> all(String prefix, List<Layer> layers, List<Shape> shapes) {
    return IntStream.range(0, layers.size())
        .mapToObj(i -> new Place(prefix + i, layers.get(i), shapes.get(i), shapes.get(i + 1)))
        .flatMap(place -> Stream.concat(Stream.of(place), place.inside()));
  }

  private Stream<Place> inside() {
    return layer instanceof Parallel parallel
        ? IntStream.range(0, parallel.branches().size())
            .boxed()
            .flatMap(
                b ->
                    all(number + "." + b + ".", parallel.branches().get(b), parallel.shapes(b, in)))
        : Stream.empty();
  }

  /** Trained parameters of its own, without those of branches. */
  long count() {
    return layer instanceof Parallel
        ? 0
        : layer.parameters(in).stream()
            .filter(spec -> spec.role().trained())
            .mapToLong(spec -> spec.shape().size())
            .sum();
  }
}
