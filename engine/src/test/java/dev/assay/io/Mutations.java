package dev.assay.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.assay.random.Streams;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Feeds damaged copies of a file to a reader. The only outcomes allowed are success and {@link
 * BadInputException}, and no copy may make the reader allocate more than the file justifies.
 */
public final class Mutations {
  /** Bytes at the front that half of the damage aims at: the headers. */
  private static final int HEAD = 32;

  private static final byte[] EXTREMES = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};

  /** Buffers, parsers and messages, whatever the file. */
  private static final long FIXED_ALLOWANCE = 1 << 20;

  private static final long ALLOWANCE_PER_BYTE = 64;

  /** Of one reading, on a machine that has other things to do. */
  private static final long MOST_NANOS = 20_000_000_000L;

  private Mutations() {}

  /** How many copies were read and how many were refused. */
  public record Outcome(int read, int refused) {}

  /** Runs {@code reader} on {@code count} damaged copies of {@code original} written to a file. */
  public static Outcome feed(
      byte[] original, Path file, int count, long seed, Consumer<Path> reader) throws IOException {
    return feed(original, file, count, seed, FIXED_ALLOWANCE, reader);
  }

  /**
   * The same.
   *
   * @param allowance bytes that a reader may allocate whatever the file, besides some for each byte
   */
  public static Outcome feed(
      byte[] original, Path file, int count, long seed, long allowance, Consumer<Path> reader)
      throws IOException {
    int refused = 0;
    reader.accept(Files.write(file, original));
    for (int i = 0; i < count; i++) {
      byte[] damaged = mutate(original, Streams.key(Streams.key(seed, "mutation"), i));
      refused +=
          isRefused(
                  Files.write(file, damaged),
                  reader,
                  allowance + ALLOWANCE_PER_BYTE * damaged.length,
                  i)
              ? 1
              : 0;
    }
    return new Outcome(count - refused, refused);
  }

  private static boolean isRefused(Path file, Consumer<Path> reader, long most, int number) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long begun = System.nanoTime();
    boolean refused = false;
    try {
      reader.accept(file);
    } catch (BadInputException expected) {
      assertThat(expected.getMessage()).as("mutation " + number).contains(file.toString());
      refused = true;
    } catch (Throwable other) {
      throw new AssertionError("mutation " + number + " caused " + other, other);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated for mutation " + number)
        .isLessThan(most);
    assertThat(System.nanoTime() - begun).as("time of mutation " + number).isLessThan(MOST_NANOS);
    return refused;
  }

  /** One damaged copy: bytes changed, cut off, added, left out or repeated. */
  public static byte[] mutate(byte[] original, long key) {
    int at = position(original.length, key);
    int length = 1 + Streams.integer(key, 1, 24);
    return switch (Streams.integer(key, 0, 6)) {
      case 0 -> overwrite(original, at, 1 + Streams.integer(key, 2, 4), key);
      case 1 -> fill(original, at, Math.min(8, length), EXTREMES[Streams.integer(key, 2, 7)]);
      case 2 -> Arrays.copyOf(original, at);
      case 3 -> random(Arrays.copyOf(original, original.length + length), original.length, key);
      case 4 -> splice(original, at, Math.min(original.length, at + length), at);
      default -> splice(original, at, at, Math.max(0, at - length));
    };
  }

  private static int position(int length, long key) {
    boolean front = Streams.bits(key, 3) < 0;
    return Streams.integer(key, 4, front ? Math.min(HEAD, length) : length);
  }

  private static byte[] overwrite(byte[] original, int at, int count, long key) {
    byte[] copy = original.clone();
    for (int i = 0; i < count; i++) {
      int where = Math.min(copy.length - 1, at + i * Streams.integer(key, 10 + i, 4));
      copy[where] = (byte) Streams.bits(key, 20 + i);
    }
    return copy;
  }

  private static byte[] fill(byte[] original, int at, int count, byte value) {
    byte[] copy = original.clone();
    Arrays.fill(copy, at, Math.min(copy.length, at + count), value);
    return copy;
  }

  private static byte[] random(byte[] bytes, int from, long key) {
    for (int i = from; i < bytes.length; i++) {
      bytes[i] = (byte) Streams.bits(key, 30 + i);
    }
    return bytes;
  }

  /** The bytes up to {@code head}, then those from {@code tail}, or from {@code again} instead. */
  private static byte[] splice(byte[] original, int head, int tail, int again) {
    int from = again < tail && head == tail ? again : tail;
    byte[] joined = Arrays.copyOf(original, head + original.length - from);
    System.arraycopy(original, from, joined, head, original.length - from);
    return joined;
  }
}
