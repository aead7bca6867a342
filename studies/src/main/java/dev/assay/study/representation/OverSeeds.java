package dev.assay.study.representation;

import java.util.List;

/** What was found at one place of a network, and at the same of networks from other seeds. */
interface OverSeeds<R> {

  /** Of the others; without what was found of others in turn. */
  List<R> seeds();
}
