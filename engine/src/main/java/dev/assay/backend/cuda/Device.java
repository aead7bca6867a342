package dev.assay.backend.cuda;

/**
 * What the backend needs of a GPU: memory, copies, kernels and products, all on one stream. Calls
 * return before the work is done, in whose order it is asked for; only {@link #await} and {@link
 * #synchronize} wait. Addresses are those of the device unless called host addresses.
 */
interface Device extends AutoCloseable {

  /** Events that {@link #record} knows: 0 and 1. */
  int EVENTS = 2;

  /** One line for people: the card, the libraries in use and their versions. */
  String description();

  /** Memory of the card, in bytes. */
  long totalBytes();

  /** Memory that nobody holds now, in bytes. */
  long freeBytes();

  /** A block of at least that size, aligned to 256 bytes; 0 if there is none. */
  long allocate(long bytes);

  void free(long address);

  /** A block of host memory that copies can run from and to while others compute. */
  long allocateHost(long bytes);

  void freeHost(long host);

  /** Copies floats of an array to a host address, at once. */
  void put(float[] source, int from, int count, long host);

  /** Copies floats from a host address into an array, at once. */
  void get(long host, float[] target, int from, int count);

  void upload(long host, long address, long bytes);

  void download(long address, long host, long bytes);

  void copy(long from, long to, long bytes);

  void zero(long address, long bytes);

  /** Marks the end of what was asked for so far. */
  void record(int event);

  /** Waits for the last {@link #record} of an event; returns at once if there was none. */
  void await(int event);

  /** Waits for everything. */
  void synchronize();

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

  /** Convolution by a library of the device, or null if it has none. */
  Convolution convolution(Convolution fallback);

  @Override
  void close();
}
