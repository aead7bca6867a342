package dev.assay.backend.cuda;

import dev.assay.backend.Window;
import dev.assay.tensor.Tensor;
import java.util.Arrays;

/** One piece of {@link Work} that was asked for and not yet done. */
sealed interface Call {

  void run(Work work);

  /** Whether this differs from another call at most by the arguments of its kernel. */
  default boolean resembles(Call other) {
    return equals(other);
  }

  /** A kernel; owns its slots. */
  record Launched(Kernel kernel, long blocks, int threads, long[] slots) implements Call {
    @Override
    public void run(Work work) {
      work.launch(kernel, blocks, threads, slots);
    }

    @Override
    public boolean resembles(Call other) {
      return other instanceof Launched launched
          && kernel == launched.kernel
          && blocks == launched.blocks
          && threads == launched.threads;
    }

    boolean hasArgumentsOf(Launched other) {
      int count = kernel.parameters().length();
      return Arrays.equals(slots, 0, count, other.slots, 0, count);
    }
  }

  /** See {@link Work#multiply}. */
  record Multiplied(Work.Product product, long a, long b, float beta, long c, int count)
      implements Call {
    @Override
    public void run(Work work) {
      work.multiply(product, a, b, beta, c, count);
    }
  }

  /** See {@link Work#copy}. */
  record Copied(long from, long to, long bytes) implements Call {
    @Override
    public void run(Work work) {
      work.copy(from, to, bytes);
    }
  }

  /** See {@link Work#zero}. */
  record Zeroed(long address, long bytes) implements Call {
    @Override
    public void run(Work work) {
      work.zero(address, bytes);
    }
  }

  /**
   * Which operation of a {@link Convolution}, its three tensors in the order of the parameters.
   *
   * @param epilogue of the forward pass; else null
   */
  record Convolved(
      Pass pass,
      Convolution by,
      Window window,
      Tensor a,
      Tensor b,
      Epilogue epilogue,
      Tensor c,
      Tensor scratch)
      implements Call {

    enum Pass {
      FORWARD,
      DATA,
      WEIGHTS
    }

    @Override
    public void run(Work work) {
      switch (pass) {
        case FORWARD -> by.forward(window, a, b, epilogue, c, scratch);
        case DATA -> by.backwardData(window, a, b, c, scratch);
        case WEIGHTS -> by.backwardWeights(window, a, b, c, scratch);
      }
    }
  }
}
