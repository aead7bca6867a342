package dev.assay.backend.cuda;

/** Cleaning up behind a failure. */
final class Closing {
  private Closing() {}

  /** Closes what a failure left open; what fails then is told beside the failure. */
  static void after(Throwable failure, AutoCloseable open) {
    try {
      open.close();
    } catch (Exception | Error e) {
      failure.addSuppressed(e);
    }
  }
}
