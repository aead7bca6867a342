package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * One operation of a plan, on a slice of samples. A step owns what all slices share (packed
 * weights, statistics); what belongs to a slice comes in an {@link Io}. Several workers run the
 * same step at once on different slices.
 */
abstract class Step {
  final Backend backend;
  final Shape in;
  final Shape out;

  Step(Backend backend, Shape in, Shape out) {
    this.backend = backend;
    this.in = in;
    this.out = out;
  }

  /** The tensors of one slice at one step. */
  static final class Io {
    /** Index of the slice's first sample in the batch. */
    int first;

    Tensor x;
    Tensor y;

    /**
     * What the forward pass keeps for the backward besides x and y; see {@link Step#savedShape}.
     */
    Tensor saved;

    /** Cotangents of y and x; null where no gradient is wanted. */
    Tensor dy;

    Tensor dx;

    /** All x and dx of a step that reads several values, and all dy of one that writes several. */
    Tensor[] xs;

    Tensor[] dxs;
    Tensor[] dys;

    /**
     * Where the slice leaves its part of a sum over the batch, and that part as the step wants to
     * see it.
     */
    Tensor partial;

    Tensor[] partialViews;

    /** Views of parts of this, for steps that want them; see {@link PlaneStep}. */
    Io[] parts;
  }

  /** Shape of a sample of one of the values that it reads. */
  Shape in(int input) {
    return in;
  }

  /** True where all that it writes is what it reads, as it is. */
  boolean passesOn() {
    return false;
  }

  /** True where the cotangents of all that it reads are that of what it writes. */
  boolean passesBack() {
    return false;
  }

  /** True where {@link #backward} changes dy. */
  boolean overwritesCotangent() {
    return false;
  }

  /** y from x. */
  abstract void forward(Io io, Tensor scratch);

  /** True where {@link #forward(Io, int, int, Tensor)} shares the work out. */
  boolean comesInParts() {
    return false;
  }

  /** Part {@code part} of {@code parts} of {@link #forward}; all parts together write y. */
  void forward(Io io, int part, int parts, Tensor scratch) {
    if (part == 0) {
      forward(io, scratch);
    }
  }

  /**
   * dx from dy, for any number of cotangents per sample; called after {@link #forward}. May
   * overwrite dy.
   */
  abstract void backward(Io io, Tensor scratch);

  /** True where {@link #backward(Io, int, int, Tensor)} shares the work out. */
  boolean comesBackInParts() {
    return false;
  }

  /** What must be done before the parts of {@link #backward}; one thread. */
  void prepareBackward(Io io) {}

  /** Part {@code part} of {@code parts} of {@link #backward}, but for {@link #prepareBackward}. */
  void backward(Io io, int part, int parts, Tensor scratch) {
    if (part == 0) {
      backward(io, scratch);
    }
  }

  /**
   * The gradient from the rows that the slices left. Where a plan has one slice, its row is the
   * gradient.
   */
  final void addRows(Io batch, Tensor gradient) {
    if (batch.partial.storage() != gradient.storage()) {
      backend.sum(batch.partial, gradient);
    }
  }

  /** One line for people. */
  abstract String describe();

  /** How its products are computed, forward and backward, for people; empty without a product. */
  String form() {
    return "";
  }

  /** Floating-point operations of the products of the forward pass, per sample. */
  long flops() {
    return 0;
  }

  /** Shape per sample of what the forward pass saves for the backward; null for nothing. */
  Shape savedShape() {
    return null;
  }

  /** Floats of scratch per worker for slices of so many samples (or cotangents). */
  long scratchSize(int rows) {
    return 0;
  }

  /**
   * First part of bringing folded and packed weights up to date with the parameters; one thread.
   */
  void prepareRefresh() {}

  /** Number of {@link #refresh} tasks; they may run in parallel. */
  int refreshTasks() {
    return 0;
  }

  void refresh(int task) {}
}
