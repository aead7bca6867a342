package dev.assay.study.translation;

import dev.assay.backend.Workers;
import dev.assay.backend.cpu.LongVectors;
import dev.assay.study.Forward;
import dev.assay.study.Progress;
import dev.assay.study.Samples;
import dev.assay.train.Evaluation;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Compares what a network makes of pairs of views: one stream of views, made where the network
 * runs, of which nothing is kept but what is summed up. Results are told in an order that depends
 * on the pairs alone.
 */
final class Comparer {
  /** Images whose first views are kept at a time. */
  private static final int BLOCK = 64;

  /**
   * Views in a call of the network, at most, and bytes for each worker of what it makes of them.
   */
  private static final int MOST = 256;

  private static final int LEAST = 16;
  private static final long BYTES = 4 << 20;

  /** What becomes of a pair. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param alike for each aspect
     * @param before the class that the network gives the first view
     * @param after the second one
     */
    void take(int image, int number, Likeness[] alike, int before, int after);
  }

  private final Forward forward;
  private final Samples images;
  private final Mover mover;
  private final List<Aspect> aspects;
  private final int[] lengths;
  private final Workers workers;
  private final int most;

  /**
   * @param lengths of what the network makes at each place that it is looked at, the logits last
   */
  Comparer(
      Forward forward,
      Samples images,
      Mover mover,
      List<Aspect> aspects,
      int[] lengths,
      Workers workers) {
    this.forward = forward;
    this.images = images;
    this.mover = mover;
    this.aspects = aspects;
    this.lengths = lengths;
    this.workers = workers;
    long floats = 0;
    for (int length : lengths) {
      floats += length;
    }
    this.most =
        (int) Math.max(LEAST, Math.min(MOST, workers.count() * BYTES / (Float.BYTES * floats)));
  }

  /** What the network makes of some views. */
  private final class Seen {
    final float[][] activations;
    final float[][] kept;
    final float[][] vectors = new float[aspects.size()][];

    /** Of each vector with itself. */
    final double[][] products;

    final int[] answers;

    Seen(int room) {
      activations = new float[lengths.length][];
      for (int i = 0; i < lengths.length; i++) {
        activations[i] = new float[Math.multiplyExact(room, lengths[i])];
      }
      kept = aspects.stream().map(aspect -> aspect.room(room)).toArray(float[][]::new);
      products = new double[aspects.size()][room];
      answers = new int[room];
    }

    void look(IntFunction<View> views, int count) {
      forward.run(
          (i, target, at) -> {
            View view = views.apply(i);
            mover.write(images.points(), view.image() * images.length(), view.shift(), target, at);
          },
          count,
          activations);
      for (int a = 0; a < vectors.length; a++) {
        vectors[a] = aspects.get(a).vectors(activations, count, kept[a], workers);
      }
      Each.of(count, workers, this::measure);
      int classes = lengths[lengths.length - 1];
      for (int i = 0; i < count; i++) {
        answers[i] = Evaluation.argmax(activations[lengths.length - 1], i * classes, classes);
      }
    }

    private void measure(int i) {
      for (int a = 0; a < vectors.length; a++) {
        int length = aspects.get(a).dimension();
        products[a][i] =
            LongVectors.product(length, vectors[a], i * length, vectors[a], i * length);
      }
    }
  }

  /** Compares all pairs of all images. */
  void run(Pairing pairing, Sink sink, Progress progress) {
    int block = Math.min(BLOCK, most);
    Seen first = new Seen(pairing.fromImage() ? block : most);
    Seen second = new Seen(most);
    for (int from = 0; from < images.count(); from += block) {
      progress.at("moved images", from, images.count(), "images");
      int start = from;
      int count = Math.min(block, images.count() - from);
      if (pairing.fromImage()) {
        first.look(i -> View.of(start + i), count);
      }
      for (int done = 0; done < count * pairing.each(); done += most) {
        new Call(pairing, start, count, done).compare(first, second, sink);
      }
    }
  }

  /**
   * Some of the pairs of a block of images, number by number.
   *
   * @param start the first image
   * @param block how many images
   * @param from the first pair
   */
  private final class Call {
    private final Pairing pairing;
    private final int start;
    private final int block;
    private final int from;

    Call(Pairing pairing, int start, int block, int from) {
      this.pairing = pairing;
      this.start = start;
      this.block = block;
      this.from = from;
    }

    private int image(int i) {
      return start + (from + i) % block;
    }

    private int number(int i) {
      return (from + i) / block;
    }

    /** Where the first view of a pair stands. */
    private int own(int i) {
      return pairing.fromImage() ? (from + i) % block : i;
    }

    void compare(Seen first, Seen second, Sink sink) {
      int count = Math.min(most, block * pairing.each() - from);
      if (!pairing.fromImage()) {
        first.look(i -> pairing.first(image(i), number(i)), count);
      }
      second.look(i -> pairing.second(image(i), number(i)), count);
      Likeness[][] alike = new Likeness[count][];
      Each.of(count, workers, i -> alike[i] = Comparer.this.compare(first, own(i), second, i));
      for (int i = 0; i < count; i++) {
        sink.take(image(i), number(i), alike[i], first.answers[own(i)], second.answers[i]);
      }
    }
  }

  private Likeness[] compare(Seen first, int i, Seen second, int j) {
    Likeness[] alike = new Likeness[aspects.size()];
    for (int a = 0; a < alike.length; a++) {
      int length = aspects.get(a).dimension();
      alike[a] =
          Likeness.of(
              LongVectors.product(
                  length, first.vectors[a], i * length, second.vectors[a], j * length),
              first.products[a][i],
              second.products[a][j]);
    }
    return alike;
  }
}
