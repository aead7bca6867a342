package dev.assay.cli;

import dev.assay.io.BadInputException;
import dev.assay.study.Study;
import java.nio.file.Path;
import java.util.List;

/**
 * The options of one study, a mixin. Their fields hold the configuration's defaults; see {@link
 * Defaults}.
 */
interface StudyOptions<C extends Study.Config> {

  /**
   * What they ask for.
   *
   * @throws BadInputException if that makes no sense: wrong usage
   */
  C config();

  /** Another trained network that the first is compared with, as it was named; null for none. */
  default Path with() {
    return null;
  }

  /** The same run, stopped earlier, as it was named. */
  default List<Path> before() {
    return List.of();
  }

  /** The same network trained from other seeds, as they were named. */
  default List<Path> seeds() {
    return List.of();
  }
}
