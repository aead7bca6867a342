package dev.assay.study;

import dev.assay.backend.Workers;
import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import java.util.stream.IntStream;

/** A network and two data sets: the usual subject of a margin study. */
public final class NetworkSubject implements Subject {
  private static final String CLEAN = "clean";

  private final Network network;
  private final Dataset evaluated;
  private final Dataset training;

  /**
   * @param evaluated samples to measure; their groups are what was done to them
   * @param training what the network was trained on
   */
  public NetworkSubject(Network network, Dataset evaluated, Dataset training) {
    this.network = network;
    this.evaluated = evaluated;
    this.training = training;
    require(evaluated);
    require(training);
  }

  private void require(Dataset data) {
    Architecture architecture = network.architecture();
    if (!architecture.input().equals(data.sample()) || architecture.classes() != data.classes()) {
      throw new BadInputException(
          Text.format(
              "the network takes %s and has %d outputs, but %s has samples of %s in %d classes",
              architecture.input(),
              architecture.classes(),
              data.provenance().summary(),
              data.sample(),
              data.classes()));
    }
  }

  @Override
  public Classifier network() {
    return network.classifier();
  }

  @Override
  public PiecewiseLinear exact() {
    return PiecewiseLinear.of(network, 0);
  }

  @Override
  public Workers workers() {
    return network.backend().workers();
  }

  /**
   * @param name of a cut as {@link Architecture#cutName} gives it, for example {@code 1-relu}, or
   *     only the number of the layer before it
   */
  @Override
  public Hidden hidden(String name) {
    int cut = network.architecture().hiddenCut(name);
    Classifier suffix = network.classifierFrom(cut);
    return new Hidden() {
      @Override
      public Classifier suffix() {
        return suffix;
      }

      @Override
      public PiecewiseLinear exact() {
        return PiecewiseLinear.of(network, cut);
      }

      @Override
      public float[] activations(float[] inputs, int count) {
        return network.activations(inputs, count, cut);
      }
    };
  }

  @Override
  public Samples evaluated() {
    int count = evaluated.count();
    return new Samples(
        evaluated.images(),
        evaluated.sample().intSize(),
        IntStream.range(0, count).toArray(),
        evaluated.labels(),
        IntStream.range(0, count).mapToObj(i -> group(evaluated.corruption(i))).toList());
  }

  private static String group(Corruption.Kind corruption) {
    return corruption == Corruption.Kind.NONE ? CLEAN : corruption.text();
  }

  @Override
  public int trainingCount() {
    return training.count();
  }

  @Override
  public float[] training() {
    return training.images();
  }
}
