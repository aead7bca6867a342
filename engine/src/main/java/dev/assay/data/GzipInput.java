package dev.assay.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses gzip (RFC 1952), one member or several, and is strict where {@link
 * java.util.zip.GZIPInputStream} is lenient: bytes after the last member that are not a member are
 * an error, not the end.
 */
final class GzipInput extends InputStream {
  /** DEFLATE codes at most 258 bytes by two bits. */
  static final long MAX_RATIO = 1032;

  static final int MAGIC_0 = 0x1f;
  static final int MAGIC_1 = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[8192];
  private int next;
  private int limit;
  private long size;
  private boolean finished;

  GzipInput(InputStream in) throws IOException {
    this.in = in;
    try {
      startMember(readByte());
    } catch (IOException e) {
      inflater.end();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int at, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!finished) {
      int count = inflate(target, at, length);
      if (count > 0) {
        checksum.update(target, at, count);
        size += count;
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("damaged gzip data: it asks for a dictionary");
      } else {
        fillInflater();
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int at, int length) throws IOException {
    try {
      return inflater.inflate(target, at, length);
    } catch (DataFormatException e) {
      throw new ZipException("damaged gzip data: " + e.getMessage());
    }
  }

  private void fillInflater() throws IOException {
    if (next == limit && !fill()) {
      throw truncated();
    }
    inflater.setInput(buffer, next, limit - next);
    next = limit;
  }

  private void startMember(int first) throws IOException {
    if (first != MAGIC_0 || readByte() != MAGIC_1 || readByte() != DEFLATE) {
      throw new ZipException("not gzip data where a gzip member should begin");
    }
    int flags = readByte();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("damaged gzip header: reserved flags are set");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(readByte() | readByte() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    checksum.reset();
    size = 0;
  }

  private void endMember() throws IOException {
    next = limit - inflater.getRemaining();
    if (readWord() != (int) checksum.getValue()) {
      throw new ZipException("damaged gzip data: the checksum does not match");
    }
    if (readWord() != (int) size) {
      throw new ZipException("damaged gzip data: the length does not match");
    }
    if (next < limit || fill()) {
      startMember(readByte());
    } else {
      finished = true;
    }
  }

  private int readWord() throws IOException {
    return readByte() | readByte() << 8 | readByte() << 16 | readByte() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      readByte();
    }
  }

  private void skipText() throws IOException {
    while (readByte() != 0) {
      continue;
    }
  }

  private int readByte() throws IOException {
    if (next == limit && !fill()) {
      throw truncated();
    }
    return buffer[next++] & 0xff;
  }

  private boolean fill() throws IOException {
    next = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  private static EOFException truncated() {
    return new EOFException("the gzip data is cut short");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
