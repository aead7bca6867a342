package dev.assay.tensor;

/** What a {@link Workspace} allocates from: the memory of one backend. */
public interface Memory {

  /**
   * A new block of {@code floats} zeros, aligned to 64 bytes where that means something.
   *
   * @throws IllegalStateException if the backend is closed
   */
  Storage allocate(long floats);

  /**
   * Fails if that many bytes more cannot be had, where that can be told without trying; the
   * exception says what is there. Does nothing where it cannot.
   */
  default void requireRoom(long bytes) {}
}
