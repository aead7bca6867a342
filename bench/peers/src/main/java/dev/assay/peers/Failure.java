package dev.assay.peers;

/** Something a person must know and the run cannot go on without; the message says it all. */
final class Failure extends RuntimeException {
  Failure(String message) {
    super(message);
  }

  Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
