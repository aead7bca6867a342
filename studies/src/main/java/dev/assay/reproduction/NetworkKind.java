package dev.assay.reproduction;

import dev.assay.backend.Window;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Layers;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a paper is checked on: networks of one kind that differ in one number, their size. */
public enum NetworkKind {
  /** Flatten, then blocks of so many hidden units and ReLU: usually one. */
  MLP("perceptrons", "width", "hidden units", "hidden layers", 1) {
    @Override
    public Architecture of(Dataset data, int size, int blocks) {
      return Laboratory.perceptron(data, size, blocks);
    }

    @Override
    public int cut(int block) {
      return 1 + 2 * block;
    }

    @Override
    public String sized(int size) {
      return "width " + size;
    }

    @Override
    public String described(List<Integer> sizes) {
      return Text.format("perceptrons with one hidden layer of %s units", sizes);
    }

    @Override
    public String described(int size, int blocks) {
      return Text.format("%d hidden layers of %d units", blocks, size);
    }
  },

  /**
   * Blocks of convolution 3 × 3, ReLU and max pooling 2 × 2, usually two: so many channels, then
   * twice as many in each next one.
   */
  CNN("convolutional networks", "size", "channels", "blocks", 2) {
    @Override
    public Architecture of(Dataset data, int size, int blocks) {
      requireLargeEnough(data.sample(), blocks);
      Window kernel = Layers.kernel(3).padding(1);
      List<Layer> layers = new ArrayList<>();
      for (int block = 0; block < blocks; block++) {
        layers.add(Layers.conv(size << block, kernel));
        layers.add(Layers.relu());
        layers.add(Layers.maxPool(2));
      }
      layers.add(Layers.flatten());
      layers.add(Layers.dense(data.classes()));
      return Architecture.of(data.sample(), layers);
    }

    /** Each block halves the image, and must have something to halve. */
    private void requireLargeEnough(Shape sample, int blocks) {
      int smallest = 1 << blocks;
      if (sample.height() < smallest || sample.width() < smallest) {
        throw new BadInputException(
            Text.format(
                "images of %d×%d pixels are too small for convolutional networks that halve them %d"
                    + " times: expected %d×%d at least; take perceptrons (--network mlp)",
                sample.height(), sample.width(), blocks, smallest, smallest));
      }
    }

    @Override
    public int cut(int block) {
      return 3 * block;
    }

    @Override
    public String sized(int size) {
      return size == 1 ? "1 channel" : size + " channels";
    }

    @Override
    public String described(List<Integer> sizes) {
      return Text.format(
          "convolutional networks (convolutions of 3×3 with c and 2c channels, each with ReLU and"
              + " max pooling of 2×2, then a dense layer), c being %s,",
          sizes);
    }

    @Override
    public String described(int size, int blocks) {
      return Text.format(
          "%d blocks of convolution, ReLU and max pooling with %s channels",
          blocks, IntStream.range(0, blocks).mapToObj(block -> size << block).toList());
    }
  };

  private final String networks;
  private final String size;
  private final String unit;
  private final String layers;
  private final int usualBlocks;

  NetworkKind(String networks, String size, String unit, String layers, int usualBlocks) {
    this.networks = networks;
    this.size = size;
    this.unit = unit;
    this.layers = layers;
    this.usualBlocks = usualBlocks;
  }

  /**
   * The usual network for samples like these.
   *
   * @throws BadInputException if the images are too small for it
   */
  public Architecture of(Dataset data, int size) {
    return of(data, size, usualBlocks);
  }

  /**
   * A network of so many blocks.
   *
   * @throws BadInputException if the images are too small for it
   */
  public abstract Architecture of(Dataset data, int size, int blocks);

  /**
   * The cut behind a block.
   *
   * @param block from 1
   */
  public abstract int cut(int block);

  /** A size as it follows "at" or "of": width 8, 8 channels. */
  public abstract String sized(int size);

  /** What networks of some sizes are made of. */
  public abstract String described(List<Integer> sizes);

  /** What a network of several blocks has: 3 hidden layers of 24 units. */
  public abstract String described(int size, int blocks);

  /** Several of them: perceptrons. */
  public String networks() {
    return networks;
  }

  /** What differs from one to the next, in a word. */
  public String size() {
    return size;
  }

  /** What a size counts: hidden units. */
  public String unit() {
    return unit;
  }

  /** Several blocks of one network: hidden layers. */
  public String layers() {
    return layers;
  }

  /** As the command line takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
