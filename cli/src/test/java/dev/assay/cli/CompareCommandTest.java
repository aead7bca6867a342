package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir private static Path folder;

  private static Path run(String name) {
    return folder.resolve(name);
  }

  @BeforeAll
  static void train() {
    for (String seed : new String[] {"3", "4"}) {
      Path out = run("seed" + seed);
      assertThat(Shell.run(TinyRun.into(out, "--epochs", "1", "--seed", seed)).exit()).isZero();
    }
  }

  @Test
  void runsAreListedWithTheirNumbers() {
    Shell shell = Shell.run("runs", folder.toString());

    assertThat(shell.exit()).isZero();
    assertThat(shell.out().lines())
        .hasSize(2)
        .allMatch(line -> line.contains(" train ") && line.contains("test accuracy"));
    assertThat(shell.out()).contains("seed3").contains("seed4");
  }

  @Test
  void whatDiffersIsToldOnceAndFiguresAreLaidOverEachOther() throws IOException {
    Path out = folder.resolve("compared/report");
    Shell shell =
        Shell.run(
            "compare", run("seed3").toString(), run("seed4").toString(), "-o", out.toString());

    assertThat(shell.exit()).isZero();
    assertThat(shell.out().lines())
        .anyMatch(line -> line.matches(" +seed3 \\| seed4"))
        .anyMatch(line -> line.matches(" +seed +3 \\| 4"))
        .anyMatch(line -> line.startsWith("  test accuracy"))
        .noneMatch(line -> line.contains("batch"));
    assertThat(out.resolve("tables/numbers.csv")).isRegularFile();
    assertThat(Files.readString(out.resolve("figures/accuracy.svg")))
        .contains(">seed3, training<", ">seed4, training<");
  }

  @Test
  void aRunIsTheSameAsItself() {
    Shell shell = Shell.run("compare", run("seed3").toString(), run("seed3").toString());

    assertThat(shell.exit()).isZero();
    assertThat(shell.out()).doesNotContain("settings that differ").contains("key numbers");
  }

  @Test
  void whatIsNoReportIsNamed() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("other/damaged"));
    Files.writeString(damaged.resolve("manifest.json"), "{\"request\": 7");
    Files.writeString(damaged.resolve("report.json"), "{}");
    Shell none = Shell.run("compare", run("seed3").toString(), run("nothing").toString());
    Shell broken = Shell.run("compare", run("seed3").toString(), damaged.toString());

    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("nothing").contains("holds no report");
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.err()).contains("manifest.json").contains("cannot be read");
    assertThat(Shell.run("runs", run("nothing").toString()).exit()).isEqualTo(2);
  }
}
