package dev.assay.peers;

import java.util.Map;

/** A prepared workload. */
interface Job extends AutoCloseable {

  /** Does the work once; this is what is timed. */
  void run();

  /**
   * Runs from the start state and returns what the sides must agree on, by name. To be called
   * before {@link #run()}.
   */
  Map<String, float[]> outputs();

  @Override
  void close();
}
