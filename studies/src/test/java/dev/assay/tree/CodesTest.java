package dev.assay.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.random.Streams;
import org.junit.jupiter.api.Test;

class CodesTest {

  @Test
  void whatIsPositiveIsOn() {
    Codes codes = Codes.of(new float[] {1, 0, -1, -0f, Float.MIN_VALUE, Float.NaN}, 2, 3);

    assertThat(new boolean[] {codes.on(0, 0), codes.on(0, 1), codes.on(0, 2)})
        .containsExactly(true, false, false);
    assertThat(new boolean[] {codes.on(1, 0), codes.on(1, 1), codes.on(1, 2)})
        .containsExactly(false, true, false);
    assertThat(codes.above(0, 0, Codes.THRESHOLD)).isTrue();
    assertThat(codes.above(0, 1, Codes.THRESHOLD)).isFalse();
  }

  /** Around the ends of words. */
  @Test
  void anyLength() {
    for (int length : new int[] {1, 63, 64, 65, 128, 129}) {
      float[][] rows = Drawn.rows(Streams.key(1, length), 5, length, 2);
      Codes codes = Drawn.codes(rows);
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < length; j++) {
          assertThat(codes.on(i, j)).isEqualTo(rows[i][j] > 0);
        }
      }
    }
  }

  @Test
  void samplesCanComeOneAfterAnother() {
    Codes codes =
        new Codes.Builder(2, 2)
            .add(new float[] {0, 3}, 1)
            .add(new float[] {2, Float.NaN}, 1)
            .build();

    assertThat(codes.length()).isEqualTo(2);
    assertThat(codes.on(0, 0)).isFalse();
    assertThat(codes.on(0, 1)).isTrue();
    assertThat(codes.on(1, 0)).isTrue();
    assertThat(codes.on(1, 1)).isFalse();
  }

  @Test
  void transposition() {
    long[] words = new long[64];
    for (int i = 0; i < 64; i++) {
      words[i] = Streams.bits(2, i);
    }
    long[] transposed = words.clone();
    Transposition.transpose(transposed);
    for (int i = 0; i < 64; i++) {
      for (int j = 0; j < 64; j++) {
        assertThat(transposed[j] >> i & 1).isEqualTo(words[i] >> j & 1);
      }
    }
  }
}
