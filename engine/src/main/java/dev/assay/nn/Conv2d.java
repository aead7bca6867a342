package dev.assay.nn;

import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.util.List;

/**
 * Convolution over images: C×H×W to {@code channels}×H'×W'. In {@code G} groups each G-th of the
 * output channels sees that G-th of the input channels alone; with as many groups as there are
 * input channels it is depthwise.
 *
 * @param channels output channels
 * @param window kernel, stride, padding and edge
 * @param groups G, which divides the channels of input and output
 * @param bias whether a bias per output channel is added
 */
public record Conv2d(int channels, Window window, int groups, boolean bias) implements Layer {

  public Conv2d {
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1, got " + channels);
    }
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          Text.format("groups must divide the %d channels, got %d", channels, groups));
    }
    Fit.proportion(window);
  }

  /** In one group: every output sees every input. */
  public Conv2d(int channels, Window window, boolean bias) {
    this(channels, window, 1, bias);
  }

  /** The same in groups. */
  public Conv2d grouped(int count) {
    return new Conv2d(channels, window, count, bias);
  }

  @Override
  public String kind() {
    return "conv2d";
  }

  @Override
  public Shape output(Shape input) {
    Fit.image(input);
    if (input.channels() % groups != 0) {
      throw new IllegalArgumentException(
          Text.format(
              "has %d groups, which do not divide the %d channels of its input",
              groups, input.channels()));
    }
    return Fit.window(window, input, channels);
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    int inputs = input.channels() / groups;
    Shape shape = Shape.of(channels, inputs, window.kernelHeight(), window.kernelWidth());
    return Dense.weightAndBias(shape, bias);
  }

  @Override
  public Linearity linearity() {
    return Linearity.AFFINE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.conv2d(this);
  }
}
