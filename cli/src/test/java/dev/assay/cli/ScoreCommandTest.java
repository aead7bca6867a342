package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {
  @TempDir private Path folder;

  private Shell score(String rows, String... more) throws IOException {
    Path table = Files.writeString(folder.resolve("networks.csv"), rows);
    String[] args = {"score", table.toString(), "--out", folder.resolve("out").toString()};
    return Shell.run(Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  @Test
  void ranksMeasures() throws IOException {
    String rows = "width,depth,gap,margin,norm\n1,1,.1,4,1\n1,2,.2,3,3\n2,1,.3,2,2\n2,2,.4,1,4\n";

    Shell shell = score(rows, "--axes", "width,depth", "--measures", "norm,-margin");

    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.out().lines().toList().get(0)).isEqualTo("tau, -margin: 1.000");
    assertThat(shell.out().lines().toList().get(1)).startsWith("tau, norm: 0.6667");
    assertThat(Files.readAllLines(folder.resolve("out/tables/scores.csv"))).hasSize(3);
  }

  @Test
  void aColumnThatIsNotThereIsNamed() throws IOException {
    Shell shell = score("a,gap,m\n1,1,1\n2,2,2\n", "--measures", "n");

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.err()).contains("has no column n; there are a, gap, m");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aColumnNamedTwiceIsWrongUsage() throws IOException {
    Shell shell = score("a,gap,m\n1,1,1\n2,2,2\n", "--measures", "m,-m");

    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("column m is named twice");
  }
}
