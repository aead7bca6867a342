package dev.assay.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.io.BadInputException;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.PaperCase;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PapersTest extends PaperCase {
  static List<Paper> all() {
    return Papers.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void dataThatAreTooFewOrOfOneClassAreOneClearError(Paper paper) {
    Dataset few = Glyphs.train(50, 1);
    Dataset many = Glyphs.train(5000, 1);
    Dataset threes =
        many.select(IntStream.range(0, many.count()).filter(i -> many.label(i) == 3).toArray());
    Dataset test = Glyphs.test(1000, 1);
    NetworkKind usual = paper.usual(laboratory("a"));

    assertThatThrownBy(
            () -> paper.reproduce(laboratory("a", new Some(few, test)), Paper.Scale.QUICK, usual))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 50 training samples");
    assertThatThrownBy(
            () -> paper.reproduce(laboratory("a", new Some(many, few)), Paper.Scale.QUICK, usual))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 50 test samples");
    assertThatThrownBy(
            () ->
                paper.reproduce(laboratory("a", new Some(threes, test)), Paper.Scale.QUICK, usual))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("one class");
    assertThat(folder.resolve("a/cells")).isEmptyDirectory();
  }
}
