package dev.assay.paper.batchnorm;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Layer;
import dev.assay.nn.Relu;
import dev.assay.tensor.Shape;
import dev.assay.train.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The paper's two networks, of any width: blocks of convolutions 3 × 3, each followed by BatchNorm
 * where there is any, and by ReLU; max pooling 2 × 2 behind each block; then the logits. Where
 * BatchNorm follows, a convolution has no bias.
 */
enum Chain {
  /** For grey images: four convolutions. */
  FOUR(List.of(new Block(2, 1), new Block(2, 2))),
  /** For coloured ones: the 13 convolutions of VGG-16. */
  THIRTEEN(
      List.of(new Block(2, 1), new Block(2, 2), new Block(3, 4), new Block(3, 8), new Block(3, 8)));

  private final List<Block> blocks;

  /**
   * @param channels of each of its convolutions, for each of the width
   */
  private record Block(int convolutions, int channels) {}

  Chain(List<Block> blocks) {
    this.blocks = blocks;
  }

  /**
   * The one for such images.
   *
   * @throws BadInputException if they are too small for it
   */
  static Chain of(Shape sample) {
    Chain chain = sample.channels() > 1 ? THIRTEEN : FOUR;
    int smallest = 1 << chain.blocks.size();
    if (sample.height() < smallest || sample.width() < smallest) {
      throw new BadInputException(
          Text.format(
              "images of %d×%d pixels are too small for the %d convolutions of this paper, which"
                  + " halve them %d times: expected %d×%d at least",
              sample.height(),
              sample.width(),
              chain.depth(),
              chain.blocks.size(),
              smallest,
              smallest));
    }
    return chain;
  }

  /** As the paper trains it: stochastic gradient descent with momentum for grey images, or Adam. */
  Optimizer optimizer(double rate) {
    return this == FOUR ? Optimizer.sgd(rate) : Optimizer.adam(rate);
  }

  /** How many convolutions it has. */
  int depth() {
    return blocks.stream().mapToInt(Block::convolutions).sum();
  }

  /**
   * The convolutions, from 1, behind which clusters are looked for: all of four, of thirteen the
   * last one of each block.
   */
  List<Integer> compared() {
    if (this == FOUR) {
      return IntStream.rangeClosed(1, depth()).boxed().toList();
    }
    List<Integer> ends = new ArrayList<>();
    int last = 0;
    for (Block block : blocks) {
      last += block.convolutions;
      ends.add(last);
    }
    return ends;
  }

  Architecture of(Dataset samples, int width, Arm arm) {
    boolean normalised = arm == Arm.NORMALISED;
    List<Layer> layers = new ArrayList<>();
    for (Block block : blocks) {
      for (int i = 0; i < block.convolutions; i++) {
        layers.add(new Conv2d(width * block.channels, kernel(3).padding(1), !normalised));
        if (normalised) {
          layers.add(batchNorm());
        }
        layers.add(relu());
      }
      layers.add(maxPool(2));
    }
    layers.add(flatten());
    layers.add(dense(samples.classes()));
    return Architecture.of(samples.sample(), layers);
  }

  /** The cut behind the ReLU of a convolution, from 1. */
  static String cut(Architecture network, int convolution) {
    return IntStream.range(0, network.depth())
        .filter(layer -> network.layers().get(layer) instanceof Relu)
        .mapToObj(layer -> network.cutName(layer + 1))
        .toList()
        .get(convolution - 1);
  }

  /** The cut in front of the logits. */
  static String last(Architecture network) {
    return network.cutName(network.depth() - 1);
  }

  /** What it is made of, in words. */
  String described(int width) {
    return Text.format(
        "%d convolutions of 3×3 (%s channels), max pooling of 2×2 behind each block",
        depth(),
        blocks.stream()
            .map(b -> Text.format("%d × %d", b.convolutions, width * b.channels))
            .collect(Collectors.joining(", ")));
  }
}
