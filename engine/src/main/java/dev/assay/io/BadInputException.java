package dev.assay.io;

/**
 * Input that cannot be used: a damaged file, a configuration that does not fit. The message is for
 * the person at the terminal: what is wrong, where (file, line, layer index), what was expected,
 * what to do.
 */
public class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
