package dev.assay.study.translation;

import dev.assay.backend.Workers;
import dev.assay.nn.Tap;
import dev.assay.study.Forward;
import dev.assay.study.Progress;
import dev.assay.study.Samples;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Compares what a network makes of pairs of views: one stream of views, made where the network
 * runs, of which nothing is kept but what is summed up. Results are told image by image.
 */
final class Comparer {
  /** First views of which all is kept at a time: a batch. */
  private static final int BLOCK = 64;

  /** Views in a call of the network, where first views are the images. */
  private static final int CALL = 1024;

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
  private final List<Aspect> hidden;
  private final int classes;
  private final Workers workers;

  /**
   * @param aspects those of hidden places first
   */
  Comparer(
      Forward forward,
      Samples images,
      Mover mover,
      List<Aspect> aspects,
      int classes,
      Workers workers) {
    this.forward = forward;
    this.images = images;
    this.mover = mover;
    this.aspects = aspects;
    this.hidden = aspects.stream().filter(aspect -> !aspect.place().output()).toList();
    this.classes = classes;
    this.workers = workers;
  }

  /** What the network makes of some views. */
  private final class Seen {
    final Outputs outputs;

    /** For each hidden aspect, for each view: of its vector with the first view's, and its own. */
    final double[][] products;

    Seen(int views) {
      outputs = new Outputs(views, classes);
      products = new double[hidden.size()][2 * views];
    }

    void look(IntFunction<View> views, int count, Tap[] taps) {
      forward.run(
          (i, target, at) -> {
            View view = views.apply(i);
            mover.write(images.points(), view.image() * images.length(), view.shift(), target, at);
          },
          count,
          taps,
          outputs.logits());
      Each.of(count, workers, outputs::settle);
    }
  }

  /** Compares all pairs of all images. */
  void run(Pairing pairing, Sink sink, Progress progress) {
    int most = pairing.fromImage() ? CALL : BLOCK;
    Seen first = new Seen(BLOCK);
    Seen second = new Seen(most);
    try (Watch watch = new Watch(forward.backend(), hidden, BLOCK)) {
      for (int from = 0; from < images.count(); from += BLOCK) {
        progress.at("moved images", from, images.count(), "images");
        int start = from;
        int block = Math.min(BLOCK, images.count() - from);
        if (pairing.fromImage()) {
          first.look(i -> View.of(start + i), block, watch.keep(first.products));
        }
        int pairs = block * pairing.each();
        for (int done = 0; done < pairs; done += most) {
          new Call(pairing, start, done, Math.min(most, pairs - done))
              .compare(first, second, watch, sink);
        }
      }
    }
  }

  /** Some of the pairs of a block of images, image by image. */
  private final class Call {
    private final Pairing pairing;
    private final int start;
    private final int from;
    private final int count;

    /**
     * @param start the first image of the block
     * @param from the first pair
     */
    Call(Pairing pairing, int start, int from, int count) {
      this.pairing = pairing;
      this.start = start;
      this.from = from;
      this.count = count;
    }

    private int image(int i) {
      return start + (from + i) / pairing.each();
    }

    private int number(int i) {
      return (from + i) % pairing.each();
    }

    /** Where the first view of a pair stands. */
    private int own(int i) {
      return pairing.fromImage() ? (from + i) / pairing.each() : i;
    }

    void compare(Seen first, Seen second, Watch watch, Sink sink) {
      if (!pairing.fromImage()) {
        first.look(i -> pairing.first(image(i), number(i)), count, watch.keep(first.products));
      }
      Tap[] taps =
          pairing.fromImage()
              ? watch.compare(pairing.each(), from, second.products)
              : watch.compare(1, 0, second.products);
      second.look(i -> pairing.second(image(i), number(i)), count, taps);
      Likeness[][] alike = new Likeness[count][];
      Each.of(count, workers, i -> alike[i] = alike(first, own(i), second, i));
      for (int i = 0; i < count; i++) {
        sink.take(
            image(i), number(i), alike[i], first.outputs.answer(own(i)), second.outputs.answer(i));
      }
    }
  }

  private Likeness[] alike(Seen first, int i, Seen second, int j) {
    Likeness[] alike = new Likeness[aspects.size()];
    for (int a = 0; a < alike.length; a++) {
      alike[a] =
          a < hidden.size()
              ? Likeness.of(
                  second.products[a][2 * j],
                  first.products[a][2 * i + 1],
                  second.products[a][2 * j + 1])
              : first.outputs.alike(aspects.get(a).place(), i, second.outputs, j);
    }
    return alike;
  }
}
