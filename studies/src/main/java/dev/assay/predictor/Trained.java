package dev.assay.predictor;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.measure.Measure;
import dev.assay.measure.Selection;
import dev.assay.nn.Activation;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Linearity;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network that is looked at, and what it was trained on.
 *
 * @param network after training
 * @param untrained before it; null if that is not known
 * @param training its samples
 * @param seed of all that predictors draw
 */
public record Trained(
    Architecture architecture,
    NetworkSource network,
    NetworkSource untrained,
    Dataset training,
    long seed) {
  private static final int DRAWN = 200;
  private static final int FEW = 20;

  <R extends Record> Planned<R> take(Measure<R> measure) {
    return Planned.of(MeasureSpec.of(measure, network));
  }

  /**
   * Of the network and of it before training.
   *
   * @throws BadInputException if that is not known
   */
  <R extends Record> Planned<R> takeOfBoth(Measure<R> measure) {
    if (untrained == null) {
      throw new BadInputException("the weights that this network began with are not known");
    }
    return Planned.of(MeasureSpec.of(measure, network, untrained));
  }

  /**
   * The same.
   *
   * @throws BadInputException if there is no exact geometry of the network
   */
  Trained piecewiseLinear() {
    return requirePiecewiseLinear(architecture.layers().stream());
  }

  /**
   * The same.
   *
   * @throws BadInputException if the network is not one of piecewise-linear layers and activations,
   *     so that not all that it does between them is in its weights
   */
  Trained ofWeights() {
    return requirePiecewiseLinear(
        architecture.layers().stream().filter(layer -> !(layer instanceof Activation)));
  }

  private Trained requirePiecewiseLinear(Stream<Layer> layers) {
    layers
        .filter(layer -> layer.linearity() == Linearity.OTHER)
        .findFirst()
        .ifPresent(
            layer -> {
              throw new BadInputException(layer.kind() + " is not piecewise linear");
            });
    return this;
  }

  /** Some of the training samples. */
  Selection drawn() {
    return new Selection.Drawn(DRAWN, seed);
  }

  /** Fewer, for what takes longest. */
  Selection few() {
    return new Selection.Drawn(FEW, seed);
  }

  /**
   * Names of the cuts behind activations, from the input on.
   *
   * @throws BadInputException if there are none
   */
  List<String> activated() {
    List<String> cuts =
        IntStream.range(0, architecture.depth())
            .filter(layer -> architecture.layers().get(layer) instanceof Activation)
            .mapToObj(layer -> architecture.cutName(layer + 1))
            .toList();
    if (cuts.isEmpty()) {
      throw new BadInputException("this network has no activation");
    }
    return cuts;
  }

  /**
   * The name of the last cut behind an activation that has maps.
   *
   * @throws BadInputException if there is none
   */
  String lastMaps() {
    return activated().stream()
        .filter(cut -> architecture.shape(architecture.hiddenCut(cut)).isImage())
        .reduce((before, last) -> last)
        .orElseThrow(() -> new BadInputException("this network has no maps behind an activation"));
  }
}
