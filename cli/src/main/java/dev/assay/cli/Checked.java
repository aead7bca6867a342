package dev.assay.cli;

import picocli.CommandLine.ParameterException;

/** Options, of a command or shared by some, of which not every value makes sense. */
interface Checked {
  /**
   * Called before a command works, and before its settings are printed.
   *
   * @throws ParameterException if a value is out of range, or values do not go together
   */
  void check();
}
