package dev.assay.reproduction;

import dev.assay.data.Dataset;
import dev.assay.nn.Architecture;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Family.Setting;
import dev.assay.tensor.Shape;
import dev.assay.train.StoppingCriterion;
import java.util.List;

/**
 * Perceptrons, all trained until they fit the training samples.
 *
 * @param train training samples
 * @param test test samples from which the gap is taken
 * @param epochs at most; training stops when all training samples are fitted
 */
public record Perceptrons(
    int train,
    int test,
    List<Integer> widths,
    List<Integer> depths,
    List<Double> weightDecays,
    List<Integer> batches,
    int epochs)
    implements Design {
  public static final String WIDTH = "width";
  public static final String DEPTH = "depth";

  /** From so many values on, the first layer is most of the work. */
  private static final int LARGE = 2000;

  /** Whether perceptrons on such samples take several times as long as on those of MNIST. */
  public static boolean areDear(Shape sample) {
    return sample.size() >= LARGE;
  }

  /** 24 small networks, narrower where they are dear. */
  public static Perceptrons quick(Shape sample) {
    return new Perceptrons(
        1000,
        10_000,
        areDear(sample) ? List.of(16, 32, 128) : List.of(16, 64, 256),
        List.of(1, 2),
        List.of(0.0, 1e-3),
        List.of(16, 128),
        300);
  }

  /** 54 networks. */
  public static Perceptrons full() {
    return new Perceptrons(
        4000,
        10_000,
        List.of(32, 128, 512),
        List.of(1, 2, 3),
        List.of(0.0, 1e-4, 1e-3),
        List.of(32, 256),
        300);
  }

  @Override
  public NetworkKind kind() {
    return NetworkKind.MLP;
  }

  @Override
  public String described() {
    return "perceptrons";
  }

  @Override
  public StoppingCriterion criterion() {
    return StoppingCriterion.accuracy(1);
  }

  @Override
  public List<Hyperparameter> hyperparameters() {
    return List.of(
        new Hyperparameter(WIDTH, "hidden units of a layer", widths),
        new Hyperparameter(DEPTH, "hidden layers", depths),
        new Hyperparameter(WEIGHT_DECAY, "of Adam, as an L2 term", weightDecays),
        new Hyperparameter(BATCH, "samples in a step", batches));
  }

  @Override
  public double rate() {
    return 1e-3;
  }

  @Override
  public int watched() {
    return 1000;
  }

  @Override
  public Architecture architecture(Dataset samples, Setting setting) {
    return Laboratory.perceptron(samples, setting.integer(WIDTH), setting.integer(DEPTH));
  }
}
