package dev.assay.study.margin;

import dev.assay.nn.Classifier;
import dev.assay.nn.Front;
import dev.assay.study.Samples;
import java.util.Optional;

/**
 * A question about a classifier asked where points are cheaper: of all that a classifier sees of an
 * input, its {@link Front} may make few values. Distances are the same, and the class at every
 * point up to rounding. Holds native memory.
 */
interface Reduction extends AutoCloseable {
  /** The classifier that searches ask. */
  Classifier classifier();

  /** The directions that they search. */
  Question question();

  /** The points that they start from. */
  Samples samples(Samples samples);

  /** Coordinates in the directions that were asked for, of coordinates that a search found. */
  double[] place(double[] found);

  @Override
  void close();

  /** What serves a question best. Where points are clipped, whole inputs are looked at. */
  static Reduction of(Classifier classifier, Question question) {
    Optional<Front> front = question.clip() == null ? classifier.front() : Optional.<Front>empty();
    if (front.isPresent() && !question.directions().whole()) {
      return new AboveFront(front.get(), question);
    }
    return front
        .flatMap(some -> RowSpace.of(some, question))
        .orElseGet(() -> new Unreduced(classifier, question));
  }

  /** The question as it is. */
  record Unreduced(Classifier classifier, Question question) implements Reduction {
    @Override
    public Samples samples(Samples samples) {
      return samples;
    }

    @Override
    public double[] place(double[] found) {
      return found;
    }

    @Override
    public void close() {}
  }

  /** Searches among outputs of the front, along what it makes of the directions: W P. */
  record AboveFront(Front front, Classifier classifier, Question question) implements Reduction {
    AboveFront(Front front, Question question) {
      this(front, front.above(), question.along(question.directions().under(front.matrix())));
    }

    @Override
    public Samples samples(Samples samples) {
      return samples.at(front.images(samples.points(), samples.count()), front.outputs());
    }

    @Override
    public double[] place(double[] found) {
      return found;
    }

    @Override
    public void close() {}
  }
}
