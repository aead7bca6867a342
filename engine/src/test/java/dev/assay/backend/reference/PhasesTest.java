package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Blur;
import dev.assay.backend.Edge;
import dev.assay.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PhasesTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  /**
   * {@code ((6i + j) · 7) mod 11} on 6 × 6. Of the components that begin at (0,0), (1,0), (0,1) and
   * (1,1), NumPy gives norms of 18, 15.905974, 20.19901 and 15.099669.
   */
  @Test
  void goldenImage() {
    float[] image = new float[36];
    for (int i = 0; i < 36; i++) {
      image[i] = i * 7 % 11;
    }
    assertThat(select(2, 2, image, 6)).isEqualTo(2);
    assertThat(select(2, 2, rolled(image, 6, 1, 0), 6)).isEqualTo(3);
    assertThat(select(2, 2, rolled(image, 6, 0, 1), 6)).isZero();
    assertThat(select(2, 2, rolled(image, 6, 1, 1), 6)).isEqualTo(1);
    assertThat(select(2, 2, rolled(image, 6, 2, 3), 6)).isZero();
    assertThat(sample(rolled(image, 6, 2, 3), 6, 0)).containsExactlyInAnyOrder(sample(image, 6, 2));
  }

  /**
   * Each step decides where those before do not: which one wins, and wins wherever it is rolled.
   */
  @Test
  void tiesGoByValues() {
    assertWins(new float[] {3, 4}, new float[] {5, 0}); // 3² + 4² = 5²: by |3| + |4|
    assertWins(new float[] {-9, 2, 2, 4}, new float[] {1, 6, 8, 2}); // 105 and 17 both: by |−9|
    assertWins(new float[] {5, -3, 0}, new float[] {-5, 3, 0}); // by the largest value
    assertWins(new float[] {5, -3, -1, 3, 0}, new float[] {5, 3, -1, -3, 0}); // −3 −1 before −3 0
  }

  private void assertWins(float[] winner, float[] loser) {
    int n = winner.length;
    for (int roll = 0; roll < 2 * n; roll++) {
      float[] row = new float[2 * n];
      for (int i = 0; i < n; i++) {
        row[(2 * i + roll) % (2 * n)] = winner[i];
        row[(2 * i + 1 + roll) % (2 * n)] = loser[i];
      }
      assertThat(select(1, 2, row, 2 * n)).isEqualTo(roll % 2);
    }
  }

  /** Components that are the same but for rolling: the first. */
  @Test
  void indexDecidesWhatIsTheSame() {
    assertThat(select(1, 2, new float[] {1, 3, 2, 1, 3, 2}, 6)).isZero();
    assertThat(select(2, 2, new float[16], 4)).isZero();
    assertThat(select(1, 3, new float[] {-0f, 0, 0, 0, -0f, 0}, 6)).isZero();
  }

  @Test
  void channelsShareTheChoice() {
    Tensor phases = lab.empty(2, 1);
    float[] images = {2, 3, 0, 0, /* second channel */ 0, 0, 0, 0, 2, 3, 0, 0, 0, 0, 2.5f, 0};
    lab.backend.selectPhase(1, 2, lab.of(images, 2, 2, 1, 4), phases);
    assertThat(phases.toArray()).containsExactly(1, 0);
  }

  @Test
  void divergenceIsChosen() {
    float inf = Float.POSITIVE_INFINITY;
    assertThat(select(1, 3, new float[] {9, 1, Float.NaN, 9, 1, 1}, 6)).isEqualTo(2);
    assertThat(select(1, 3, new float[] {Float.NaN, -inf, 1, 1, inf, 1}, 6)).isEqualTo(1);
  }

  @Test
  void magnitudeDoesNotMatter() {
    float[] row = {0.3f, 0.2f, 0.1f, 0.3f};
    for (float factor : new float[] {1e-38f, 1e-44f, 3, 1e38f}) {
      float[] scaled = new float[4];
      for (int i = 0; i < 4; i++) {
        scaled[i] = row[i] * factor;
      }
      assertThat(select(1, 2, scaled, 4)).isEqualTo(factor == 1e-44f ? 0 : 1);
    }
  }

  private int select(int height, int width, float[] image, int columns) {
    Tensor x = lab.of(image, 1, 1, image.length / columns, columns);
    Tensor phases = lab.empty(1, 1);
    lab.backend.selectPhase(height, width, x, phases);
    return (int) phases.toArray()[0];
  }

  private float[] sample(float[] image, int side, int phase) {
    Tensor y = lab.empty(1, 1, side / 2, side / 2);
    Tensor phases = lab.of(new float[] {phase}, 1, 1);
    lab.backend.blur(new Blur(1, 2, Edge.CIRCULAR), phases, lab.of(image, 1, 1, side, side), y);
    return y.toArray();
  }

  private static float[] rolled(float[] image, int side, int down, int right) {
    float[] rolled = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      rolled[(i / side + down) % side * side + (i % side + right) % side] = image[i];
    }
    return rolled;
  }
}
