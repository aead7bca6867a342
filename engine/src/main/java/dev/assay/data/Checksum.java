package dev.assay.data;

import dev.assay.io.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/** SHA-256 as provenance writes it. */
final class Checksum {
  private static final String PREFIX = "sha256:";

  private Checksum() {}

  static String text(byte[] hash) {
    return PREFIX + HexFormat.of().formatHex(hash);
  }

  /** Of a file as it lies on the disk. */
  static String of(Path file) throws IOException {
    return PREFIX + Sha256.of(file);
  }

  static String sha256(byte[] bytes) {
    return PREFIX + Sha256.of(bytes);
  }
}
