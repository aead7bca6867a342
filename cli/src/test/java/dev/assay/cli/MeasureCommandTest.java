package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.predictor.Predictors;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureCommandTest {
  @TempDir private Path folder;

  private Shell measure(String... more) {
    String[] args = new String[more.length + 4];
    args[0] = "measure";
    args[1] = folder.resolve("run").toString();
    args[2] = "--store";
    args[3] = folder.resolve("store").toString();
    System.arraycopy(more, 0, args, 4, more.length);
    return Shell.run(args);
  }

  @Test
  void printsWhatIsAskedFor() {
    Shell.run(TinyRun.into(folder.resolve("run")));

    Shell first = measure("--measure", "frobenius,frobenius-distance,output-margin");
    Shell second = measure("--measure", "frobenius,frobenius-distance,output-margin");

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out().lines().map(line -> line.split(" +")[0]))
        .containsExactly("frobenius", "frobenius-distance", "output-margin");
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void listsAll() {
    Shell shell = Shell.run("measure", "list");

    assertThat(shell.exit()).isZero();
    assertThat(shell.out().lines()).hasSize(Predictors.all().size()).hasSizeGreaterThan(40);
    assertThat(shell.out()).containsPattern("\ninput-margin +\\+  − mean first-order margin; ");
  }

  @Test
  void neitherANetworkNorAListIsWrongUsage() {
    assertThat(Shell.run("measure").exit()).isEqualTo(2);
    assertThat(Shell.run("measure", "x", "--measure", "pathnorm").exit()).isEqualTo(2);
  }
}
