package dev.assay.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples of docs/examples do what they say, and the README shows the first. Whether a build
 * of its own finds the libraries, {@code .ci/examples} tells.
 */
final class EmbeddingTest {
  private static final Path ROOT = root(Path.of("").toAbsolutePath());
  private static final Path SOURCES = ROOT.resolve("docs/examples/src/main/java/dev/assay/example");

  private static Path root(Path folder) {
    return Files.exists(folder.resolve("README.md")) ? folder : root(folder.getParent());
  }

  @Test
  void theReadmeShowsTheFirst() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    int from = readme.indexOf("```java\n") + "```java\n".length();
    String shown = readme.substring(from, readme.indexOf("```", from));

    assertThat("package dev.assay.example;\n\n" + shown)
        .isEqualTo(Files.readString(SOURCES.resolve("Embedding.java")));
  }

  @Test
  void allNameTheVersionThatIsBuilt() throws IOException {
    String version = version("pom.xml", "version");

    assertThat(version("studies/bom/pom.xml", "version")).isEqualTo(version);
    assertThat(version("docs/examples/pom.xml", "assay.version")).isEqualTo(version);
    assertThat(version("README.md", "version")).isEqualTo(version);
  }

  private static String version(String file, String tag) throws IOException {
    String text = Files.readString(ROOT.resolve(file));
    int from = text.indexOf("<" + tag + ">") + tag.length() + 2;
    return text.substring(from, text.indexOf("</" + tag + ">", from));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Embedding", "OwnClassifier"})
  void eachWritesItsReport(String name, @TempDir Path folder) throws Exception {
    Path classes = compiled(name, folder);
    Path report = folder.resolve("report");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      var main =
          loader.loadClass("dev.assay.example." + name).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[] {report.toString()});
    }

    assertThat(report.resolve("report.html"))
        .isRegularFile()
        .content()
        .contains("median margin, pca:10");
    assertThat(report.resolve("tables/margins.csv")).isRegularFile();
  }

  private static Path compiled(String name, Path folder) throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("--release", "17", "-Xlint:all", "-Werror", "-proc:none", "-d", classes + "");
      assertThat(
              compiler
                  .getTask(
                      null,
                      files,
                      null,
                      options,
                      null,
                      files.getJavaFileObjects(SOURCES.resolve(name + ".java")))
                  .call())
          .isTrue();
    }
    return classes;
  }
}
