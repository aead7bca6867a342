package dev.assay.nn;

import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer on its way to steps, or the beginning or the end of its branches: what it reads and
 * writes, and what {@link Fusion} found for it.
 */
final class Operation {
  final Layer layer;

  /** Where its parameters are, see {@link Parameters#find}. */
  final String owner;

  /** The layer's number in the order in which layers run. */
  final int number;

  /** Shape of a sample of each input as it reads it, and of what it writes. */
  final List<Shape> ins;

  final Shape out;

  final List<Value> inputs = new ArrayList<>();
  final List<Value> outputs = new ArrayList<>();

  /** The BatchNorm that follows a product; null for none. */
  Operation norm;

  /** The product that a BatchNorm follows; null for none. */
  Operation product;

  /** The ReLU at its end. */
  Rectifier relu = Rectifier.NONE;

  /** What samples the maxima of a dense pool and runs with it; null for none. */
  SampledMaxPoolStep.Sampling sampling;

  /** Whether it masks its cotangents for the ReLU before it, see {@link Rectifier#POOLED}. */
  boolean masks;

  Operation(Layer layer, String owner, int number, List<Shape> ins, Shape out) {
    this.layer = layer;
    this.owner = owner;
    this.number = number;
    this.ins = ins;
    this.out = out;
  }

  /** Whether it is the end of branches; their beginning reads one value and writes several. */
  boolean isJoin() {
    return inputs.size() > 1;
  }

  boolean isProduct() {
    return layer instanceof Conv2d || layer instanceof Dense;
  }

  /** The operation that alone reads what this one writes, if that is such a layer; else null. */
  Operation next(Class<? extends Layer> kind) {
    boolean alone = outputs.size() == 1 && !outputs.get(0).seen;
    Operation reader = alone ? outputs.get(0).reader : null;
    return reader != null && kind.isInstance(reader.layer) ? reader : null;
  }
}
