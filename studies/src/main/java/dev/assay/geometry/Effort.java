package dev.assay.geometry;

/**
 * How much work a question may take, counted in multiplications and not by a clock: what is given
 * up, and so every result, is the same on any machine and for any number of threads. Used by one
 * thread.
 */
public final class Effort {
  /** Multiplications that a thread of today's processors does in about a second of such work. */
  private static final double PER_SECOND = 1e9;

  /** Bounds multiply large matrices, at several times the rate of walks, and do more beside. */
  static final int FASTER = 4;

  private final long most;
  private long spent;

  private Effort(long most) {
    this.most = most;
  }

  /** Any amount. */
  public static Effort unlimited() {
    return new Effort(Long.MAX_VALUE);
  }

  /**
   * About as much as a thread does in some seconds.
   *
   * @param seconds positive; infinite for any amount
   */
  public static Effort seconds(double seconds) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("an effort of " + seconds + " seconds");
    }
    return new Effort((long) (seconds * PER_SECOND));
  }

  void spend(long multiplications) {
    spent += multiplications;
  }

  boolean isLimited() {
    return most < Long.MAX_VALUE;
  }

  boolean exhausted() {
    return spent > most;
  }

  /** Whether so many times what was spent is left. */
  boolean allows(int times) {
    return spent <= (most - spent) / times;
  }

  /** What was spent, in seconds of {@link #seconds}. */
  double spent() {
    return spent / PER_SECOND;
  }
}
