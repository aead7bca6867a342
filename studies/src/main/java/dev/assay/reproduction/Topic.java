package dev.assay.reproduction;

import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Table;
import java.util.List;

/** One question of a paper: what the measurements say about it. */
public interface Topic {
  /** Statements of the paper that belong to it. */
  List<Claim> claims();

  List<Figure> figures();

  List<Table> tables();
}
