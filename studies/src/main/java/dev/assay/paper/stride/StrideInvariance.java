package dev.assay.paper.stride;

import dev.assay.reproduction.ConvolutionalPaper;
import dev.assay.reproduction.Laboratory;
import dev.assay.study.Report;
import java.util.List;

/** Mouton, Myburgh and Davel 2020: stride, and what it takes for it to help invariance. */
public final class StrideInvariance implements ConvolutionalPaper {
  @Override
  public String name() {
    return "stride-invariance";
  }

  @Override
  public Citation citation() {
    return new Citation(
        "Stride and translation invariance in CNNs",
        "Mouton, Myburgh and Davel",
        "SACAIR 2020, CCIS 1342, Springer",
        "2103.10097");
  }

  @Override
  public List<String> figures() {
    return List.of("invariance-and-accuracy", "kernels-by-homogeneity");
  }

  @Override
  public Report reproduce(Laboratory laboratory, Scale scale) {
    return new Experiment(laboratory, Size.of(scale, laboratory.sample())).run();
  }
}
