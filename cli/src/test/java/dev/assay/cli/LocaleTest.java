package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that embeds Assay may have any locale; {@link Main#main} sets its own. */
class LocaleTest {
  @TempDir private Path folder;

  @Test
  void reportsHaveTheSameBytesUnderEveryLocale() throws IOException {
    Map<String, String> expected = everything(Locale.ROOT);

    for (String language : new String[] {"de-DE", "ar-EG-u-nu-arab", "tr-TR"}) {
      assertThat(everything(Locale.forLanguageTag(language))).isEqualTo(expected);
    }
  }

  /** All results and files of a training and of its studies. */
  private Map<String, String> everything(Locale locale) throws IOException {
    Path here = Files.createDirectory(folder.resolve("in-" + locale.toLanguageTag()));
    Path run = here.resolve("run");
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      Map<String, String> all = new TreeMap<>();
      all.put("train", result(TinyRun.into(run)));
      all.put("margins", study(here, "margins " + run + " --samples 20 --space input,pca:2"));
      all.put(
          "fragmentation",
          study(here, "fragmentation " + run + " --count 20 --planes 2 --resolution 12"));
      all.put("show", result("model", "show", "cnn"));
      all.put("explain", result("model", "explain", "cnn", "--backend", "reference"));
      try (Stream<Path> files = Files.walk(here)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          all.put(here.relativize(file).toString(), bytes.replaceFirst("(?s)\"runtime\".*", ""));
        }
      }
      all.replaceAll((name, text) -> text.replace(here.toString(), "HERE"));
      return all;
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String study(Path here, String command) {
    String out = here.resolve(command.substring(0, 7)).toString();
    return result((command + " --backend reference --threads 1 --out " + out).split(" "));
  }

  private static String result(String... args) {
    Shell shell = Shell.run(args);
    assertThat(shell.exit()).as(shell.err()).isZero();
    return shell.out();
  }
}
