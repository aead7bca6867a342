package dev.assay.paper.layers;

import dev.assay.data.Dataset;
import dev.assay.measure.LayerBayes;
import dev.assay.measure.LayerCodes;
import dev.assay.measure.LayerTree;
import dev.assay.study.tree.ShownNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Everything that {@link Experiment} measured.
 *
 * @param classes of the data
 * @param networks by shape, then by draw
 * @param tops of trees that are drawn
 */
record Findings(Size scale, int classes, List<Draw> draws, List<Net> networks, List<Top> tops) {

  /** What one seed draws. */
  record Draw(long seed, Dataset train) {}

  /**
   * A trained network.
   *
   * @param fitted share of training samples that it gives their label
   * @param right for each test sample 1 if it gives its label, else 0
   * @param pixels the tree on inputs, of the network's classes
   * @param moments from before training to its end, for each all layers
   */
  record Net(
      Draw draw,
      Shape shape,
      double fitted,
      double[] right,
      LayerTree.Found pixels,
      List<Layer> layers,
      List<Moment> moments) {

    /** A hidden layer, from 1. */
    Layer layer(int number) {
      return layers.get(number - 1);
    }

    /** How often one answer for all test samples is the network's. */
    double commonest() {
      return pixels.commonest();
    }

    Layer last() {
      return layer(shape.layers());
    }

    /** A hidden layer over epochs. */
    List<Moment> moments(int layer) {
      return moments.stream().filter(m -> m.layer() == layer).toList();
    }
  }

  /**
   * A hidden layer of a trained network.
   *
   * @param number from 1
   * @param tree on codes, of the network's classes
   * @param labelled on codes, of labels
   * @param numbers on activations, of the network's classes
   * @param bayes naive Bayes on codes, of the network's classes
   */
  record Layer(
      int number,
      LayerTree.Found tree,
      LayerTree.Found labelled,
      LayerTree.Found numbers,
      LayerBayes.Found bayes,
      LayerCodes.Found codes) {}

  /**
   * A hidden layer after an epoch.
   *
   * @param epoch 0 before training
   * @param labelled a tree on codes, of labels
   * @param changed share of training samples whose code is not that of the moment before; NaN for
   *     the first
   */
  record Moment(
      int epoch, int layer, LayerCodes.Found codes, LayerTree.Found labelled, double changed) {}

  /**
   * The first levels of a tree on codes, of the network's classes.
   *
   * @param layer from 1
   */
  record Top(Draw draw, Shape shape, int layer, List<ShownNode> nodes) {}

  List<Long> seeds() {
    return draws.stream().map(Draw::seed).toList();
  }

  /** Networks of a shape, one for each seed. */
  List<Net> of(Shape shape) {
    return networks.stream().filter(net -> net.shape().equals(shape)).toList();
  }

  /** Values of each network of a shape. */
  List<double[]> each(Shape shape, Function<Net, double[]> values) {
    return of(shape).stream().map(values).toList();
  }

  /** A value of each network of a shape. */
  List<double[]> one(Shape shape, ToDoubleFunction<Net> value) {
    return each(shape, net -> new double[] {value.applyAsDouble(net)});
  }

  /** How many different codes there are, in percent of training samples. */
  double uniqueShare(Layer layer) {
    return 100.0 * layer.codes().codes().unique() / draws.get(0).train().count();
  }

  /** Epochs at which codes were looked at. */
  List<Integer> epochs() {
    return networks.get(0).moments(1).stream().map(Moment::epoch).toList();
  }

  /** How much larger second values are, in points of 100. */
  static double[] points(int[] first, int[] second) {
    return IntStream.range(0, first.length)
        .mapToDouble(i -> 100.0 * (second[i] - first[i]))
        .toArray();
  }

  /** In percent. */
  static double[] percent(int[] shares) {
    return IntStream.of(shares).mapToDouble(share -> 100.0 * share).toArray();
  }

  static double mean(int[] values) {
    return IntStream.of(values).average().orElseThrow();
  }
}
