package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.reproduction.Reproduction;
import dev.assay.store.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
  @TempDir private Path folder;

  private Shell reproduce(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "reproduce";
    System.arraycopy(args, 0, all, 1, args.length);
    all[args.length + 1] = "--out";
    all[args.length + 2] = folder.resolve("out").toString();
    return Shell.run(all);
  }

  @Test
  void anUnknownPaperNamesTheKnownOnes() {
    Shell shell = reproduce("double-descent");

    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains(
            "constrained-margins, fragmentation, generalization, layer-trees, missing-margin");
  }

  @Test
  void unknownDataAndScalesAreErrors() {
    assertThat(reproduce("fragmentation", "--data", "letters").exit()).isEqualTo(2);
    assertThat(reproduce("fragmentation", "--scale", "tiny").exit()).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aStoreThatCannotBeWrittenIsAnErrorBeforeAnyWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    Shell shell = reproduce("fragmentation", "--store", file.toString());

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors()).singleElement().asString().contains(file.toString());
  }

  @Test
  void codeThatMadeNothingCannotBeAccepted() {
    String store = folder.resolve("store").toString();

    Shell shell = reproduce("fragmentation", "--accept-code", "3f9a", "--store", store);

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains("code 3f9a", "0 codes", "assay store list");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anArchiveOfSomethingElseOrNowhereIsAnErrorBeforeAnyWork() throws IOException {
    Path foreign = Files.writeString(folder.resolve("foreign"), "1,2,3\n");
    Path other = folder.resolve("other.jsonl.gz");
    Archive.of(
            new Reproduction("missing-margin", "glyphs", Scale.QUICK, List.of(NetworkKind.MLP), 0)
                .told())
        .write(other);
    Path none = folder.resolve("none.jsonl.gz");
    Archive.of(Map.of("paper", "none")).write(none);
    Path nowhere = folder.resolve("nowhere/file.jsonl.gz");
    String store = folder.resolve("store").toString();

    for (Path file : List.of(foreign, other, none, nowhere)) {
      Shell shell = reproduce("fragmentation", "--archive", file.toString(), "--store", store);

      assertThat(shell.exit()).isEqualTo(1);
      assertThat(shell.errors()).singleElement().asString().contains(file.toString());
    }
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
