package dev.assay.paper.missing;

import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.study.Report;
import java.util.List;

/** Theunissen, Mouton and Davel 2022: margins of corrupted samples. */
public final class MissingMargin implements Paper {
  @Override
  public String name() {
    return "missing-margin";
  }

  @Override
  public Citation citation() {
    return new Citation(
        "The Missing Margin: How Sample Corruption Affects Distance to the Boundary in ANNs",
        "Theunissen, Mouton and Davel",
        "CCIS 1734, Springer 2022; extended on arXiv",
        "2302.06925");
  }

  @Override
  public List<String> figures() {
    return List.of("margins-by-group", "margins-of-clean-samples");
  }

  @Override
  public Report reproduce(Laboratory laboratory, Scale scale, NetworkKind network) {
    Size size = scale == Scale.QUICK ? Size.quick(network) : Size.full(network);
    return new Experiment(laboratory, size, network).run();
  }
}
