package dev.assay.random;

/**
 * Counter-based random numbers: a value is a pure function of a key and a counter, so nothing
 * depends on the order of calls, the batch size or the number of threads. A key is derived from a
 * seed and a purpose; the mixing function is the finaliser of SplitMix64 (Steele, Lea and Flood
 * 2014), applied twice, to a counter spread by the golden ratio.
 */
public final class Streams {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Streams() {}

  /** The key of the stream of a seed for a purpose, for example {@code key(7, "shuffle")}. */
  public static long key(long seed, String purpose) {
    long hash = mix(seed + GOLDEN);
    for (int i = 0; i < purpose.length(); i++) {
      hash = mix(hash ^ (purpose.charAt(i) + GOLDEN * (i + 1)));
    }
    return hash;
  }

  /** The key of a sub-stream, for example of one epoch or one sample. */
  public static long key(long key, long index) {
    return mix(key ^ mix(index * GOLDEN + 0xD1B54A32D192ED03L));
  }

  /** 64 random bits. */
  public static long bits(long key, long counter) {
    return mix(mix(counter * GOLDEN + key) + key);
  }

  /** Uniform in [0, 1), a multiple of 2⁻²⁴: exact in float32. */
  public static float uniform(long key, long counter) {
    return (bits(key, counter) >>> 40) * 0x1p-24f;
  }

  /** Uniform in [0, 1) with 53 bits. */
  public static double uniform53(long key, long counter) {
    return (bits(key, counter) >>> 11) * 0x1p-53;
  }

  /**
   * Standard normal (Box–Muller on two uniforms of the same counter's neighbours 2c and 2c + 1).
   */
  public static double normal(long key, long counter) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform53(key, 2 * counter)));
    return radius * StrictMath.cos(2 * Math.PI * uniform53(key, 2 * counter + 1));
  }

  /** Uniform in {@code 0 … bound − 1}; the bias is below bound / 2³². */
  public static int integer(long key, long counter, int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, got " + bound);
    }
    return (int) ((bits(key, counter) >>> 32) * bound >>> 32);
  }

  /** A random permutation of {@code 0 … count − 1} (Fisher–Yates). */
  public static int[] permutation(long key, int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = integer(key, i, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
