package dev.assay.study;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Activation;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Linearity;
import dev.assay.nn.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** A network with its data: the usual subject of a study. */
public final class NetworkSubject implements Subject {
  private final Network network;
  private final Dataset measured;
  private final Dataset training;
  private final Subject other;
  private final List<Subject> seeds;
  private final List<Snapshot> snapshots;

  /**
   * For studies that do not look at training samples.
   *
   * @param measured samples to measure
   * @throws BadInputException if the samples do not fit the network
   */
  public NetworkSubject(Network network, Dataset measured) {
    this(network, measured, null);
  }

  /**
   * @param measured samples to measure
   * @param training what the network was trained on
   * @throws BadInputException if the samples do not fit the network
   */
  public NetworkSubject(Network network, Dataset measured, Dataset training) {
    this(network, measured, training, null, List.of(), List.of());
  }

  private NetworkSubject(
      Network network,
      Dataset measured,
      Dataset training,
      Subject other,
      List<Subject> seeds,
      List<Snapshot> snapshots) {
    this.network = network;
    this.measured = measured;
    this.training = training;
    this.other = other;
    this.seeds = seeds;
    this.snapshots = snapshots;
    require(measured);
    if (training != null) {
      require(training);
    }
  }

  /**
   * The same, to be compared with another network.
   *
   * @throws BadInputException if the samples do not fit it
   */
  public NetworkSubject beside(Network another) {
    Subject beside = new NetworkSubject(another, measured);
    return new NetworkSubject(network, measured, training, beside, seeds, snapshots);
  }

  /**
   * The same, with networks of other seeds.
   *
   * @throws BadInputException if the samples do not fit one
   */
  public NetworkSubject over(List<Network> others) {
    List<Subject> same = new ArrayList<>();
    others.forEach(another -> same.add(new NetworkSubject(another, measured)));
    return new NetworkSubject(network, measured, training, other, List.copyOf(same), snapshots);
  }

  /**
   * The same, with the network as it was in the course of its training.
   *
   * @param earlier by epoch
   * @param epochs after how many it is as it is
   */
  public NetworkSubject during(SortedMap<Integer, Network> earlier, int epochs) {
    List<Snapshot> course = new ArrayList<>();
    earlier.forEach(
        (epoch, then) ->
            course.add(new Snapshot(epoch, new NetworkSubject(then, measured, training))));
    course.add(new Snapshot(epochs, this));
    return new NetworkSubject(network, measured, training, other, seeds, List.copyOf(course));
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
  public Cut input() {
    return Cut.of(network, 0);
  }

  /**
   * @param name of a cut as {@link Architecture#cutName} gives it, for example {@code 1-relu}, or
   *     only the number of the layer before it
   */
  @Override
  public Cut hidden(String name) {
    return Cut.of(network, network.architecture().hiddenCut(name));
  }

  @Override
  public List<String> activationCuts() {
    Architecture architecture = network.architecture();
    return IntStream.range(1, architecture.depth())
        .filter(cut -> isSwitch(architecture.layers().get(cut - 1)))
        .mapToObj(architecture::cutName)
        .toList();
  }

  private static boolean isSwitch(Layer layer) {
    return layer instanceof Activation && layer.linearity() == Linearity.PIECEWISE_LINEAR;
  }

  @Override
  public Forward forward(List<String> names) {
    Architecture architecture = network.architecture();
    int[] cuts = new int[names.size()];
    for (int i = 0; i < names.size(); i++) {
      cuts[i] = architecture.hiddenCut(names.get(i));
      if (i > 0 && cuts[i] <= cuts[i - 1]) {
        throw new BadInputException(
            Text.format(
                "hidden cuts %s: name them from below, each once", String.join(", ", names)));
      }
    }
    return new NetworkForward(network, cuts);
  }

  @Override
  public List<String> blockCuts() {
    Architecture architecture = network.architecture();
    return IntStream.range(1, architecture.depth())
        .filter(
            cut ->
                architecture.layers().get(cut - 1) instanceof Activation
                    || pools(architecture, cut - 1))
        .filter(cut -> !pools(architecture, cut))
        .mapToObj(architecture::cutName)
        .toList();
  }

  /** Whether a layer leaves fewer numbers, without having weights. */
  private static boolean pools(Architecture architecture, int layer) {
    return architecture.parameterCount(layer) == 0
        && architecture.shape(layer + 1).size() < architecture.shape(layer).size();
  }

  @Override
  public Optional<Subject> other() {
    return Optional.ofNullable(other);
  }

  @Override
  public List<Subject> seeds() {
    return seeds;
  }

  @Override
  public List<Snapshot> snapshots() {
    return snapshots;
  }

  @Override
  public Dataset measured() {
    return measured;
  }

  @Override
  public Dataset training() {
    if (training == null) {
      throw new IllegalStateException(
          "this study looks at training samples: give them to the subject, too");
    }
    return training;
  }
}
