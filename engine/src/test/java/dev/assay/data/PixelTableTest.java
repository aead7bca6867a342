package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelTableTest {
  @TempDir private Path folder;

  private DataSource open(String train, String test) throws IOException {
    Files.writeString(folder.resolve("train.csv"), train);
    Files.writeString(folder.resolve("test.csv"), test);
    return new PixelTable("some", folder);
  }

  @Test
  void theClassIsTheColumnOfThatNameOrTheFirst() throws IOException {
    DataSource named = open("p0,p1,Label,p2,p3\n0,51,dog,102,255\n1,2,cat,3,4\n", "0,0,0,0,0\n");
    DataSource bare = open("10,0,51,102,255\n9,1,2,3,4\n", "10,0,0,0,255\n");

    assertThat(bare.train().classNames()).containsExactly("9", "10");
    assertThat(bare.train().labels()).containsExactly(1, 0);
    assertThat(bare.train().sample()).isEqualTo(Shape.image(1, 2, 2));
    assertThat(bare.test().images()).containsExactly(0, 0, 0, 1);
    open("p0,p1,Label,p2,p3\n0,51,dog,102,255\n1,2,cat,3,4\n", "0,0,0,0,0\n");
    assertThat(named.train().classNames()).containsExactly("cat", "dog");
    assertThat(named.train().labels()).containsExactly(1, 0);
    assertThat(named.train().images()).startsWith(0, 0.2f, 0.4f, 1);
    assertThatThrownBy(named::test).hasMessageContaining("class '0'");
  }

  @Test
  void whatSpreadsheetsWriteBeforeTheNamesIsNoPartOfThem() throws IOException {
    DataSource marked = open("\ufefflabel,p0\r\ndog,51\r\ncat,0\r\n", "\ufeffcat,255\n");

    assertThat(marked.train().classNames()).containsExactly("cat", "dog");
    assertThat(marked.test().images()).containsExactly(1);
  }

  @Test
  void oneFileIsDivided() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      rows.append(i % 2).append(',').append(i).append(',').append(i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("all.csv"), rows);
    DataSource some = Catalog.of(Optional.empty()).open(file.toString());

    assertThat(some.name()).isEqualTo(file.toString());
    assertThat(some.train().sample()).isEqualTo(Shape.vector(2));
    assertThat(some.train().count()).isEqualTo(8);
    assertThat(some.test().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                 | has no samples
          label,p            | has no samples
          7                  | expected a class and pixels
          1,2,3;1,2          | row 2 has 2 columns, expected 3
          1,2,3;1,256,3      | row 2, column 2: '256'
          1,2,3;1,0.5,3      | '0.5', expected a whole number
          1,2,3;1,-1,3       | '-1'
          a,b,c;1,2,3        | 0 columns are called label
          label,y,c;1,2,3    | 2 columns are called label
          """)
  void whatIsNoTableIsOneClearError(String rows, String problem) throws IOException {
    DataSource some = open(rows.replace(';', '\n'), "");
    assertThatThrownBy(some::train)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.csv: ")
        .hasMessageContaining(problem);
  }

  @Test
  void samplesOfTwoSizesDoNotFit() throws IOException {
    DataSource some = open("1,2,3\n", "1,2,3,4\n");
    assertThatThrownBy(some::test).hasMessageContaining("samples are 3, but those for training 2");
  }
}
