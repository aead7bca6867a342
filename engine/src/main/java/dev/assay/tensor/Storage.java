package dev.assay.tensor;

/** A block of float32 memory of one backend. Only a {@link Workspace} creates and frees one. */
public interface Storage {

  /** Number of floats. */
  long size();

  /**
   * Address of the first float in the backend's memory; 0 where the block lives on the Java heap.
   *
   * @throws IllegalStateException if the memory was freed
   */
  long address();

  /** Copies {@code count} floats from a Java array into the block at index {@code at}. */
  void write(long at, float[] source, int from, int count);

  /** Copies {@code count} floats of the block, starting at index {@code at}, into a Java array. */
  void read(long at, float[] target, int from, int count);

  /** Gives the memory back. Called once. */
  void free();
}
