package dev.assay.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the README is this folder's {@code Embedding.java}, and it does what it says. */
class EmbeddingTest {
  private static final Path ROOT = root(Path.of("").toAbsolutePath());
  private static final Path README = ROOT.resolve("README.md");
  private static final Path SOURCE =
      ROOT.resolve("cli/src/test/java/dev/assay/example/Embedding.java");

  private static Path root(Path folder) {
    return Files.exists(folder.resolve("README.md")) ? folder : root(folder.getParent());
  }

  @Test
  void theReadmeShowsTheFileThatIsCompiledHere() throws IOException {
    String readme = Files.readString(README);
    int from = readme.indexOf("```java\n") + "```java\n".length();
    String shown = readme.substring(from, readme.indexOf("```", from));

    assertThat("package dev.assay.example;\n\n" + shown).isEqualTo(Files.readString(SOURCE));
  }

  @Test
  void theExampleWritesItsReport(@TempDir Path folder) {
    Path page = Embedding.study(folder.resolve("report"));

    assertThat(page).isRegularFile().content().contains("median margin, pca:10");
    assertThat(folder.resolve("report/tables/margins.csv")).isRegularFile();
  }
}
