package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.OutOfDeviceMemoryException;
import org.junit.jupiter.api.Test;

class BlockCacheTest {
  private static final long MIB = 1 << 20;

  private final FakeDevice device = new FakeDevice(100 * MIB);
  private final BlockCache blocks = new BlockCache(device, 50 * MIB);

  @Test
  void sizeClassesHoldTheRequestAndWasteAtMostAQuarter() {
    for (long bytes = 1; bytes < 1L << 40; bytes += bytes / 7 + 1) {
      long size = BlockCache.blockSize(bytes);
      assertThat(size).as("block for %d", bytes).isGreaterThanOrEqualTo(bytes);
      assertThat(size % 512).as("alignment of %d", size).isZero();
      assertThat(size)
          .as("waste for %d", bytes)
          .isLessThanOrEqualTo(Math.max(512, bytes * 5 / 4 + 512));
      assertThat(BlockCache.blockSize(size)).as("a class is its own").isEqualTo(size);
      if (bytes > 16 * MIB) {
        assertThat(size - bytes).isLessThan(2 * MIB);
      }
    }
  }

  @Test
  void aFreedBlockServesTheNextRequestOfItsClass() {
    long first = blocks.take(1000);
    blocks.give(first, 1000);
    assertThat(blocks.held()).isZero();
    assertThat(blocks.cached()).isEqualTo(1024);
    assertThat(blocks.take(900)).isEqualTo(first);
    assertThat(blocks.cached()).isZero();
    assertThat(blocks.held()).isEqualTo(1024);
    assertThat(device.log).containsExactly("allocate 1024");
  }

  @Test
  void aBlockInUseIsNotHandedOut() {
    assertThat(blocks.take(1000)).isNotEqualTo(blocks.take(1000));
  }

  @Test
  void beyondTheLimitBlocksGoBackToTheDevice() {
    long large = blocks.take(40 * MIB);
    long small = blocks.take(20 * MIB);
    blocks.give(large, 40 * MIB);
    blocks.give(small, 20 * MIB);
    assertThat(blocks.cached()).isEqualTo(40 * MIB);
    assertThat(device.log).endsWith("free " + 20 * MIB);
  }

  @Test
  void theLimitItselfIsKept() {
    long large = blocks.take(30 * MIB);
    long small = blocks.take(20 * MIB);
    blocks.give(large, 30 * MIB);
    blocks.give(small, 20 * MIB);
    assertThat(blocks.cached()).isEqualTo(50 * MIB);
  }

  @Test
  void idleBlocksAreGivenBackBeforeARequestFails() {
    blocks.give(blocks.take(40 * MIB), 40 * MIB);
    long address = blocks.take(90 * MIB);
    assertThat(address).isNotZero();
    assertThat(device.log)
        .containsExactly(
            "allocate " + 40 * MIB,
            "allocate " + 90 * MIB,
            "free " + 40 * MIB,
            "allocate " + 90 * MIB);
    assertThat(blocks.cached()).isZero();
  }

  @Test
  void outOfMemorySaysWhatWasAskedAndWhatIsHeld() {
    long address = blocks.take(60 * MIB);
    assertThatThrownBy(() -> blocks.take(50 * MIB))
        .isInstanceOf(OutOfDeviceMemoryException.class)
        .hasMessage(
            "the GPU has no room for 50.00 MiB more: of its 100.00 MiB this program's tensors hold"
                + " 60.00 MiB, 40.00 MiB are free");
    blocks.give(address, 60 * MIB);
    assertThat(blocks.take(50 * MIB)).isNotZero();
  }

  @Test
  void closingLeavesNothing() {
    blocks.give(blocks.take(1000), 1000);
    blocks.give(blocks.take(5000), 5000);
    blocks.close();
    assertThat(device.blocks).isEmpty();
  }
}
