package dev.assay.backend.cuda;

import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * Compiled kernels on disk. A file is named by everything that determines it: the source, the
 * options (the architecture among them) and the version of the compiler.
 */
final class CubinCache {
  private final Path folder;

  CubinCache(Path folder) {
    this.folder = folder;
  }

  static String key(String source, List<String> options, String compiler) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    // lengths, so that no two different triples give the same bytes
    for (String part : List.of(source, String.join("\n", options), compiler)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  /** The file of a key, made by the compiler if it is not there; a folder that fails costs time. */
  byte[] get(String key, Supplier<byte[]> compiler) {
    Path file = folder.resolve(key + ".cubin");
    try {
      if (Files.isRegularFile(file) && Files.size(file) > 0) {
        return Files.readAllBytes(file);
      }
    } catch (IOException e) {
      return compiler.get();
    }
    byte[] cubin = compiler.get();
    try {
      Files.createDirectories(folder);
      AtomicFile.write(file, out -> out.write(cubin));
    } catch (IOException | BadInputException e) {
      return cubin;
    }
    return cubin;
  }
}
