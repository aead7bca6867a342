package dev.assay.fetch;

import java.net.URI;
import java.util.List;

/**
 * A file that is published in several places.
 *
 * @param name of the file
 * @param bytes how many it has
 * @param digest algorithm and digits, for example {@code MD5:f68b…}
 * @param checked whether the digest was held against the published file when it was written down
 *     here; else it is one that others tell
 * @param mirrors where it is, in the order in which they are tried
 */
public record Remote(String name, long bytes, String digest, boolean checked, List<URI> mirrors) {
  public Remote {
    mirrors = List.copyOf(mirrors);
  }

  /** For example {@code MD5}. */
  String algorithm() {
    return digest.substring(0, digest.indexOf(':'));
  }

  String digits() {
    return digest.substring(digest.indexOf(':') + 1);
  }
}
