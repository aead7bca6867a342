package dev.assay.paper.fragmentation;

import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.study.Report;
import dev.assay.tensor.Shape;
import java.util.List;

/** Mouton et al. 2024: class changes along segments between samples. */
public final class Fragmentation implements Paper {
  @Override
  public String name() {
    return "fragmentation";
  }

  @Override
  public Citation citation() {
    return new Citation(
        "Is network fragmentation a useful complexity measure?",
        "Mouton, Rabe, Haasbroek, Theunissen, Potgieter and Davel",
        "2024",
        "2411.04695");
  }

  @Override
  public List<String> figures() {
    return List.of("fragmentation-by-width", "fragmentation-and-gap");
  }

  @Override
  public Report reproduce(Laboratory laboratory, Scale scale, NetworkKind network) {
    Shape sample = laboratory.sample();
    Size size = scale == Scale.QUICK ? Size.quick(network, sample) : Size.full(network, sample);
    return new Experiment(laboratory, size, network).run();
  }
}
