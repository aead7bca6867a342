package dev.assay.nn;

import dev.assay.tensor.Shape;
import java.util.Optional;

/**
 * A network, or its part above a cut, as a classifier. Keeps its plans at hand, so that calls
 * allocate nothing.
 */
final class NetworkClassifier implements Classifier {
  private final Network network;
  private final Access access;
  private final int cut;
  private final int kink;
  private final Shape input;
  private final Shape output;
  private InferencePlan whole;
  private InferencePlan affine;
  private InferencePlan rest;
  private SensitivityPlan sensitivity;
  private float[] identity = {};
  private float[] ends = {};
  private float[] images = {};
  private float[] winners = {};

  NetworkClassifier(Network network, int cut) {
    this.network = network;
    this.access = network.access();
    this.cut = cut;
    Architecture architecture = network.architecture();
    this.input = architecture.shape(cut);
    this.output = Shape.vector(architecture.classes());
    this.kink = firstKink(architecture, cut);
  }

  /**
   * The first layer from the cut on that is not affine in evaluation mode; the depth if all are.
   */
  private static int firstKink(Architecture architecture, int cut) {
    int layer = cut;
    while (layer < architecture.depth()
        && architecture.layers().get(layer).linearity() == Linearity.AFFINE) {
      layer++;
    }
    return layer;
  }

  @Override
  public Shape input() {
    return input;
  }

  @Override
  public int classes() {
    return output.intSize();
  }

  @Override
  public Optional<Front> front() {
    return Front.of(network, cut, kink);
  }

  @Override
  public void logits(float[] inputs, int count, float[] logits) {
    Network.checkLength(inputs, count, input);
    Network.checkLength(logits, count, output);
    access.begin();
    try {
      whole().run(inputs, count, logits);
    } finally {
      access.end();
    }
  }

  private InferencePlan whole() {
    if (whole == null) {
      whole = network.inference(cut, network.architecture().depth());
    }
    return whole;
  }

  /**
   * Everything up to the first kink is affine, so it runs for the two ends alone; what follows runs
   * for the points between their images.
   */
  @Override
  public void logitsAlong(float[] from, float[] to, int count, float[] positions, float[] logits) {
    Network.checkLength(from, count, input);
    Network.checkLength(to, count, input);
    Network.checkLength(logits, Math.multiplyExact(count, positions.length), output);
    access.begin();
    try {
      along(from, to, count, positions, logits);
    } finally {
      access.end();
    }
  }

  private void along(float[] from, float[] to, int count, float[] positions, float[] logits) {
    if (rest == null) {
      rest = network.inference(kink, network.architecture().depth());
    }
    if (kink == cut) {
      rest.runAlong(from, 0, to, 0, count, positions, logits);
      return;
    }
    if (affine == null) {
      affine = network.inference(cut, kink);
    }
    int half = Math.multiplyExact(count, input.intSize());
    if (ends.length < 2 * half) {
      ends = new float[2 * half];
      images = new float[2 * Math.multiplyExact(count, affine.out.intSize())];
    }
    System.arraycopy(from, 0, ends, 0, half);
    System.arraycopy(to, 0, ends, half, half);
    affine.run(ends, 2 * count, images);
    rest.runAlong(images, 0, images, count * affine.out.intSize(), count, positions, logits);
  }

  /** Only the ends go to the backend, and only classes come back. */
  @Override
  public void classesAlong(float[] from, float[] to, int count, int points, int[] classes) {
    Network.checkLength(from, count, input);
    Network.checkLength(to, count, input);
    int all = Classifier.checkPoints(count, points, classes);
    access.begin();
    try {
      if (winners.length < all) {
        winners = new float[all];
      }
      whole().runClassesAlong(from, to, count, points, winners);
      for (int i = 0; i < all; i++) {
        classes[i] = (int) winners[i];
      }
    } finally {
      access.end();
    }
  }

  @Override
  public void gradients(
      float[] inputs,
      int count,
      float[] cotangents,
      int perSample,
      float[] logits,
      float[] gradients) {
    access.begin();
    try {
      differentiate(inputs, count, cotangents, perSample, logits, gradients);
    } finally {
      access.end();
    }
  }

  @Override
  public void jacobian(float[] inputs, int count, float[] logits, float[] jacobian) {
    int classes = classes();
    int size = Math.multiplyExact(count, classes * classes);
    access.begin();
    try {
      if (identity.length < size) {
        identity = Classifier.identity(count, classes);
      }
      differentiate(inputs, count, identity, classes, logits, jacobian);
    } finally {
      access.end();
    }
  }

  private void differentiate(
      float[] inputs,
      int count,
      float[] cotangents,
      int perSample,
      float[] logits,
      float[] gradients) {
    Network.checkLength(inputs, count, input);
    Network.checkLength(logits, count, output);
    int rows = Math.multiplyExact(count, perSample);
    Network.checkLength(cotangents, rows, output);
    Network.checkLength(gradients, rows, input);
    if (sensitivity == null || sensitivity.perSample() != perSample) {
      sensitivity = network.sensitivity(cut, perSample);
    }
    sensitivity.run(inputs, count, cotangents, logits, gradients);
  }
}
