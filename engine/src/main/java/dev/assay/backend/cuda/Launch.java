package dev.assay.backend.cuda;

import dev.assay.io.Text;
import dev.assay.tensor.Tensor;

/** Collects the arguments of one kernel after the other; each is held against the signature. */
final class Launch {
  private final Work work;
  private final long[] slots = new long[Kernel.MOST_PARAMETERS];
  private Kernel kernel;
  private int count;

  Launch(Work work) {
    this.work = work;
  }

  Launch of(Kernel next) {
    kernel = next;
    count = 0;
    return this;
  }

  Launch put(long value) {
    return add(value, "l");
  }

  Launch put(int value) {
    return add(value, "li");
  }

  Launch put(boolean value) {
    return add(value ? 1 : 0, "i");
  }

  Launch put(float value) {
    return add(Float.floatToRawIntBits(value) & 0xffffffffL, "f");
  }

  Launch address(long address) {
    return add(address, "p");
  }

  /** Null for an absent tensor. */
  Launch put(Tensor tensor) {
    return address(tensor == null ? 0 : tensor.address());
  }

  private Launch add(long slot, String kinds) {
    if (count >= kernel.parameters().length()
        || kinds.indexOf(kernel.parameters().charAt(count)) < 0) {
      throw new IllegalArgumentException(
          Text.format(
              "%s takes (%s): argument %d is none of '%s'",
              kernel.function(), kernel.parameters(), count + 1, kinds));
    }
    slots[count++] = slot;
    return this;
  }

  /** At least so many threads; the kernel lets the surplus return. */
  void threads(long threads) {
    blocks((threads + Kernel.BLOCK - 1) / Kernel.BLOCK);
  }

  /** A thread for so many elements of each, see {@code common.cuh}. */
  void elements(long elements) {
    threads((elements + Kernel.EACH - 1) / Kernel.EACH);
  }

  void blocks(long blocks) {
    if (count != kernel.parameters().length()) {
      throw new IllegalArgumentException(
          Text.format(
              "%s takes (%s), got %d arguments", kernel.function(), kernel.parameters(), count));
    }
    work.launch(kernel, blocks, Kernel.BLOCK, slots);
  }
}
