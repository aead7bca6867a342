package dev.assay.predictor;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Measure;
import dev.assay.measure.Selection;
import dev.assay.nn.Activation;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Linearity;
import dev.assay.nn.ParameterSpec;
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
  private static final int SOUGHT = 100;
  private static final int FEW = 20;

  /** Of exact segments: some minutes on one processor, of which PGDL allows five. */
  private static final double MOST_WORK = 4e11;

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
   * The same, for exact segments. What they cost grows as the units of activations, which cut
   * segments into pieces, times the products of a pass, which each piece takes.
   *
   * @throws BadInputException if there is no exact geometry of the network, or it takes too long
   */
  Trained segments() {
    requirePiecewiseLinear(architecture.layers().stream());
    double units = architecture.activated();
    double products = 0;
    for (int i = 0; i < architecture.depth(); i++) {
      Layer layer = architecture.layers().get(i);
      double outputs = architecture.shape(i + 1).size();
      products += outputs * inputs(layer.parameters(architecture.shape(i)));
    }
    if (units * products > MOST_WORK) {
      throw new BadInputException(
          Text.format(
              "exact segments would take too long: %,.0f units cut them, and a pass takes %,.0f"
                  + " products",
              units, products));
    }
    return this;
  }

  /** That each output of a layer is the sum of; 0 of a layer without weights. */
  private static int inputs(List<ParameterSpec> parameters) {
    return parameters.stream()
        .filter(spec -> spec.role() == ParameterSpec.Role.WEIGHT)
        .mapToInt(ParameterSpec::fanIn)
        .sum();
  }

  /**
   * The same.
   *
   * @throws BadInputException if the network is not one of piecewise-linear layers and activations,
   *     so that not all that it does between them is in its weights
   */
  Trained ofWeights() {
    if (architecture.hasBranches()) {
      throw new BadInputException(
          "norms are those of products one after the other, not of branches");
    }
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

  /**
   * Fewer, for what is sought step by step. Of networks that were trained on 600 samples of
   * CIFAR-10, flatness and sharpness differ by 9 and 13 percent from hundred to hundred (standard
   * deviation), and by factors of 3 and 9 from network to network.
   */
  Selection sought() {
    return new Selection.Drawn(SOUGHT, seed);
  }

  /** Fewer still, for what takes longest. */
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
