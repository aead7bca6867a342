package dev.assay.study;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import java.util.List;
import java.util.Optional;

/**
 * What a study looks at: a classifier that can be cut, the samples to measure, and those that it
 * was trained on. Usually a {@link NetworkSubject}; any other classifier will do.
 */
public interface Subject {

  /** All of the classifier. */
  Cut input();

  /**
   * The classifier from a hidden cut on.
   *
   * @throws BadInputException if there is no cut of this name
   */
  Cut hidden(String name);

  /**
   * Names of the hidden cuts right behind activations, from below; none where that is not known.
   */
  default List<String> activationCuts() {
    return List.of();
  }

  /** Where a space lies: at its hidden cut, or at the input. */
  default Cut at(Space space) {
    return space instanceof Space.Hidden hidden ? hidden(hidden.cut()) : input();
  }

  /** Another classifier that this one is compared with, on the same samples. */
  default Optional<Subject> other() {
    return Optional.empty();
  }

  /** The same kind of classifier from other seeds, on the same samples. */
  default List<Subject> seeds() {
    return List.of();
  }

  /** The samples that may be measured. */
  Dataset measured();

  /**
   * What the classifier was trained on.
   *
   * @throws IllegalStateException if that is not known
   */
  Dataset training();
}
