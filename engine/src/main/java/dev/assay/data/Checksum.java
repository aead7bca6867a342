package dev.assay.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as provenance writes it. */
final class Checksum {
  private Checksum() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String text(byte[] hash) {
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  static String sha256(byte[] bytes) {
    return text(digest().digest(bytes));
  }
}
