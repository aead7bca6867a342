package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FragmentationCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void train() {
    assertThat(Shell.run(TinyRun.into(folder.resolve("run"))).exit()).isZero();
  }

  private Shell fragmentation(String out, String more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "fragmentation",
                folder.resolve("run").toString(),
                "--out",
                folder.resolve(out).toString(),
                "--count",
                "20",
                "--planes",
                "3",
                "--resolution",
                "10"));
    args.addAll(List.of(more.split(" ")));
    return Shell.run(args.toArray(String[]::new));
  }

  @Test
  void writesRowsAndPictures() throws IOException {
    Shell shell = fragmentation("out", "--space input,hidden:0-flatten --pairs any");

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out()).contains("class changes on a segment, input: ", "report: ");
    String rows = Files.readString(folder.resolve("out/tables/segments.csv"));
    assertThat(rows.lines()).hasSize(41);
    assertThat(folder.resolve("out/figures/planes-input.svg")).exists();
  }

  @Test
  void everyMethodCanBeForced() throws IOException {
    for (String method : List.of("sampled", "exact", "certified")) {
      assertThat(fragmentation(method, "--method " + method + " --pairs any").exit()).isZero();
      assertThat(Files.readString(folder.resolve(method + "/tables/fragmentation.csv")))
          .contains(",lines," + method.toUpperCase(java.util.Locale.ROOT) + ",20,");
    }
  }

  @Test
  void wrongUsageIsOneLine() {
    assertThat(fragmentation("bad", "--space pca:3").exit()).isEqualTo(2);
    assertThat(fragmentation("bad", "--pairs some").errors())
        .singleElement()
        .asString()
        .contains("same-class, any, correct");
    assertThat(fragmentation("bad", "--points 1").exit()).isEqualTo(2);
    assertThat(fragmentation("bad", "--space hidden:9").errors())
        .singleElement()
        .asString()
        .contains("no hidden cut '9'");
    assertThat(folder.resolve("bad")).doesNotExist();
  }
}
