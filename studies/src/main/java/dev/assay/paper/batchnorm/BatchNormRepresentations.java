package dev.assay.paper.batchnorm;

import dev.assay.reproduction.ConvolutionalPaper;
import dev.assay.reproduction.Laboratory;
import dev.assay.study.Report;
import java.util.List;

/** Potgieter, Mouton and Davel 2024: what BatchNorm does to hidden layers. */
public final class BatchNormRepresentations implements ConvolutionalPaper {
  @Override
  public String name() {
    return "batchnorm-representations";
  }

  @Override
  public Citation citation() {
    return new Citation(
        "Impact of Batch Normalization on Convolutional Network Representations",
        "Potgieter, Mouton and Davel",
        "SACAIR 2024, Springer",
        "2501.14441");
  }

  @Override
  public List<String> figures() {
    return List.of("indices-at-a-glance", "sparsity-by-depth");
  }

  @Override
  public Report reproduce(Laboratory laboratory, Scale scale) {
    Chain chain = Chain.of(laboratory.sample());
    return new Experiment(laboratory, chain, Size.of(chain, scale)).run();
  }
}
