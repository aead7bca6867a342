package dev.assay.pgdl;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * The records of a TFRecord file, one after the other: a length of eight bytes, four bytes that
 * check it, so many bytes of content, and four that check these; all little-endian, the checks as
 * CRC-32C, rotated right by 15 bits, plus {@code 0xa282ead8}. The file as a whole may be compressed
 * by gzip or zlib, which its first bytes tell.
 */
final class TfRecords implements AutoCloseable {
  private static final int HEADER = Long.BYTES + Integer.BYTES;

  /** The content of a record: more than any image takes, less than what fills memory. */
  private static final int MOST = 1 << 26;

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final InputStream content;
  private long position;
  private long began;
  private int number = -1;

  TfRecords(Path file) {
    this.file = file;
    this.content = open();
  }

  private InputStream open() {
    InputStream bytes = null;
    try {
      bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      bytes.mark(HEADER);
      byte[] first = bytes.readNBytes(HEADER);
      bytes.reset();
      return unpacked(first, bytes);
    } catch (IOException e) {
      close(bytes);
      throw new BadInputException(Text.format("%s: cannot be read (%s)", file, reason(e)), e);
    }
  }

  /** A record may begin as compressed files do, but then what checks its length fits. */
  private static InputStream unpacked(byte[] first, InputStream bytes) throws IOException {
    boolean plain = first.length < HEADER || checks(first, Long.BYTES, first, Long.BYTES);
    if (plain) {
      return bytes;
    }
    int magic = (first[0] & 0xff) << 8 | first[1] & 0xff;
    if (magic == 0x1f8b) {
      return new GZIPInputStream(bytes, BUFFER);
    }
    boolean zlib = (first[0] & 0xf) == 8 && magic % 31 == 0;
    return zlib ? new InflaterInputStream(bytes) : bytes;
  }

  /**
   * The content of the next record; null if there is none.
   *
   * @throws BadInputException naming the file, the record, from 0, and where it begins in the
   *     unpacked content, if it is damaged
   */
  byte[] next() {
    number++;
    began = position;
    byte[] header = read(HEADER);
    if (header.length == 0) {
      return null;
    }
    if (header.length < HEADER) {
      throw bad("the file ends within its length");
    }
    if (!checks(header, Long.BYTES, header, Long.BYTES)) {
      throw bad("the checksum of its length does not match; the file is damaged, or no TFRecord");
    }
    long length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > MOST) {
      throw bad(Text.format("it has %d bytes, expected at most %d", length, MOST));
    }
    byte[] record = read((int) length);
    byte[] check = read(Integer.BYTES);
    if (check.length < Integer.BYTES) {
      throw bad(Text.format("the file ends within its %d bytes", length));
    }
    if (!checks(record, record.length, check, 0)) {
      throw bad("the checksum of its content does not match; the file is damaged");
    }
    return record;
  }

  /** Says what is wrong with the record that was read last. */
  BadInputException bad(String problem) {
    return new BadInputException(
        Text.format("%s: record %d at byte %d: %s", file, number, began, problem));
  }

  private byte[] read(int count) {
    try {
      byte[] bytes = content.readNBytes(count);
      position += bytes.length;
      return bytes;
    } catch (IOException e) {
      throw bad(reason(e));
    }
  }

  /** Whether the four bytes at a place check the first so many bytes. */
  private static boolean checks(byte[] bytes, int count, byte[] check, int at) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, count);
    int masked = Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    return ByteBuffer.wrap(check).order(ByteOrder.LITTLE_ENDIAN).getInt(at) == masked;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void close(InputStream bytes) {
    try {
      if (bytes != null) {
        bytes.close();
      }
    } catch (IOException e) {
      return; // nothing was written
    }
  }

  @Override
  public void close() {
    close(content);
  }
}
