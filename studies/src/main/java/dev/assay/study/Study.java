package dev.assay.study;

import dev.assay.io.BadInputException;
import java.util.Map;

/**
 * A measurement on a classifier. The author of a study writes this and a configuration record: it
 * reads no files, knows no flags, prints nothing, and keeps nothing between two runs.
 *
 * @param <C> the configuration
 */
@FunctionalInterface
public interface Study<C extends Study.Config> {

  /** What a study measures, usually a record; its defaults stand there and nowhere else. */
  interface Config {

    /** As plain values, for provenance: whatever determines the result. */
    Map<String, Object> plain();
  }

  /**
   * Measures.
   *
   * @throws BadInputException if the subject has not what the configuration asks for; before
   *     anything is measured
   */
  Report run(Subject subject, C config, Context context);
}
