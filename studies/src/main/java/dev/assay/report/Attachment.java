package dev.assay.report;

import java.io.IOException;
import java.nio.file.Path;

/** Files of another kind that belong in the folder of a report, for example a trained network. */
@FunctionalInterface
public interface Attachment {

  /** Writes into a folder that becomes the report's. Must not name any file of the report. */
  void writeInto(Path folder) throws IOException;
}
