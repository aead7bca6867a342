package dev.assay.sweep;

import dev.assay.study.Progress;

/** Many machines that share folders and make cells of a sweep together. */
public interface Cluster {

  /**
   * Makes cells.
   *
   * @param master where the cluster is asked for
   * @param work which cells; each machine reads it from its text
   * @param failFast whether the first failure ends the work
   * @throws dev.assay.io.BadInputException if the cluster cannot be had, or fails
   */
  void make(String master, Assignment work, boolean failFast, Progress progress);
}
