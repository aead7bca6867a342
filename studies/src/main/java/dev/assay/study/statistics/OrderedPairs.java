package dev.assay.study.statistics;

/**
 * How a measure and the gap order all pairs of networks, counted apart for each combination of what
 * is known of both. Counts go beyond 32 bits.
 */
final class OrderedPairs {
  /** Within the logarithm of the gap's entropy, as the competition's program has it. */
  private static final double ENTROPY_OFFSET = 1e-12;

  /** How two quantities may order a pair: each has the first one larger, or not. */
  private static final int ORDERS = 4;

  /** Of counts, to base 2: what most of the time would go into. */
  private static final double[] LOGARITHMS = logarithms();

  private final int[] group;
  private final int groups;

  /** By the groups of both networks, then by order. */
  private final long[] pairs;

  /**
   * @param group what is known of each network, from 0
   */
  OrderedPairs(int[] group, int groups) {
    this.group = group;
    this.groups = groups;
    pairs = new long[Math.multiplyExact(ORDERS, Math.multiplyExact(groups, groups))];
  }

  /** How a pair is ordered; ties are as if the first were not larger. */
  static byte order(boolean gap, boolean measure) {
    return (byte) ((gap ? 0 : 2) + (measure ? 0 : 1));
  }

  /**
   * Counts the pairs of a network with all networks, itself among them.
   *
   * @param there the other networks
   * @param orders of the network with each of these
   * @param weights how often each network is there; pairs of copies of one do not count
   */
  void count(int network, int[] there, byte[] orders, int[] weights) {
    int row = group[network] * groups;
    long weight = weights[network];
    for (int i = 0; i < there.length; i++) {
      int other = there[i];
      pairs[ORDERS * (row + group[other]) + orders[i]] +=
          other == network ? weight : weight * weights[other];
    }
  }

  /**
   * Mutual information of both orders over the entropy of the gap's, both means over what may be
   * known of a pair; 0 where the gap orders none.
   */
  double information() {
    double information = 0;
    double entropy = 0;
    for (int first = 0; first < pairs.length; first += ORDERS) {
      long total = pairs[first] + pairs[first + 1] + pairs[first + 2] + pairs[first + 3];
      if (total > 0) { // some have no pair where networks are missing
        information += information(first, total);
        entropy += entropy(pairs[first] + pairs[first + 1], total);
      }
    }
    return entropy > 0 ? information / entropy : 0;
  }

  /** {@code Σ p log₂(p / (p_gap p_measure))} of one combination. */
  private double information(int first, long total) {
    double sum = 0;
    for (int i = 0; i < ORDERS; i++) {
      long both = pairs[first + i];
      if (both > 0) {
        long gap = pairs[first + (i & 2)] + pairs[first + (i & 2 | 1)];
        long measure = pairs[first + (i & 1)] + pairs[first + (i & 1 | 2)];
        // so ordered, a measure that is the same everywhere has exactly none
        sum += both * ((log2(both) - log2(gap)) + (log2(total) - log2(measure)));
      }
    }
    return sum / total;
  }

  /**
   * {@code −Σ p log₂(p + ε)}, where {@code log₂(p + ε) = log₂ p + ε / (p ln 2)} but for what is of
   * the order of ε².
   */
  private static double entropy(long larger, long total) {
    return share(larger, total) + share(total - larger, total);
  }

  private static double share(long part, long total) {
    return part == 0 ? 0 : part * (log2(total) - log2(part)) / total - ENTROPY_OFFSET / Math.log(2);
  }

  private static double log2(long count) {
    return count < LOGARITHMS.length ? LOGARITHMS[(int) count] : Math.log(count) / Math.log(2);
  }

  private static double[] logarithms() {
    double[] logarithms = new double[1 << 16];
    for (int count = 1; count < logarithms.length; count++) {
      logarithms[count] = Math.log(count) / Math.log(2);
    }
    return logarithms;
  }
}
