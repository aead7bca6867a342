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
   * Names of the hidden cuts right behind activations that turn units on and off, from below; none
   * where that is not known.
   */
  default List<String> activationCuts() {
    return List.of();
  }

  /**
   * Names of the hidden cuts behind blocks of layers, from below: behind pooling, and behind
   * activations that no pooling follows; none where that is not known.
   */
  default List<String> blockCuts() {
    return activationCuts();
  }

  /** Where a space lies: at its hidden cut, or at the input. */
  default Cut at(Space space) {
    return space instanceof Space.Hidden hidden ? hidden(hidden.cut()) : input();
  }

  /**
   * Looks at hidden cuts while the classifier runs.
   *
   * @param cuts names, from below, each cut once
   * @throws BadInputException if there is no cut of a name, or they are in another order
   */
  default Forward forward(List<String> cuts) {
    return new CutForward(input().above(), cuts.stream().map(this::hidden).toList());
  }

  /** Another classifier that this one is compared with, on the same samples. */
  default Optional<Subject> other() {
    return Optional.empty();
  }

  /** The same kind of classifier from other seeds, on the same samples. */
  default List<Subject> seeds() {
    return List.of();
  }

  /**
   * A classifier in the course of its training.
   *
   * @param epoch after how many epochs
   */
  record Snapshot(int epoch, Subject subject) {}

  /**
   * The same classifier in the course of its training, by epoch, at last as it is; none where that
   * is not known. What it is trained on and measured on is the same.
   */
  default List<Snapshot> snapshots() {
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
