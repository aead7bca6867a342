package dev.assay.nn;

import dev.assay.io.Nearest;
import java.util.Collection;

/** A kind of layer or a setting in a file that does not exist. */
final class UnknownWordException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnknownWordException(String message) {
    super(message);
  }

  UnknownWordException(String message, String given, Collection<String> known) {
    super(message + Nearest.hint(given, known));
  }

  /** Whether one is behind a failure. */
  static boolean causes(Throwable failure) {
    return failure instanceof UnknownWordException
        || (failure.getCause() != null && causes(failure.getCause()));
  }
}
