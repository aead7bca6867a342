package dev.assay.paper.stride;

import dev.assay.reproduction.ConvolutionalPaper;
import dev.assay.reproduction.Laboratory;
import dev.assay.study.Report;
import java.util.List;
import java.util.Optional;

/** Mouton, Myburgh and Davel 2020: stride, and what it takes for it to help invariance. */
public final class StrideInvariance implements ConvolutionalPaper {
  /** Data sets whose homogeneity the paper compares; beside any other the second one stands. */
  private static final String FIRST = "mnist";

  private static final String SECOND = "cifar-10";

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
    Optional<Laboratory> beside =
        laboratory.beside(laboratory.data().equals(SECOND) ? FIRST : SECOND);
    Size size = Size.of(scale, laboratory.sample(), beside.isPresent());
    return new Experiment(laboratory, beside, size).run();
  }
}
