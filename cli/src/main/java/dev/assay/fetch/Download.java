package dev.assay.fetch;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Gets a file over HTTP. What has arrived is kept in {@code NAME.part}, from which the next attempt
 * goes on; the file appears under its name when all of it is there and its digest is right.
 */
public final class Download {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BUFFER = 1 << 16;
  private static final int PARTIAL = 206;
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * @param folder where it goes
   * @param progress told how many bytes are there
   * @throws IOException if no mirror gives it; says why of each
   */
  Path get(Remote file, Path folder, LongConsumer progress) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BadInputException(folder + ": not a folder, and it cannot be made: " + e, e);
    }
    List<String> reasons = new ArrayList<>();
    for (URI mirror : file.mirrors()) {
      try {
        return get(file, mirror, folder.resolve(file.name()), progress);
      } catch (IOException e) {
        reasons.add(Text.format("%s: %s", mirror.getHost(), reason(e)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("stopped; the next attempt goes on", e);
      }
    }
    throw new IOException(String.join("; ", reasons));
  }

  private Path get(Remote file, URI mirror, Path target, LongConsumer progress)
      throws IOException, InterruptedException {
    Path part = target.resolveSibling(file.name() + ".part");
    long there = Files.exists(part) ? Files.size(part) : 0;
    if (there < file.bytes()) {
      fill(file, mirror, part, there, progress);
    }
    String found = digest(part, file.algorithm());
    if (Files.size(part) != file.bytes() || !found.equals(file.digits())) {
      long size = Files.size(part);
      Files.delete(part);
      throw new IOException(
          Text.format(
              "gave %,d bytes of %s %s, expected %,d of %s%s",
              size,
              file.algorithm(),
              found,
              file.bytes(),
              file.digits(),
              file.checked() ? "" : ", which others tell and was not checked here"));
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return target;
  }

  private void fill(Remote file, URI mirror, Path part, long there, LongConsumer progress)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(mirror).timeout(PATIENCE);
    if (there > 0) {
      request.header("Range", "bytes=" + there + "-");
    }
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    boolean rest = response.statusCode() == PARTIAL && there > 0;
    try (InputStream in = response.body()) {
      if (!rest && response.statusCode() != OK) {
        throw new IOException("answered " + response.statusCode());
      }
      long count = rest ? there : 0;
      try (OutputStream out =
          Files.newOutputStream(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              rest ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
        byte[] buffer = new byte[BUFFER];
        // one byte too many is enough to know that it is another file
        for (int n = in.read(buffer); n >= 0 && count <= file.bytes(); n = in.read(buffer)) {
          out.write(buffer, 0, n);
          count += n;
          progress.accept(count);
        }
      }
      if (count < file.bytes()) {
        throw new IOException(Text.format("ended after %,d of %,d bytes", count, file.bytes()));
      }
    }
  }

  private static String digest(Path file, String algorithm) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has " + algorithm, e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof ConnectException ? "no connection" : String.valueOf(e.getMessage());
  }
}
