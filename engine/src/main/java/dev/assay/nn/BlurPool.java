package dev.assay.nn;

import dev.assay.backend.Blur;
import dev.assay.tensor.Shape;

/**
 * A low-pass filter with subsampling as a layer of its own (Zhang 2019), for example after a dense
 * pool or a strided convolution made dense.
 *
 * @param blur filter size, stride and edge
 */
public record BlurPool(Blur blur) implements Layer {

  public BlurPool {
    Fit.proportion("stride", blur.strideHeight(), blur.strideWidth());
  }

  @Override
  public String kind() {
    return "blur-pool";
  }

  @Override
  public Shape output(Shape input) {
    Fit.image(input);
    return Shape.image(
        input.channels(), blur.outputHeight(input.height()), blur.outputWidth(input.width()));
  }

  @Override
  public Linearity linearity() {
    return Linearity.AFFINE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.blurPool(this);
  }
}
