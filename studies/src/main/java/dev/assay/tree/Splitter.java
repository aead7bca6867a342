package dev.assay.tree;

/**
 * Finds splits. It keeps samples in an order in which those of a node are neighbours: {@code from}
 * to {@code to}, the latter not among them.
 */
interface Splitter {

  /** How many samples of a node each class has. */
  int[] counts(int from, int to);

  /** The best split of a node, or null if no split leaves enough samples on both sides. */
  Split best(int from, int to);

  /**
   * Moves the samples of a node that are above to its end.
   *
   * @return where they begin
   */
  int part(int from, int to, Split split);
}
