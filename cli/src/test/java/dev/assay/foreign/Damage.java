package dev.assay.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Feeds damaged copies of a file to a reader, which may read or refuse them and nothing else. */
public final class Damage {
  private static final long MOST_BYTES = 96 << 20;

  /** Of one copy, on a machine that has other things to do. */
  private static final long MOST_NANOS = 20_000_000_000L;

  private Damage() {}

  /** How many of some copies the reader refused, each in one sentence. */
  public static int refused(byte[] good, Path file, int copies, Consumer<Path> reader)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int i = 0; i < copies; i++) {
      Files.write(file, mutated(good, i));
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long time = System.nanoTime();
      try {
        reader.accept(file);
      } catch (BadInputException e) {
        refused++;
        assertThat(e.getMessage()).as("case %d", i).doesNotContain("\n").isNotBlank();
      } catch (Throwable e) {
        throw new AssertionError("case %d: %s".formatted(i, e), e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - bytes)
          .as("bytes allocated for case %d", i)
          .isLessThan(MOST_BYTES);
      assertThat(System.nanoTime() - time).as("time for case %d", i).isLessThan(MOST_NANOS);
    }
    return refused;
  }

  /** Some bytes changed, most of them near the beginning, or the end cut off. */
  private static byte[] mutated(byte[] good, int number) {
    long key = Streams.key(Streams.key(0, "mutations"), number);
    if (number % 10 == 0) {
      return Arrays.copyOf(good, (int) (Streams.uniform(key, 0) * good.length));
    }
    byte[] bytes = good.clone();
    for (int i = 0; i < 1 + number % 4; i++) {
      double where = Math.pow(Streams.uniform(key, 3 * i), number % 2 == 0 ? 1 : 3);
      double what = Streams.uniform(key, 3 * i + 1);
      int at = (int) (where * bytes.length);
      bytes[at] = what < 0.2 ? -1 : what < 0.4 ? 0 : (byte) (256 * Streams.uniform(key, 3 * i + 2));
    }
    return bytes;
  }
}
