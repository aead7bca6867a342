package dev.assay.study.translation;

import dev.assay.backend.Backend;
import dev.assay.nn.Tap;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.List;

/**
 * Compares what a network makes of views with what it made of others before, at hidden places and
 * where it runs: of the others all is kept there, of the views two numbers for each aspect.
 */
final class Watch implements AutoCloseable {
  /** Floats of a pair of products. */
  private static final int PAIR = 4;

  private final Backend backend;
  private final Workspace workspace;
  private final List<Seen> seen;

  /**
   * @param aspects of hidden places
   * @param kept views that are kept at a time, at most
   */
  Watch(Backend backend, List<Aspect> aspects, int kept) {
    this.backend = backend;
    this.workspace = new Workspace(backend);
    this.seen = aspects.stream().map(aspect -> new Seen(aspect, kept)).toList();
  }

  /** One aspect: its vectors that were kept, and room for each worker. */
  private final class Seen {
    final Aspect aspect;
    final Reduction.Running reduction;
    final Tensor kept;
    final Tensor[] reduced = new Tensor[backend.workers().count()];
    final Tensor[] products = new Tensor[backend.workers().count()];

    Seen(Aspect aspect, int kept) {
      this.aspect = aspect;
      this.reduction = aspect.reduction().on(backend, workspace);
      this.kept = workspace.tensor(vectors(kept));
    }

    Shape vectors(int count) {
      return Shape.vector(aspect.dimension()).batch(count);
    }

    void keep(int first, Tensor x, int worker, double[] into) {
      Tensor place = kept.slice(first, first + x.count());
      reduction.apply(x, place);
      compare(place, place, 1, 0, worker).readDoubles(into, 2 * first);
    }

    void compare(int each, int from, int first, Tensor x, int worker, double[] into) {
      Tensor vectors = x;
      if (!aspect.raw()) {
        vectors = room(reduced, worker, vectors(x.count()));
        reduction.apply(x, vectors);
      }
      compare(vectors, kept, each, from + first, worker).readDoubles(into, 2 * first);
    }

    private Tensor compare(Tensor vectors, Tensor references, int each, int first, int worker) {
      Tensor pairs = room(products, worker, Shape.vector(PAIR).batch(vectors.count()));
      backend.products(vectors, references, each, first, pairs);
      return pairs;
    }
  }

  private Tensor room(Tensor[] rooms, int worker, Shape shape) {
    synchronized (workspace) {
      if (rooms[worker] == null || rooms[worker].size() < shape.size()) {
        rooms[worker] = workspace.tensor(shape);
      }
    }
    return rooms[worker].part(0, shape);
  }

  /**
   * Keeps what passes.
   *
   * @param products for each aspect, for each view twice the product of its vector with itself;
   *     output
   */
  Tap[] keep(double[][] products) {
    return taps((a, first, x, worker) -> seen.get(a).keep(first, x, worker, products[a]));
  }

  /**
   * Compares what passes with what was kept.
   *
   * @param each views in turn that are compared with the same one
   * @param from number of the first view
   * @param products for each aspect, for each view the products with what it is compared with, and
   *     with itself; output
   */
  Tap[] compare(int each, int from, double[][] products) {
    return taps(
        (a, first, x, worker) -> seen.get(a).compare(each, from, first, x, worker, products[a]));
  }

  /** What is done for an aspect with what passes its place. */
  private interface Take {
    void take(int aspect, int first, Tensor x, int worker);
  }

  /** A tap for each place. */
  private Tap[] taps(Take take) {
    int places = seen.stream().mapToInt(one -> one.aspect.source() + 1).max().orElse(0);
    Tap[] taps = new Tap[places];
    for (int place = 0; place < places; place++) {
      int here = place;
      taps[place] =
          (first, x, worker) -> {
            for (int a = 0; a < seen.size(); a++) {
              if (seen.get(a).aspect.source() == here) {
                take.take(a, first, x, worker);
              }
            }
          };
    }
    return taps;
  }

  @Override
  public void close() {
    workspace.close();
  }
}
