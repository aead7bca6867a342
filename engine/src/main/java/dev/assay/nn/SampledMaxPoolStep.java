package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Blur;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;

/**
 * Max pooling at every pixel, and what samples it: a filter, or the polyphase component of greatest
 * norm. Training keeps every value of the batch; here what windows see, the dense maxima and their
 * cotangents are those of one sample at a time, in cache. Without a filter only winners that were
 * sampled are kept.
 */
final class SampledMaxPoolStep extends SharedStep {
  private static final Shape PHASE = Shape.vector(1);

  /**
   * What samples dense maxima.
   *
   * @param adaptive whether each sample takes a phase of its own
   * @param out shape of what is sampled
   */
  record Sampling(Blur blur, boolean adaptive, Shape out) {

    /** That of an anti-aliased pool. */
    static Sampling filter(MaxPool pool, Shape out) {
      return new Sampling(pool.antiAlias().blur(pool.window()), false, out);
    }

    static Sampling polyphase(PolyphasePool pool, Shape out) {
      return new Sampling(pool.blur(), true, out);
    }

    boolean filters() {
      return blur.size() > 1;
    }
  }

  private final Window circle;
  private final Window dense;

  /** Windows of which each holds those of all phases of an output. */
  private final Window cover;

  private final Blur blur;
  private final boolean adaptive;
  private final boolean filtered;
  private final boolean masks;
  private final Shape seen;
  private final Shape pooled;
  private final Shape winners;

  /**
   * @param window of the dense pool on the image, before what it sees is made
   * @param masks for a ReLU right before it, see {@link Rectifier#POOLED}; not with a filter, whose
   *     outputs do not tell
   */
  SampledMaxPoolStep(Backend backend, Shape in, Window window, Sampling sampling, boolean masks) {
    super(backend, in, sampling.out());
    this.circle = window;
    this.dense = window.inside();
    this.blur = sampling.blur();
    this.cover =
        new Window(
            dense.kernelHeight() + blur.strideHeight() - 1,
            dense.kernelWidth() + blur.strideWidth() - 1,
            blur.strideHeight(),
            blur.strideWidth(),
            dense.paddingHeight(),
            dense.paddingWidth());
    this.adaptive = sampling.adaptive();
    this.filtered = sampling.filters();
    this.masks = masks;
    this.seen = Fit.wrapped(window, in);
    this.pooled = Fit.window(window, in, in.channels());
    this.winners = filtered ? pooled : out;
  }

  /** The winners, then the phase. */
  @Override
  Shape savedShape() {
    return Shape.vector(Math.toIntExact(winners.size() + PHASE.size()));
  }

  @Override
  long scratchSize(int rows) {
    return room(seen) + 2 * room(pooled);
  }

  private static long room(Shape shape) {
    return Workspace.align(shape.size());
  }

  /** A sample of a shape, after {@code from} floats. */
  private static Tensor one(Tensor tensor, long from, Shape shape) {
    return tensor.part(from, shape.batch(1));
  }

  private Tensor savedWinners(Io io, int sample) {
    return one(io.saved.slice(sample, sample + 1), 0, winners);
  }

  private Tensor savedPhase(Io io, int sample) {
    return adaptive ? one(io.saved.slice(sample, sample + 1), winners.size(), PHASE) : null;
  }

  private boolean wraps() {
    return !seen.equals(in);
  }

  @Override
  boolean overwritesCotangent() {
    return masks;
  }

  @Override
  void forward(Io io, int part, int parts, Tensor scratch) {
    int samples = io.x.count();
    for (int i = samples * part / parts; i < samples * (part + 1) / parts; i++) {
      forward(io, i, scratch);
    }
  }

  private void forward(Io io, int sample, Tensor scratch) {
    Tensor x = io.x.slice(sample, sample + 1);
    Tensor y = io.y.slice(sample, sample + 1);
    Tensor phase = savedPhase(io, sample);
    Tensor maxima = one(scratch, room(seen), pooled);
    Tensor kept = savedWinners(io, sample);
    Tensor all = filtered ? kept : one(scratch, room(seen) + room(pooled), pooled);
    if (wraps()) {
      Tensor wrapped = one(scratch, 0, seen);
      backend.pad(circle.edge(), circle.paddingHeight(), circle.paddingWidth(), x, wrapped);
      x = wrapped;
    }
    backend.maxPool(dense, x, maxima, all);
    if (adaptive) {
      backend.selectPhase(blur.strideHeight(), blur.strideWidth(), maxima, phase);
    }
    backend.blur(blur, phase, maxima, y);
    if (!filtered) {
      backend.blur(blur, phase, all, kept); // samples as they are
    }
  }

  @Override
  void prepareBackward(Io io) {
    if (io.dx != null && masks) {
      backend.reluBackward(0, io.y, io.dy, io.dy);
    }
  }

  @Override
  void backward(Io io, int part, int parts, Tensor scratch) {
    int samples = io.dx == null ? 0 : io.dx.count();
    for (int i = samples * part / parts; i < samples * (part + 1) / parts; i++) {
      backward(io, i, scratch);
    }
  }

  private void backward(Io io, int sample, Tensor scratch) {
    Tensor dy = io.dy.slice(sample, sample + 1);
    Tensor dx = io.dx.slice(sample, sample + 1);
    Tensor dSeen = wraps() ? one(scratch, 0, seen) : dx;
    if (filtered) {
      Tensor dMaxima = one(scratch, room(seen), pooled);
      backend.blurBackward(blur, savedPhase(io, sample), dy, dMaxima);
      backend.maxPoolBackward(dense, savedWinners(io, sample), dMaxima, dSeen);
    } else {
      backend.maxPoolBackward(cover, savedWinners(io, sample), dy, dSeen);
    }
    if (wraps()) {
      backend.padBackward(circle.edge(), circle.paddingHeight(), circle.paddingWidth(), dSeen, dx);
    }
  }

  @Override
  String describe() {
    return Text.format("max-pool, sampled %s → %s", in, out);
  }
}
