package dev.assay.backend.cuda;

/**
 * What the backend needs of a GPU: memory, copies, work, all on one stream. Calls return before the
 * work is done, in whose order it is asked for; only {@link #await} and {@link #synchronize} wait.
 * Addresses are those of the device unless called host addresses.
 */
interface Device extends Work, AutoCloseable {

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

  /** Frees a block once the work that was asked for before is done with it. */
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

  /** Marks the end of what was asked for so far. */
  void record(int event);

  /** Waits for the last {@link #record} of an event; returns at once if there was none. */
  void await(int event);

  /** Waits for everything. */
  void synchronize();

  /** Seconds between the beginning and the end of what {@code work} asks for; waits for it. */
  double time(Runnable work);

  /**
   * Convolution by a library of the device, or null if it has none.
   *
   * @param fallback for what the library cannot do
   * @param launch for the kernels beside it
   */
  Convolution convolution(Convolution fallback, Launch launch);

  /** Whether {@link #capture} is possible and wanted. */
  boolean hasGraphs();

  /**
   * Writes down what {@code work} asks for instead of doing it. Nothing but {@link Work} may be
   * asked for meanwhile.
   *
   * @throws IllegalStateException if something of it cannot be written down; then none of it was
   *     done
   */
  Graph capture(Runnable work);

  /** Work that was written down, to be done as one. */
  interface Graph extends AutoCloseable {

    /**
     * Sets the arguments of a launch.
     *
     * @param number of the launch among those of the graph, from 0
     */
    void set(int number, Kernel kernel, long blocks, int threads, long[] slots);

    /** Asks for all of it. */
    void launch();

    @Override
    void close();
  }

  @Override
  void close();
}
