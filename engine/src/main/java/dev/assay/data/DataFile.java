package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
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

  /** Images shrink by less; what shrinks by more is made to fill memory. */
  private static final long MOST_RATIO = 100;

  /** Content up to this size fills no memory, whatever it shrank by: 16 MiB. */
  private static final long HARMLESS = 16 << 20;

  private final Path path;
  private final long fileSize;
  private final MessageDigest digest = Sha256.digest();
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

  /** The bytes that are left; for compressed files, the most that may be left. */
  long mostLeft() {
    return compressed ? mostUnpacked(fileSize) : fileSize - position;
  }

  /** The most bytes that so many may unfold to. */
  static long mostUnpacked(long packed) {
    return Math.min(packed * GzipInput.MAX_RATIO, Math.max(HARMLESS, packed * MOST_RATIO));
  }

  /** What may be said besides where a file is smaller than what it claims to hold. */
  String remedy() {
    return compressed
        ? Text.format(
            "; what gzip shrinks more than %d times is read unpacked only (gunzip)", MOST_RATIO)
        : "";
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
      throw bad(
          start, "the file is too short for " + what + ": expected " + count + " bytes" + remedy());
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
    int bound = (int) Math.min(most, mostLeft());
    byte[] bytes = fill(bound);
    expectEnd("at most " + bound + " bytes of " + what + (bound < most ? remedy() : ""));
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
    return new BadInputException(place(offset) + ": " + problem);
  }

  private String place(long offset) {
    return path + ": at byte " + offset + (compressed ? " of the unpacked content" : "");
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
    return new BadInputException(place(position) + ": " + reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
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
