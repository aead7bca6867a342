package dev.assay.backend.cuda;

import dev.assay.backend.Window;
import dev.assay.tensor.Tensor;

/**
 * Convolution and what follows it; tensors as in {@link dev.assay.backend.Backend}, weights
 * O×I×kh×kw in any shape of that size.
 */
interface Convolution extends AutoCloseable {

  /** Floats of scratch that the operations need for such samples, however many. */
  long scratchSize(Window window, int inChannels, int height, int width, int outChannels);

  void forward(
      Window window, Tensor x, Tensor weights, Epilogue epilogue, Tensor y, Tensor scratch);

  void backwardData(Window window, Tensor dy, Tensor weights, Tensor dx, Tensor scratch);

  void backwardWeights(Window window, Tensor x, Tensor dy, Tensor dWeights, Tensor scratch);

  @Override
  void close();
}
