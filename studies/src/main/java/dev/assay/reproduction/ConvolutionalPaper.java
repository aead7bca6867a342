package dev.assay.reproduction;

import dev.assay.io.BadInputException;
import dev.assay.study.Report;

/** A paper whose networks are convolutional ones, whatever the images. */
public interface ConvolutionalPaper extends Paper {

  /** As {@link Paper#reproduce}, on convolutional networks. */
  Report reproduce(Laboratory laboratory, Scale scale);

  @Override
  default NetworkKind usual(Laboratory laboratory) {
    laboratory.sample();
    return NetworkKind.CNN;
  }

  @Override
  default Report reproduce(Laboratory laboratory, Scale scale, NetworkKind network) {
    if (network != NetworkKind.CNN) {
      throw new BadInputException(
          name() + " is about convolutional networks: expected --network cnn, got " + network);
    }
    return reproduce(laboratory, scale);
  }
}
