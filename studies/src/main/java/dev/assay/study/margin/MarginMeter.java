package dev.assay.study.margin;

import dev.assay.geometry.PiecewiseLinear;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Classifier;
import dev.assay.study.Samples;
import dev.assay.study.margin.Search.Need;
import dev.assay.subspace.Directions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Measures margins in batches. Every round asks the classifier up to three times for the whole
 * batch: for the searches that need logits, for those that need one gradient, and for those that
 * need the gradients to all classes (one forward pass, K − 1 cotangents a sample). Searches that
 * have ended leave, others take their places, so batches stay full to the end. The result of a
 * sample does not depend on the batch.
 */
public final class MarginMeter {
  private static final int GRADIENT_FLOATS = 1 << 23;
  private static final int LARGEST_BATCH = 256;

  private final Classifier classifier;
  private final int batch;
  private final Question question;
  private final int classes;
  private final int length;

  /** A meter whose batch keeps the gradients below 32 MiB. */
  public MarginMeter(Classifier classifier, Directions directions, Reference reference) {
    this(classifier, directions, reference, batchFor(classifier));
  }

  MarginMeter(Classifier classifier, Directions directions, Reference reference, int batch) {
    this(classifier, batch, new Question(directions, reference, null, -1, null));
  }

  private MarginMeter(Classifier classifier, int batch, Question question) {
    this.classifier = classifier;
    this.batch = batch;
    this.question = question;
    this.classes = classifier.classes();
    this.length = classifier.input().intSize();
    if (classes < 2) {
      throw new BadInputException(
          "a margin needs a boundary between classes, but the network has "
              + classes
              + (classes == 1 ? " class" : " classes"));
    }
    Directions directions = question.directions();
    if (directions.dimension() != length) {
      throw new IllegalArgumentException(
          Text.format(
              "directions in %d dimensions, but the classifier takes %d values",
              directions.dimension(), length));
    }
  }

  /** The same with points held within a range; null for none. */
  MarginMeter clippedTo(Clip range) {
    return asking(
        new Question(
            question.directions(),
            question.reference(),
            range,
            question.target(),
            question.opinion()));
  }

  /** The same towards one class only. */
  MarginMeter towards(int rival) {
    return asking(
        new Question(
            question.directions(),
            question.reference(),
            question.clip(),
            rival,
            question.opinion()));
  }

  /**
   * The same with ties and points found looked at in double precision: a point that lies before the
   * boundary there is moved on to it.
   *
   * @param exact the classifier, asked when it is first needed
   */
  public MarginMeter confirmedBy(Supplier<PiecewiseLinear> exact) {
    return confirmedBy(new SecondOpinion(exact));
  }

  /** The same by an opinion that others ask, too; null for none. */
  MarginMeter confirmedBy(SecondOpinion opinion) {
    return asking(
        new Question(
            question.directions(),
            question.reference(),
            question.clip(),
            question.target(),
            opinion));
  }

  private MarginMeter asking(Question other) {
    return new MarginMeter(classifier, batch, other);
  }

  /**
   * What was found for a sample.
   *
   * @param place coordinates of the point on the boundary, from the sample; null where none was
   *     found
   */
  public record Found(Margin margin, double[] place) {}

  /**
   * One margin for each sample, in their order.
   *
   * @param done told how many samples are done
   */
  public List<Margin> measure(Samples samples, MarginSolver solver, IntConsumer done) {
    return find(samples, solver, done).stream().map(Found::margin).toList();
  }

  /** As {@link #measure}, with the places. */
  public List<Found> find(Samples samples, MarginSolver solver, IntConsumer done) {
    check(samples);
    if (samples.count() == 0) {
      return List.of();
    }
    List<Found> found;
    try (Reduction reduction = Reduction.of(classifier, question)) {
      found = find(reduction, samples, solver, done);
    }
    return question.opinion() == null
        ? found
        : question.opinion().confirmed(found, samples, question);
  }

  private List<Found> find(
      Reduction reduction, Samples samples, MarginSolver solver, IntConsumer done) {
    Found[] margins = new Found[samples.count()];
    List<Search> active = new ArrayList<>();
    Rounds rounds = new Rounds(reduction.classifier(), reduction.question(), batch);
    Samples reduced = reduction.samples(samples);
    int next = 0;
    int finished = 0;
    while (finished < margins.length) {
      while (active.size() < batch && next < margins.length) {
        Search.Start start = new Search.Start(samples, reduced, next++, reduction.question());
        active.add(Search.of(solver, start));
      }
      rounds.run(active);
      for (Search search : active) {
        if (search.need() == Need.NOTHING) {
          double[] place = search.place();
          margins[search.position()] =
              new Found(search.result(), place == null ? null : reduction.place(place));
          finished++;
        }
      }
      active.removeIf(search -> search.need() == Need.NOTHING);
      done.accept(finished);
    }
    return List.of(margins);
  }

  private void check(Samples samples) {
    if (samples.length() != length) {
      throw new IllegalArgumentException(
          Text.format(
              "samples of %d values, but the classifier takes %d", samples.length(), length));
    }
    for (int i = 0; i < samples.count(); i++) {
      int label = samples.labels()[i];
      if (label < 0 || label >= classes) {
        throw new BadInputException(
            Text.format(
                "sample %d has the label %d, but the network has %d classes, 0 to %d; do the"
                    + " network and the data set belong together?",
                samples.indices()[i], label, classes, classes - 1));
      }
    }
  }

  private static int batchFor(Classifier classifier) {
    long floats = classifier.input().size() * Math.max(1, classifier.classes() - 1);
    return (int) Math.max(1, Math.min(LARGEST_BATCH, GRADIENT_FLOATS / floats));
  }
}
