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
 * @param dilation how far the taps of the kernel lie apart
 * @param groups G, which divides the channels of input and output
 * @param bias whether a bias per output channel is added
 */
public record Conv2d(int channels, Window window, Dilation dilation, int groups, boolean bias)
    implements Layer {

  public Conv2d {
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1, got " + channels);
    }
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          Text.format("groups must divide the %d channels, got %d", channels, groups));
    }
    Fit.proportion(dilation.reach(window));
  }

  /** In one group: every output sees every input. */
  public Conv2d(int channels, Window window, boolean bias) {
    this(channels, window, Dilation.NONE, 1, bias);
  }

  /** The same in groups. */
  public Conv2d grouped(int count) {
    return new Conv2d(channels, window, dilation, count, bias);
  }

  /** The same with the taps so far apart. */
  public Conv2d dilated(int apart) {
    return new Conv2d(channels, window, new Dilation(apart, apart), groups, bias);
  }

  /** The same with a bias. */
  public Conv2d biased() {
    return new Conv2d(channels, window, dilation, groups, true);
  }

  /** The window with the gaps between its taps. */
  public Window reach() {
    return dilation.reach(window);
  }

  /**
   * Weights of some filters with zeros in the gaps between their taps.
   *
   * @param weights filters × kernel height × kernel width
   * @return filters × the extents of {@link #reach}
   */
  public double[] spread(double[] weights) {
    int taps = window.area();
    int places = reach().area();
    double[] spread = new double[weights.length / taps * places];
    for (int i = 0; i < weights.length; i++) {
      spread[i / taps * places + dilation.place(i % taps, window)] = weights[i];
    }
    return spread;
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
    return Fit.window(reach(), input, channels);
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
