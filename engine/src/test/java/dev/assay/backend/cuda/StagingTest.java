package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The fake device copies as late as it may: too early a reuse of a buffer shows in the values. */
class StagingTest {
  private final FakeDevice device = new FakeDevice(0);

  private static float[] numbers(int from, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return values;
  }

  @Test
  void whatIsWrittenIsRead() {
    for (int count : new int[] {0, 1, 4, 5, 8, 9, 23}) {
      int readPart = 3 + count % 2;
      try (Staging staging = new Staging(device, 4, readPart)) {
        float[] source = numbers(100, count + 3);
        staging.write(source, 2, count, 40);
        float[] target = new float[count + 2];
        staging.read(40, target, 1, count);
        for (int i = 0; i < count; i++) {
          assertThat(target[i + 1]).as("%d of %d", i, count).isEqualTo(source[i + 2]);
        }
        assertThat(target[0]).isZero();
        assertThat(target[count + 1]).isZero();
      }
    }
  }

  @Test
  void writesInARowKeepTheirOrder() {
    try (Staging staging = new Staging(device, 4, 4)) {
      for (int i = 0; i < 5; i++) {
        staging.write(numbers(10 * i, 3), 0, 3, 4L * 3 * i);
      }
      float[] all = new float[15];
      staging.read(0, all, 0, 15);
      assertThat(all).containsExactly(0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42);
    }
  }

  /** The caller's array is free again, and nothing was waited for: loading overlaps computing. */
  @Test
  void theFirstTwoWritesDoNotWaitForTheDevice() {
    try (Staging staging = new Staging(device, 4, 4)) {
      float[] source = numbers(1, 4);
      staging.write(source, 0, 4, 0);
      source[0] = -1;
      staging.write(source, 0, 4, 16);
      assertThat(device.memory[0]).as("not yet there").isZero();
      float[] read = new float[8];
      staging.read(0, read, 0, 8);
      assertThat(read).containsExactly(1, 2, 3, 4, -1, 2, 3, 4);
    }
  }

  @Test
  void closingFreesTheBuffers() {
    Staging staging = new Staging(device, 4, 4);
    staging.write(numbers(0, 9), 0, 9, 0);
    assertThat(device.host).hasSize(2);
    staging.close();
    assertThat(device.host).isEmpty();
    staging.close(); // nothing is freed twice
  }
}
