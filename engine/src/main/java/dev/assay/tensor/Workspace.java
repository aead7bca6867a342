package dev.assay.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Allocates the memory of tensors and frees all of it at {@link #close()}. Nothing else in Assay
 * allocates native memory, so live bytes are exact. Not thread-safe: a workspace belongs to whoever
 * plans with it.
 */
public final class Workspace implements AutoCloseable {
  /**
   * Tensors start at multiples of this many floats: one cache line, and one vector of the widest
   * instruction set.
   */
  public static final int ALIGNMENT = 16;

  private final Memory memory;
  private final List<Storage> blocks = new ArrayList<>();
  private boolean closed;

  public Workspace(Memory memory) {
    this.memory = memory;
  }

  /**
   * A new tensor of zeros. If there is no memory for it, the workspace closes itself: what was
   * being planned cannot run, and what was allocated for it is free again.
   */
  public Tensor tensor(Shape shape) {
    if (closed) {
      throw new IllegalStateException("workspace is closed");
    }
    try {
      Storage block = memory.allocate(align(shape.size()));
      blocks.add(block);
      return Tensor.view(block, 0, shape);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Rounds a number of floats up to the alignment. */
  public static long align(long floats) {
    return (floats + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Bytes held by this workspace now. */
  public long liveBytes() {
    return blocks.stream().mapToLong(Storage::size).sum() * Float.BYTES;
  }

  /** Frees every tensor of this workspace. They must not be used afterwards. */
  @Override
  public void close() {
    closed = true;
    blocks.forEach(Storage::free);
    blocks.clear();
  }
}
