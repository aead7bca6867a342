package dev.assay.cli;

import dev.assay.io.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** What this program is: its version and, where it was built from a repository, the revision. */
final class Version implements IVersionProvider {

  /** For example {@code 0.1.0 (3f2a91c)}; {@code 3f2a91c+} where files differed from it. */
  static String text() {
    String revision = resource("revision");
    String version = resource("version");
    return revision.isEmpty() ? version : Text.format("%s (%s)", version, revision);
  }

  @Override
  public String[] getVersion() {
    return new String[] {"assay " + text()};
  }

  /** The text of a resource that the build made. */
  private static String resource(String name) {
    try (InputStream in = Version.class.getResourceAsStream(name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
