package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.data.Dataset;
import dev.assay.data.Normalised;
import dev.assay.data.Preprocessing;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * In which units distances at the input are: of pixels from 0 to 1, or of what a network that came
 * from elsewhere was trained on. For the latter its first layer, which normalises, changes places
 * with the data: they are normalised, and it leaves them as they are, so cuts keep their names.
 */
enum Units {
  PIXEL,
  NORMALISED;

  private static final String LAYER = "layers.0.";

  /** The samples in these units. */
  Dataset of(Dataset pixels, Checkpoint trained, String origin) {
    return this == PIXEL ? pixels : pixels.altered(normalised(trained, origin));
  }

  /** The network that takes them. */
  Network network(Checkpoint trained, Backend backend, String origin) {
    Network network = trained.network(backend, origin);
    if (this == NORMALISED) {
      int channels = normalised(trained, origin).mean().size();
      BatchNorm first = (BatchNorm) trained.architecture().layers().get(0);
      Map<String, float[]> values = new HashMap<>(network.parameters().values());
      float[] gamma = new float[channels];
      float[] ones = new float[channels];
      Arrays.fill(gamma, (float) Math.sqrt(1 + (double) first.epsilon()));
      Arrays.fill(ones, 1);
      values.put(LAYER + "gamma", gamma);
      values.put(LAYER + "beta", new float[channels]);
      values.put(LAYER + "running_mean", new float[channels]);
      values.put(LAYER + "running_variance", ones);
      network.parameters().set(values);
    }
    return network;
  }

  /**
   * What a report says of them.
   *
   * @param trained the network
   */
  String note(Checkpoint trained, String origin) {
    if (this == PIXEL) {
      return "Distances between inputs are in the units of the data, pixels from 0 to 1.";
    }
    Normalised normalised = normalised(trained, origin);
    return Text.format(
        "Distances between inputs are in normalised units: those of pixels from 0 to 1, less the"
            + " mean %s, divided by the deviation %s.",
        normalised.mean(), normalised.deviation());
  }

  private static Normalised normalised(Checkpoint trained, String origin) {
    Preprocessing preprocessing = Preprocessing.of(trained.settings());
    if (preprocessing.equals(Preprocessing.NONE)
        || !(trained.architecture().layers().get(0) instanceof BatchNorm)) {
      throw new BadInputException(
          origin
              + ": its inputs are pixels, and no mean, deviation or range was given when it was"
              + " imported; leave out --units");
    }
    return preprocessing.of(trained.architecture().input().channels());
  }

  /** What tells networks apart that cannot be measured side by side in these units. */
  void requireSame(Checkpoint one, Checkpoint other, String origin) {
    if (this == NORMALISED && !normalised(one, origin).equals(normalised(other, origin))) {
      throw new BadInputException(
          origin
              + ": was trained on images that were normalised in another way; leave out --units");
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
