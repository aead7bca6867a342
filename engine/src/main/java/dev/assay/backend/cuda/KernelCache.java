package dev.assay.backend.cuda;

import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Compiled kernels on disk. A file is named by everything that determines it: the source, the
 * options (the architecture among them) and the version of the compiler. It holds the SHA-256 of
 * the code, then the code.
 */
final class KernelCache {
  private static final int DIGEST = 32;

  private final Path folder;

  KernelCache(Path folder) {
    this.folder = folder;
  }

  static String key(String source, List<String> options, String compiler) {
    MessageDigest digest = Sha256.digest();
    // lengths, so that no two different triples give the same bytes
    for (String part : List.of(source, String.join("\n", options), compiler)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  /**
   * Loads the code of a key: what is on disk, or, where that is missing, damaged or refused, what
   * the compiler makes, which then is on disk. A folder that fails only costs time.
   *
   * @param loader throws IllegalStateException if it cannot use the code
   */
  void load(String key, Supplier<byte[]> compiler, Consumer<byte[]> loader) {
    Path file = folder.resolve(key + ".kernels");
    byte[] kept = read(file);
    if (kept != null) {
      try {
        loader.accept(kept);
        return;
      } catch (IllegalStateException refused) {
        // compiled anew below; if that is refused, too, its reason is the one to tell
      }
    }
    byte[] code = compiler.get();
    write(file, code);
    loader.accept(code);
  }

  /** Null if there is none that is whole. */
  private static byte[] read(Path file) {
    try {
      byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
      if (bytes.length <= DIGEST) {
        return null;
      }
      byte[] code = Arrays.copyOfRange(bytes, DIGEST, bytes.length);
      return Arrays.equals(Sha256.digest().digest(code), Arrays.copyOf(bytes, DIGEST))
          ? code
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  private void write(Path file, byte[] code) {
    try {
      Files.createDirectories(folder);
      AtomicFile.write(
          file,
          out -> {
            out.write(Sha256.digest().digest(code));
            out.write(code);
          });
    } catch (IOException | BadInputException e) {
      // the next start compiles again
    }
  }
}
