package dev.assay.study.translation;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How hidden places of several sizes are made to have one number of dimensions. Cosines of vectors
 * of different lengths do not compare: those of unrelated vectors scatter by {@code 1/√n} around 0,
 * or around what non-negative ones have in common.
 *
 * @param dimension numbers for each image; 0 for as many as the smallest place has
 */
public record Common(Kind kind, int dimension) {

  /** How. */
  public enum Kind {
    /**
     * A seeded sparse projection, each number added to one of the common ones, which are taken in
     * turn, with a random sign (after Charikar, Chen and Farach-Colton 2002): inner products and
     * squared distances stay as they are in expectation.
     */
    PROJECTION,

    /** Means of maps over squares, as many as make up the dimension. */
    POOLED,

    /** Not at all: they have to be of one size as they are. */
    EQUAL;

    /** As options take it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Common {
    if (dimension < 0 || kind == Kind.EQUAL && dimension > 0) {
      throw new BadInputException(
          Text.format(
              "a common dimension of %d, %s: expected a positive number, and none where nothing is"
                  + " changed",
              dimension, kind));
    }
  }

  /**
   * The same for these places and others, of other networks: of one dimension.
   *
   * @throws BadInputException if they are not of one size and have to be
   */
  Common over(List<Place> hidden) {
    if (hidden.isEmpty() || kind == Kind.EQUAL || dimension > 0) {
      of(hidden, 0);
      return this;
    }
    return new Common(kind, hidden.stream().mapToInt(Place::length).min().orElseThrow());
  }

  /**
   * What becomes of each hidden place, in order.
   *
   * @throws BadInputException if they do not come to one dimension
   */
  List<Reduction> of(List<Place> hidden, long seed) {
    if (hidden.isEmpty()) {
      return List.of();
    }
    int smallest = hidden.stream().mapToInt(Place::length).min().orElseThrow();
    int wanted = dimension == 0 ? smallest : dimension;
    return switch (kind) {
      case EQUAL -> equal(hidden, smallest);
      case POOLED -> hidden.stream().map(place -> Reduction.pooled(place, wanted)).toList();
      case PROJECTION ->
          hidden.stream().map(place -> Reduction.projection(place, wanted, seed)).toList();
    };
  }

  private static List<Reduction> equal(List<Place> hidden, int smallest) {
    if (hidden.stream().anyMatch(place -> place.length() != smallest)) {
      throw new BadInputException(
          Text.format(
              "%s: cosines of vectors of different lengths do not compare, as those of unrelated"
                  + " vectors depend on the length; compare by projection or pooled, or layers of"
                  + " one size",
              hidden.stream()
                  .map(place -> Text.format("%s has %s", place.name(), place.shape()))
                  .collect(Collectors.joining(", "))));
    }
    return hidden.stream().<Reduction>map(place -> new Reduction.None(place.length())).toList();
  }
}
