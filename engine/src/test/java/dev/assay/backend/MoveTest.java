package dev.assay.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Moves against images that are shifted and mirrored step by step. */
class MoveTest {
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final Shape IMAGE = Shape.image(1, HEIGHT, WIDTH);

  /** Pixel values 1, 2, 3, …: every one tells where it came from. */
  private static int[][] image() {
    int[][] image = new int[HEIGHT][WIDTH];
    for (int i = 0; i < HEIGHT; i++) {
      for (int j = 0; j < WIDTH; j++) {
        image[i][j] = i * WIDTH + j + 1;
      }
    }
    return image;
  }

  private static int[][] shifted(int[][] image, int down, int right) {
    int[][] result = new int[HEIGHT][WIDTH];
    for (int i = 0; i < HEIGHT; i++) {
      for (int j = 0; j < WIDTH; j++) {
        if (i + down >= 0 && i + down < HEIGHT && j + right >= 0 && j + right < WIDTH) {
          result[i + down][j + right] = image[i][j];
        }
      }
    }
    return result;
  }

  private static int[][] mirrored(int[][] image) {
    int[][] result = new int[HEIGHT][WIDTH];
    for (int i = 0; i < HEIGHT; i++) {
      for (int j = 0; j < WIDTH; j++) {
        result[i][WIDTH - 1 - j] = image[i][j];
      }
    }
    return result;
  }

  /** What the record's formula makes of the image. */
  private static int[][] moved(Move move) {
    int[][] image = image();
    int[][] result = new int[HEIGHT][WIDTH];
    for (int i = 0; i < HEIGHT; i++) {
      for (int j = 0; j < WIDTH; j++) {
        int row = i + move.row();
        int column = move.step() * j + move.column();
        if (row >= move.top()
            && row < move.bottom()
            && column >= move.left()
            && column < move.right()) {
          result[i][j] = image[row][column];
        }
      }
    }
    return result;
  }

  @Test
  void everyShift() {
    for (int down = -6; down <= 6; down++) {
      for (int right = -6; right <= 6; right++) {
        Move move = Move.none(IMAGE).thenShift(down, right);
        assertThat(moved(move)).isDeepEqualTo(shifted(image(), down, right));
        assertThat(move.isEmpty()).isEqualTo(Math.abs(down) >= HEIGHT || Math.abs(right) >= WIDTH);
      }
    }
  }

  @Test
  void sequences() {
    for (int round = 0; round < 5000; round++) {
      long key = Streams.key(1, round);
      int[][] expected = image();
      Move move = Move.none(IMAGE);
      int steps = Streams.integer(key, 0, 7);
      for (int step = 1; step <= steps; step++) {
        if (Streams.integer(key, 3 * step, 3) == 0) {
          expected = mirrored(expected);
          move = move.thenMirror();
        } else {
          int down = Streams.integer(key, 3 * step + 1, 5) - 2;
          int right = Streams.integer(key, 3 * step + 2, 7) - 3;
          expected = shifted(expected, down, right);
          move = move.thenShift(down, right);
        }
      }
      assertThat(moved(move)).as("round %d", round).isDeepEqualTo(expected);
    }
  }

  /** Numbers in a tensor are floats, whole ones exact up to 2²⁴. */
  @Test
  void offsetsStaySmall() {
    Move move = Move.none(IMAGE);
    for (int i = 0; i < 100_000; i++) {
      move = move.thenShift(65536, -65536).thenMirror();
    }
    float[] values = new float[Move.FLOATS + 2];
    move.write(values, 1);
    assertThat(values[0]).isZero();
    assertThat(values[Move.FLOATS + 1]).isZero();
    for (float value : values) {
      assertThat(Math.abs(value)).isLessThan(1 << 24);
    }
    assertThat(move.isEmpty()).isTrue();
    assertThat(moved(move)).isDeepEqualTo(new int[HEIGHT][WIDTH]);
  }
}
