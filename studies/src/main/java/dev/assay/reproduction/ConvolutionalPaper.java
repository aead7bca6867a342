package dev.assay.reproduction;

import dev.assay.study.Report;
import java.util.List;

/** A paper whose networks are convolutional ones, whatever the images. */
public interface ConvolutionalPaper extends Paper {

  /** As {@link Paper#reproduce}, on convolutional networks. */
  Report reproduce(Laboratory laboratory, Scale scale);

  @Override
  default List<NetworkKind> kinds() {
    return List.of(NetworkKind.CNN);
  }

  @Override
  default Report reproduce(Laboratory laboratory, Scale scale, NetworkKind network) {
    return reproduce(laboratory, scale);
  }
}
