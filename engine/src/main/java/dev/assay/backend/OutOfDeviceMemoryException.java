package dev.assay.backend;

import dev.assay.io.Text;

/** A device has no room for a tensor. The message says what was asked, what is held, what helps. */
public final class OutOfDeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param device whose memory it is, for example {@code GPU}
   * @param asked bytes that were asked for
   * @param held bytes that this program's tensors hold
   * @param free bytes that nobody holds
   * @param total bytes of the device
   */
  public OutOfDeviceMemoryException(String device, long asked, long held, long free, long total) {
    this(
        Text.format(
            "the %s has no room for %s more: of its %s this program's tensors hold %s, %s are free",
            device, text(asked), text(total), text(held), text(free)),
        null);
  }

  private OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The same, for a mini-batch.
   *
   * @param batch the size that was asked for
   * @param fits the largest tried that has room, 0 if none has
   */
  public OutOfDeviceMemoryException forBatch(int batch, int fits) {
    String advice =
        fits > 0 ? Text.format("a batch of %d would fit", fits) : "not even a batch of 1 would fit";
    return new OutOfDeviceMemoryException(
        Text.format("batch %d: %s; %s", batch, getMessage(), advice), this);
  }

  /** A number of bytes for people. */
  public static String text(long bytes) {
    return bytes >= 1L << 30
        ? Text.format("%.2f GiB", bytes / (double) (1L << 30))
        : Text.format("%.2f MiB", bytes / (double) (1L << 20));
  }
}
