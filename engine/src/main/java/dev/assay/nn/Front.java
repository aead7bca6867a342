package dev.assay.nn;

import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dense layers with which a classifier begins, {@code z = W x + b}, and what is above them. All
 * that a classifier sees of an input is z: who moves inputs along few directions need not go
 * through W for every point.
 */
public final class Front {
  private final Network network;
  private final int cut;
  private final int top;

  private Front(Network network, int cut, int top) {
    this.network = network;
    this.cut = cut;
    this.top = top;
  }

  /**
   * The front of the part of a network above a cut, if it gives a vector shorter than an input to
   * the layers after it, and W is no larger than the layers' own parameters.
   *
   * @param top the first layer that is not affine
   */
  static Optional<Front> of(Network network, int cut, int top) {
    Architecture architecture = network.architecture();
    Shape output = architecture.shape(top);
    if (top == architecture.depth()
        || output.rank() != 1
        || output.size() >= architecture.shape(cut).size()) {
      return Optional.empty();
    }
    long parameters = 0;
    for (int layer = cut; layer < top; layer++) {
      parameters += architecture.parameterCount(layer);
    }
    return output.size() * architecture.shape(cut).size() <= parameters
        ? Optional.of(new Front(network, cut, top))
        : Optional.empty();
  }

  /** Values of x, n. */
  public int inputs() {
    return network.architecture().shape(cut).intSize();
  }

  /** Values of z, h, fewer than n. */
  public int outputs() {
    return network.architecture().shape(top).intSize();
  }

  /** W, h × n. */
  public float[] matrix() {
    int outputs = outputs();
    float[] matrix = new float[outputs * inputs()];
    network.alone(
        () -> {
          try (SensitivityPlan gradients = network.newSensitivity(cut, top, 1)) {
            gradients.run(
                new float[matrix.length],
                outputs,
                Classifier.identity(1, outputs),
                new float[outputs * outputs],
                matrix);
          }
          return matrix;
        });
    return matrix;
  }

  /** z of some x. */
  public float[] images(float[] inputs, int count) {
    return network.between(inputs, count, cut, top);
  }

  /** The classifier of z. */
  public Classifier above() {
    return network.classifierFrom(top);
  }

  /**
   * A network of its own, to be closed, with another front of the same b: {@code z = F y + b}.
   *
   * @param factor F, h × m
   * @param size m
   */
  public Network with(float[] factor, int size) {
    Architecture architecture = network.architecture();
    List<Layer> layers = new ArrayList<>();
    layers.add(new Dense(outputs(), true));
    layers.addAll(architecture.layers().subList(top, architecture.depth()));
    Network other = new Network(network.backend(), Architecture.of(Shape.vector(size), layers), 0);
    List<Parameters.Entry> theirs = other.parameters().entries();
    List<Parameters.Entry> ours = network.parameters().entries();
    Map<String, float[]> values = new HashMap<>();
    values.put(theirs.get(0).name(), factor);
    values.put(theirs.get(1).name(), images(new float[inputs()], 1));
    for (int i = 2; i < theirs.size(); i++) {
      Parameters.Entry same = ours.get(ours.size() - theirs.size() + i);
      values.put(theirs.get(i).name(), same.tensor().toArray());
    }
    other.parameters().set(values);
    return other;
  }
}
