package dev.assay.nn;

import dev.assay.backend.Blur;
import dev.assay.backend.Edge;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;

/**
 * Adaptive polyphase sampling: of the {@code strideHeight·strideWidth} ways to take every stride-th
 * pixel, each sample takes the one of greatest norm over all its channels and positions, so a
 * rolled image gives a rolled output and, where all windows are circular, global average pooling at
 * the end the same logits. With a filter the choice is made before filtering, on a circle. Ties are
 * told by values, see {@link dev.assay.backend.Backend#selectPhase}. Source: Chaman and Dokmanic
 * 2021, "Truly shift-invariant convolutional neural networks".
 *
 * @param antiAlias low-pass filter before sampling, or none
 */
public record PolyphasePool(int strideHeight, int strideWidth, AntiAlias antiAlias)
    implements Layer {

  public PolyphasePool {
    if (strideHeight < 1 || strideWidth < 1) {
      throw new IllegalArgumentException(
          Text.format("stride must be at least 1, got %d×%d", strideHeight, strideWidth));
    }
    Fit.proportion("stride", strideHeight, strideWidth);
  }

  /** The filter, one tap for none, and the subsampling. */
  Blur blur() {
    int taps = antiAlias.isNone() ? 1 : antiAlias.size();
    return new Blur(taps, strideHeight, strideWidth, Edge.CIRCULAR);
  }

  @Override
  public String kind() {
    return "polyphase-pool";
  }

  @Override
  public Shape output(Shape input) {
    Fit.image(input);
    if (input.height() % strideHeight != 0 || input.width() % strideWidth != 0) {
      throw new IllegalArgumentException(
          Text.format(
              "stride %d×%d does not divide its input %d×%d, so its components would not be of one"
                  + " size; pad or crop the images, or take another stride",
              strideHeight, strideWidth, input.height(), input.width()));
    }
    return Shape.image(
        input.channels(), input.height() / strideHeight, input.width() / strideWidth);
  }

  @Override
  public Linearity linearity() {
    return Linearity.OTHER;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.polyphasePool(this);
  }
}
