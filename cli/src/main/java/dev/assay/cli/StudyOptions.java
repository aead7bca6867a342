package dev.assay.cli;

import dev.assay.io.BadInputException;
import dev.assay.study.Study;

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
}
