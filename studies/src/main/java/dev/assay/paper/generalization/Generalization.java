package dev.assay.paper.generalization;

import dev.assay.predictor.Predictors;
import dev.assay.reproduction.ConvolutionalPaper;
import dev.assay.reproduction.Laboratory;
import dev.assay.study.Report;
import java.util.List;

/** Jiang et al. 2020: the competition in which measures are held against generalisation gaps. */
public final class Generalization implements ConvolutionalPaper {
  @Override
  public String name() {
    return "generalization";
  }

  @Override
  public Citation citation() {
    return new Citation(
        "NeurIPS 2020 Competition: Predicting Generalization in Deep Learning",
        "Jiang, Foret, Yak, Roy, Mobahi, Dziugaite, Bengio, Gunasekar, Guyon and Neyshabur",
        "NeurIPS 2020 Competition Track",
        "2012.07976");
  }

  @Override
  public List<String> figures() {
    return List.of("tau", "repeated");
  }

  @Override
  public Report reproduce(Laboratory laboratory, Scale scale) {
    return new Experiment(laboratory, Size.of(scale), Predictors.all()).run();
  }
}
