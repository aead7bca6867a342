package dev.assay.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger GOLDEN = new BigInteger("9E3779B97F4A7C15", 16);

  /** The finaliser of SplitMix64 in unbounded integers, reduced modulo 2⁶⁴. */
  private static BigInteger mix(BigInteger value) {
    BigInteger z = value.mod(WORD);
    z = z.xor(z.shiftRight(30)).multiply(new BigInteger("BF58476D1CE4E5B9", 16)).mod(WORD);
    z = z.xor(z.shiftRight(27)).multiply(new BigInteger("94D049BB133111EB", 16)).mod(WORD);
    return z.xor(z.shiftRight(31));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value).mod(WORD);
  }

  private static BigInteger bits(long key, long counter) {
    BigInteger inner = mix(GOLDEN.multiply(big(counter)).add(big(key)));
    return mix(inner.add(big(key)));
  }

  /** First outputs of SplitMix64 seeded with 1234567, as published with its reference code. */
  @Test
  void theOracleIsSplitMix64() {
    BigInteger state = BigInteger.valueOf(1234567);
    String[] published = {
      "6457827717110365317", "3203168211198807973", "9817491932198370423", "4593380528125082431"
    };
    for (String expected : published) {
      state = state.add(GOLDEN);
      assertThat(mix(state)).isEqualTo(new BigInteger(expected));
    }
  }

  @Test
  void bitsFollowTheirFormula() {
    for (long key : new long[] {0, 1, -1, 42, Long.MIN_VALUE, 0x123456789ABCDEFL}) {
      for (long counter : new long[] {0, 1, 2, 1000, -1, Long.MAX_VALUE}) {
        assertThat(big(Streams.bits(key, counter))).isEqualTo(bits(key, counter));
      }
    }
  }

  @Test
  void keysFollowTheirFormula() {
    BigInteger hash = mix(big(7).add(GOLDEN));
    String purpose = "shuffle";
    for (int i = 0; i < purpose.length(); i++) {
      BigInteger salt = GOLDEN.multiply(big(i + 1)).add(big(purpose.charAt(i))).mod(WORD);
      hash = mix(hash.xor(salt));
    }
    long key = Streams.key(7, purpose);
    assertThat(big(key)).isEqualTo(hash);

    BigInteger salt = GOLDEN.multiply(big(3)).add(new BigInteger("D1B54A32D192ED03", 16));
    assertThat(big(Streams.key(key, 3))).isEqualTo(mix(hash.xor(mix(salt))));
  }

  @Test
  void uniformsAreTheUpperBits() {
    for (long counter = 0; counter < 1000; counter++) {
      BigInteger bits = bits(5, counter);
      assertThat((double) Streams.uniform(5, counter))
          .isEqualTo(bits.shiftRight(40).doubleValue() / (1 << 24))
          .isGreaterThanOrEqualTo(0)
          .isLessThan(1);
      assertThat(Streams.uniform53(5, counter))
          .isEqualTo(bits.shiftRight(11).doubleValue() / (1L << 53))
          .isGreaterThanOrEqualTo(0)
          .isLessThan(1);
      BigInteger integer = bits.shiftRight(32).multiply(BigInteger.valueOf(977)).shiftRight(32);
      assertThat(Streams.integer(5, counter, 977)).isEqualTo(integer.intValueExact());
    }
  }

  @Test
  void integersReachTheWholeRange() {
    assertThat(Streams.integer(1, 1, 1)).isZero();
    for (long counter = 0; counter < 1000; counter++) {
      assertThat(Streams.integer(1, counter, Integer.MAX_VALUE)).isNotNegative();
    }
    assertThatThrownBy(() -> Streams.integer(1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
  }

  /** χ² with 99 degrees of freedom: mean 99, deviation √198 ≈ 14; 170 is five deviations away. */
  @Test
  void uniformsFillHundredCellsEvenly() {
    int draws = 200_000;
    for (String purpose : new String[] {"init", "shuffle", "dropout"}) {
      long key = Streams.key(11, purpose);
      int[] floats = new int[100];
      int[] integers = new int[100];
      int[] neighbours = new int[100];
      for (int i = 0; i < draws; i++) {
        floats[(int) (Streams.uniform(key, i) * 100)]++;
        integers[Streams.integer(key, i, 100)]++;
        int first = (int) (Streams.uniform(key, 2L * i) * 10);
        neighbours[10 * first + (int) (Streams.uniform(key, 2L * i + 1) * 10)]++;
      }
      assertThat(chiSquare(floats, draws)).isBetween(45.0, 170.0);
      assertThat(chiSquare(integers, draws)).isBetween(45.0, 170.0);
      assertThat(chiSquare(neighbours, draws)).isBetween(45.0, 170.0);
    }
  }

  private static double chiSquare(int[] counts, int draws) {
    double expected = (double) draws / counts.length;
    return Arrays.stream(counts).mapToDouble(n -> (n - expected) * (n - expected)).sum() / expected;
  }

  @Test
  void everyBitIsFair() {
    int draws = 100_000;
    int[] ones = new int[64];
    for (int i = 0; i < draws; i++) {
      long bits = Streams.bits(9, i);
      for (int b = 0; b < 64; b++) {
        ones[b] += (int) (bits >>> b & 1);
      }
    }
    // five standard deviations of a fair coin
    for (int n : ones) {
      assertThat(n).isCloseTo(draws / 2, within(790));
    }
  }

  @Test
  void normalsHaveTheMomentsOfTheStandardNormal() {
    int draws = 200_000;
    double[] moments = new double[5];
    for (int i = 0; i < draws; i++) {
      double value = Streams.normal(3, i);
      for (int m = 1; m <= 4; m++) {
        moments[m] += Math.pow(value, m) / draws;
      }
    }
    assertThat(moments[1]).isCloseTo(0, within(0.012));
    assertThat(moments[2]).isCloseTo(1, within(0.016));
    assertThat(moments[3]).isCloseTo(0, within(0.045));
    assertThat(moments[4]).isCloseTo(3, within(0.12));
  }

  @Test
  void normalsAreBoxMuller() {
    for (int i = 0; i < 100; i++) {
      double u = Streams.uniform53(3, 2 * i);
      double v = Streams.uniform53(3, 2 * i + 1);
      // cos(2πv) = 1 − 2 sin²(πv)
      double cosine = 1 - 2 * Math.pow(Math.sin(Math.PI * v), 2);
      assertThat(Streams.normal(3, i))
          .isCloseTo(Math.sqrt(-2 * Math.log1p(-u)) * cosine, within(1e-12));
    }
  }

  @Test
  void permutationsHoldEveryIndexOnce() {
    for (int count : new int[] {0, 1, 2, 3, 10, 1000}) {
      int[] sorted = Streams.permutation(8, count);
      Arrays.sort(sorted);
      assertThat(sorted).isEqualTo(IntStream.range(0, count).toArray());
    }
    assertThat(Streams.permutation(8, 1000)).isNotEqualTo(Streams.permutation(9, 1000));
  }

  /** All 24 orders of four; χ² with 23 degrees of freedom, deviation 6.8. */
  @Test
  void permutationsAreEquallyLikely() {
    int draws = 48_000;
    int[] counts = new int[256];
    for (int key = 0; key < draws; key++) {
      int[] order = Streams.permutation(key, 4);
      counts[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
    }
    int[] seen = Arrays.stream(counts).filter(n -> n > 0).toArray();
    assertThat(seen).hasSize(24);
    assertThat(chiSquare(seen, draws)).isBetween(4.0, 57.0);
  }

  @Test
  void streamsOfNeighbouringKeysAreUncorrelated() {
    int draws = 100_000;
    long[][] pairs = {
      {Streams.key(1, "a"), Streams.key(1, "b")},
      {Streams.key(1, "a"), Streams.key(2, "a")},
      {Streams.key(Streams.key(1, "a"), 0), Streams.key(Streams.key(1, "a"), 1)},
      {0, 1},
      {0, 0x9E3779B97F4A7C15L}
    };
    for (long[] pair : pairs) {
      for (int lag = -1; lag <= 1; lag++) {
        double covariance = 0;
        for (int i = 1; i <= draws; i++) {
          double first = Streams.uniform53(pair[0], i) - 0.5;
          covariance += first * (Streams.uniform53(pair[1], i + lag) - 0.5) / draws;
        }
        // correlation has deviation 1/√n
        assertThat(12 * covariance).isCloseTo(0, within(5 / Math.sqrt(draws)));
      }
    }
  }

  @Test
  void purposesAndIndicesGiveDistinctKeys() {
    Set<Long> keys = new HashSet<>();
    String[] purposes = {"", "a", "b", "ab", "ba", "aa", "init", "shuffle"};
    for (String purpose : purposes) {
      for (long seed = -50; seed < 50; seed++) {
        keys.add(Streams.key(seed, purpose));
        for (long index = 0; index < 10; index++) {
          keys.add(Streams.key(Streams.key(seed, purpose), index));
        }
      }
    }
    assertThat(keys).hasSize(purposes.length * 100 * 11);
  }
}
