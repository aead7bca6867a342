package dev.assay.peers.attack;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A batch of B samples of which each is to leave its class, seen as functions of displacements. */
public final class Attacked {
  private final UnaryOperator<Tensor> classifier;
  private final Tensor labels;
  private final long size;

  /** Logits at a place, B × K, and the gradient of some function of them, B × d. */
  record Slope(Tensor logits, Tensor gradient) {}

  /**
   * @param classifier from displacements, B × d, to logits, B × K
   * @param labels the class that each sample has and is to leave, B whole numbers
   * @param size d
   */
  public Attacked(UnaryOperator<Tensor> classifier, Tensor labels, long size) {
    this.classifier = classifier;
    this.labels = labels.view(-1, 1);
    this.size = size;
  }

  long count() {
    return labels.size(0);
  }

  /** Length d of a displacement. */
  long size() {
    return size;
  }

  /** The class of each sample, B × 1. */
  Tensor labels() {
    return labels;
  }

  /** Displacements of nothing. */
  Tensor origin() {
    return torch.zeros(count(), size);
  }

  Tensor logits(Tensor at) {
    return classifier.apply(at);
  }

  /** {@code z_i − max_{j≠i} z_j}, B × 1: negative where the class has changed. */
  Tensor gaps(Tensor logits) {
    Tensor rivals = logits.scatter(1, labels, new Scalar(Float.NEGATIVE_INFINITY));
    return logits.gather(1, labels).sub(rivals.amax(new long[] {1}, true));
  }

  /**
   * @param objective of the logits; its sum over all is differentiated
   */
  Slope slope(Tensor at, UnaryOperator<Tensor> objective) {
    Tensor leaf = leaf(at);
    Tensor logits = logits(leaf);
    TensorVector sum = new TensorVector(objective.apply(logits).sum());
    return new Slope(logits.detach(), torch.grad(sum, new TensorVector(leaf)).get(0));
  }

  /** The same place as a variable to differentiate by. */
  static Tensor leaf(Tensor at) {
    Tensor leaf = at.detach();
    leaf.set_requires_grad(true);
    return leaf;
  }
}
