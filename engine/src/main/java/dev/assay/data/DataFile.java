package dev.assay.data;

import dev.assay.io.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The content of a data file, read once from front to back and decompressed where the file is gzip
 * (told by its first bytes, not by its name). Memory grows with the bytes that really arrive, never
 * with what a header claims. Every problem is a {@link BadInputException} with the file and the
 * offset in its (decompressed) content.
 */
final class DataFile implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final long fileSize;
  private final MessageDigest digest = Checksum.digest();
  private final InputStream content;
  private final boolean compressed;
  private long position;

  private DataFile(Path path) throws IOException {
    this.path = path;
    this.fileSize = Files.size(path);
    InputStream file =
        new BufferedInputStream(new DigestInputStream(Files.newInputStream(path), digest), CHUNK);
    try {
      file.mark(2);
      this.compressed = file.read() == GzipInput.MAGIC_0 && file.read() == GzipInput.MAGIC_1;
      file.reset();
      this.content = compressed ? new GzipInput(file) : file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  static DataFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new BadInputException(
          path + ": " + (Files.exists(path) ? "not a regular file" : "no such file"));
    }
    try {
      return new DataFile(path);
    } catch (IOException e) {
      throw new BadInputException(path + ": cannot be read: " + reason(e), e);
    }
  }

  /** Offset in the content of the next byte to be read. */
  long position() {
    return position;
  }

  /** Whether {@link #mostLeft()} is exact. */
  boolean compressed() {
    return compressed;
  }

  /** The bytes that are left; for compressed files, the most that can be left. */
  long mostLeft() {
    return compressed ? fileSize * GzipInput.MAX_RATIO : fileSize - position;
  }

  /**
   * The size of the whole content as the file states it: for gzip, what the trailer of its last
   * member says, which reading may refute.
   */
  long announcedSize() {
    if (!compressed) {
      return fileSize;
    }
    ByteBuffer trailer = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(path)) {
      channel.read(trailer, fileSize - Integer.BYTES);
      return trailer.getInt(0) & 0xffffffffL;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The next four bytes, big-endian, as an unsigned number. */
  long readWord(String what) {
    byte[] bytes = read(Integer.BYTES, what);
    long value = 0;
    for (byte b : bytes) {
      value = value << 8 | b & 0xff;
    }
    return value;
  }

  /** Exactly {@code count} bytes; {@code what} names them in the error. */
  byte[] read(int count, String what) {
    long start = position;
    if (count > mostLeft()) {
      throw bad(start, "the file is too short for " + what + ": expected " + count + " bytes");
    }
    byte[] bytes = fill(count);
    if (bytes.length < count) {
      throw bad(
          start,
          "the file ends within " + what + ": found " + bytes.length + " bytes, expected " + count);
    }
    return bytes;
  }

  /** All bytes that are left; fails as soon as there are more than {@code most}. */
  byte[] readRest(int most, String what) {
    byte[] bytes = fill((int) Math.min(most, mostLeft()));
    expectEnd("at most " + most + " bytes of " + what);
    return bytes;
  }

  /** Fails unless everything was read; {@code expected} says what the content should have been. */
  void expectEnd(String expected) {
    long end = position;
    if (next() >= 0) {
      throw bad(end, "the content goes on, expected its end after " + expected);
    }
  }

  /** The checksum of the file as it lies on the disk, once it was read to its end. */
  String sha256() {
    return Checksum.text(digest.digest());
  }

  BadInputException bad(long offset, String problem) {
    return new BadInputException(path + ": at byte " + offset + ": " + problem);
  }

  /** Reads {@code most} bytes, or fewer where the content ends. */
  private byte[] fill(int most) {
    byte[] bytes = new byte[(int) Math.min(most, compressed ? 4 * fileSize + 16 : most)];
    int have = 0;
    try {
      while (have < most) {
        if (have == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(most, 2L * have));
        }
        int count = content.read(bytes, have, bytes.length - have);
        if (count < 0) {
          break;
        }
        have += count;
        position += count;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return have == bytes.length ? bytes : Arrays.copyOf(bytes, have);
  }

  private int next() {
    try {
      int value = content.read();
      position += value < 0 ? 0 : 1;
      return value;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private BadInputException unreadable(IOException e) {
    return new BadInputException(path + ": at byte " + position + ": " + reason(e), e);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public void close() {
    try {
      content.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
