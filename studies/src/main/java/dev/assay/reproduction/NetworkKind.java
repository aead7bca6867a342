package dev.assay.reproduction;

import dev.assay.backend.Window;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Locale;

/** What a paper is checked on: networks of one kind that differ in one number, their size. */
public enum NetworkKind {
  /** Flatten, so many hidden units, ReLU, logits. */
  MLP("perceptrons", "width", "hidden units") {
    @Override
    public Architecture of(Dataset data, int size) {
      return Laboratory.perceptron(data, size, 1);
    }

    @Override
    public String sized(int size) {
      return "width " + size;
    }

    @Override
    public String described(List<Integer> sizes) {
      return Text.format("perceptrons with one hidden layer of %s units", sizes);
    }
  },

  /** Twice convolution 3 × 3, ReLU, max pooling 2 × 2; so many channels, then twice as many. */
  CNN("convolutional networks", "size", "channels") {
    @Override
    public Architecture of(Dataset data, int size) {
      Shape sample = data.sample();
      if (sample.height() < SMALLEST_IMAGE || sample.width() < SMALLEST_IMAGE) {
        throw new BadInputException(
            Text.format(
                "images of %d×%d pixels are too small for convolutional networks that halve them twice: expected %d×%d at least; take perceptrons (--network mlp)",
                sample.height(), sample.width(), SMALLEST_IMAGE, SMALLEST_IMAGE));
      }
      Window kernel = Layers.kernel(3).padding(1);
      return Architecture.of(
          sample,
          List.of(
              Layers.conv(size, kernel),
              Layers.relu(),
              Layers.maxPool(2),
              Layers.conv(2 * size, kernel),
              Layers.relu(),
              Layers.maxPool(2),
              Layers.flatten(),
              Layers.dense(data.classes())));
    }

    @Override
    public String sized(int size) {
      return size + " channels";
    }

    @Override
    public String described(List<Integer> sizes) {
      return Text.format(
          "convolutional networks (convolutions of 3×3 with c and 2c channels, each with ReLU and max pooling of 2×2, then a dense layer), c being %s,",
          sizes);
    }
  };

  private static final int SMALLEST_IMAGE = 4;

  private final String networks;
  private final String size;
  private final String unit;

  NetworkKind(String networks, String size, String unit) {
    this.networks = networks;
    this.size = size;
    this.unit = unit;
  }

  /**
   * A network for samples like these.
   *
   * @throws BadInputException if the images are too small for it
   */
  public abstract Architecture of(Dataset data, int size);

  /** A size as it follows "at" or "of": width 8, 8 channels. */
  public abstract String sized(int size);

  /** What networks of some sizes are made of. */
  public abstract String described(List<Integer> sizes);

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

  /** As the command line takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
