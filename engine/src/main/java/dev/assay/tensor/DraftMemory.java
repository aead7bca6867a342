package dev.assay.tensor;

/**
 * Memory of sizes alone: what is planned on it can be measured and described, not run. The plan of
 * a network on it holds to the byte what the same plan holds on a backend.
 */
public final class DraftMemory implements Memory {

  @Override
  public Storage allocate(long floats) {
    return new Sketch(floats);
  }

  private record Sketch(long size) implements Storage {

    @Override
    public long address() {
      return 0;
    }

    @Override
    public void write(long at, float[] source, int from, int count) {
      throw new IllegalStateException("a draft has no contents");
    }

    @Override
    public void read(long at, float[] target, int from, int count) {
      throw new IllegalStateException("a draft has no contents");
    }

    @Override
    public void free() {}
  }
}
