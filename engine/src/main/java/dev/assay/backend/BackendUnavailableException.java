package dev.assay.backend;

/**
 * A backend that was asked for by name cannot run here. The message gives the reason and the way
 * out.
 */
public final class BackendUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BackendUnavailableException(String message) {
    super(message);
  }
}
