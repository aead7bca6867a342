package dev.assay.paper.layers;

import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.study.Report;
import java.util.List;

/** Mouton and Davel 2022: decision trees on which hidden units are active. */
public final class LayerTrees implements Paper {
  @Override
  public String name() {
    return "layer-trees";
  }

  @Override
  public Citation citation() {
    return new Citation(
        "Exploring layerwise decision making in DNNs",
        "Mouton and Davel",
        "SACAIR 2021, CCIS 1551, Springer 2022",
        "2202.00345");
  }

  @Override
  public List<String> figures() {
    return List.of("fidelity-by-depth", "leaves-by-depth");
  }

  /** Layers of a convolutional network differ in units, so their codes cannot be compared. */
  @Override
  public List<NetworkKind> kinds() {
    return List.of(NetworkKind.MLP);
  }

  @Override
  public Report reproduce(Laboratory laboratory, Scale scale, NetworkKind network) {
    return new Experiment(laboratory, scale == Scale.QUICK ? Size.quick() : Size.full()).run();
  }
}
