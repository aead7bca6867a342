package dev.assay.io;

import java.util.Collection;

/**
 * A name that is not among those there are. The message ends with the one that was likely meant.
 */
public final class UnknownNameException extends BadInputException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is not known, and what is
   * @param given the name
   * @param known the names that there are
   */
  public UnknownNameException(String message, String given, Collection<String> known) {
    super(message + Nearest.hint(given, known));
  }

  /** With a message that says all. */
  public UnknownNameException(String message, Throwable cause) {
    super(message, cause);
  }
}
