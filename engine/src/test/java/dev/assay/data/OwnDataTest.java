package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.io.UnknownNameException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDataTest {
  @TempDir private Path folder;

  private Catalog catalog() {
    return Catalog.of(Optional.of(folder), Map.of(), folder);
  }

  @Test
  void whatWasMovedIsFoundByItsLastName() throws IOException {
    Files.writeString(folder.resolve("some.csv"), "1,2\n0,3\n1,2\n1,2\n0,3\n");
    DataSource moved = catalog().open("elsewhere/some.csv");
    DataSource within = catalog().open("some.csv");

    assertThat(moved.name()).isEqualTo("elsewhere/some.csv");
    assertThat(moved.train().images()).isEqualTo(within.train().images());
  }

  @Test
  void namesComeFirst() throws IOException {
    Files.writeString(folder.resolve("glyphs"), "1,2\n");
    assertThat(catalog().open("glyphs").train().classes()).isEqualTo(10);
  }

  @Test
  void whatIsNothingOrNoDataIsOneClearError() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("notes.txt"), "no data");
    assertThatThrownBy(() -> catalog().open("nowhere.npz"))
        .isInstanceOf(UnknownNameException.class)
        .hasMessageContaining("or the path of an NPZ");
    for (String name : new String[] {"empty", "notes.txt", "/", "."}) {
      assertThatThrownBy(() -> catalog().open(name))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no data set");
    }
    assertThatThrownBy(() -> catalog().open("a\0b")).isInstanceOf(BadInputException.class);
  }
}
