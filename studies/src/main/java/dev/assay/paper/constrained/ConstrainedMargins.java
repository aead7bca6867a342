package dev.assay.paper.constrained;

import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.study.Report;
import dev.assay.tensor.Shape;
import java.util.List;

/** Mouton, Theunissen and Davel 2024: margins constrained to the data's principal components. */
public final class ConstrainedMargins implements Paper {
  @Override
  public String name() {
    return "constrained-margins";
  }

  @Override
  public Citation citation() {
    return new Citation(
        "Input margins can predict generalization too",
        "Mouton, Theunissen and Davel",
        "AAAI 2024",
        "2308.15466");
  }

  @Override
  public List<String> figures() {
    return List.of("measures-compared", "tau-by-components");
  }

  @Override
  public Report reproduce(Laboratory laboratory, Scale scale, NetworkKind network) {
    Shape sample = laboratory.sample();
    Size size = scale == Scale.QUICK ? Size.quick(network, sample) : Size.full(network, sample);
    return new Experiment(laboratory, size).run();
  }
}
