package dev.assay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What this program is: its version and, where it was built from a repository, the revision. */
final class Version implements IVersionProvider {

  /** For example {@code 0.1.0 (3f2a91c)}; {@code 3f2a91c+} where files differed from it. */
  static String text() {
    Properties git = load("git.properties");
    String revision = git.getProperty("git.commit.id.abbrev", "");
    String changed = Boolean.parseBoolean(git.getProperty("git.dirty")) ? "+" : "";
    String version = load("version.properties").getProperty("version");
    return revision.isEmpty() ? version : "%s (%s%s)".formatted(version, revision, changed);
  }

  @Override
  public String[] getVersion() {
    return new String[] {"assay " + text()};
  }

  private static Properties load(String resource) {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
