package dev.assay.nn;

import dev.assay.backend.Window;
import dev.assay.tensor.Shape;
import java.util.List;

/**
 * Convolution over images: C×H×W to {@code channels}×H'×W'.
 *
 * @param channels output channels
 * @param window kernel, stride, padding and edge
 * @param bias whether a bias per output channel is added
 */
public record Conv2d(int channels, Window window, boolean bias) implements Layer {

  public Conv2d {
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1, got " + channels);
    }
    Fit.proportion(window);
  }

  @Override
  public String kind() {
    return "conv2d";
  }

  @Override
  public Shape output(Shape input) {
    return Fit.window(window, input, channels);
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    Shape shape = Shape.of(channels, input.channels(), window.kernelHeight(), window.kernelWidth());
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
