package dev.assay.backend.cuda;

/** What a GPU does without the host: kernels, products and copies within its memory. */
interface Work {

  /**
   * @param slots the arguments, one for each parameter: integers and addresses as they are, floats
   *     as their bits in the lower half
   */
  void launch(Kernel kernel, long blocks, int threads, long[] slots);

  /**
   * {@code C = A·B + beta·C} for {@code count} triples of matrices, each {@code stride} floats
   * behind the one before. As BLAS has it: matrices are column-major, {@code op(A)} is m×k, {@code
   * op(B)} is k×n, C is not read if beta is 0.
   */
  void multiply(Product product, long a, long b, float beta, long c, int count);

  void copy(long from, long to, long bytes);

  void zero(long address, long bytes);

  /** The shape of a {@link #multiply}. */
  record Product(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      int lda,
      int ldb,
      int ldc,
      long strideA,
      long strideB,
      long strideC) {}
}
