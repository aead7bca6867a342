package dev.assay.paper;

import dev.assay.paper.batchnorm.BatchNormRepresentations;
import dev.assay.paper.constrained.ConstrainedMargins;
import dev.assay.paper.fragmentation.Fragmentation;
import dev.assay.paper.generalization.Generalization;
import dev.assay.paper.layers.LayerTrees;
import dev.assay.paper.maps.TranslationMaps;
import dev.assay.paper.missing.MissingMargin;
import dev.assay.paper.stride.StrideInvariance;
import dev.assay.reproduction.Paper;
import java.util.List;

/** The papers that can be checked. */
public final class Papers {
  private static final List<Paper> ALL =
      List.of(
          new BatchNormRepresentations(),
          new ConstrainedMargins(),
          new Fragmentation(),
          new Generalization(),
          new LayerTrees(),
          new MissingMargin(),
          new StrideInvariance(),
          new TranslationMaps());

  private Papers() {}

  public static List<Paper> all() {
    return ALL;
  }
}
