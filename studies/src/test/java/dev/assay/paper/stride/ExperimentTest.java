package dev.assay.paper.stride;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.PaperCase;
import dev.assay.study.Claim;
import dev.assay.study.Report;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  private static final Size SMALL = small(150, 6, List.of(Look.PLAIN, Look.PERMUTED));

  private static Size small(int train, int epochs, List<Look> looks) {
    Size quick = Size.of(Paper.Scale.QUICK, Shape.image(1, 28, 28));
    return new Size(
        2,
        train,
        30,
        100,
        List.of(4, 4, 8),
        16,
        epochs,
        8,
        8,
        1e-2,
        6,
        2,
        2,
        List.of(1, 2),
        looks,
        List.of(2, 5),
        quick.designs());
  }

  /** A bar that lies, one that stands, and both, somewhere in a small image. */
  private static Dataset bars(int count, String split) {
    Shape image = Shape.image(1, 8, 8);
    float[] pixels = new float[count * image.intSize()];
    int[] labels = new int[count];
    for (int n = 0; n < count; n++) {
      labels[n] = n % 3;
      long key = Streams.key(Streams.key(1, split), n);
      int row = 1 + Streams.integer(key, 0, 6);
      int column = 1 + Streams.integer(key, 1, 6);
      for (int i = 0; i < image.intSize(); i++) {
        boolean lies = labels[n] != 1 && i / 8 == row;
        boolean stands = labels[n] != 0 && i % 8 == column;
        pixels[n * image.intSize() + i] = lies || stands ? 1 : 0;
      }
    }
    List<String> names = List.of("lies", "stands", "both");
    return Dataset.of(image, pixels, labels, names, new Provenance("bars", split, Map.of()));
  }

  @Test
  void strideInvariance() throws IOException {
    Report report =
        reproduced(
            new Some(bars(180, "train"), bars(100, "test")),
            laboratory -> new Experiment(laboratory, SMALL).run(),
            "D-1a",
            "D-1b",
            "D-2",
            "D-3",
            "D-4a",
            "D-4b",
            "D-4c",
            "D-5");

    assertThat(table(report, "networks").rows()).hasSize(2 * 12);
    assertThat(table(report, "looks").rows()).hasSize(4);
    assertThat(table(report, "maps").rows()).hasSize(2 * 10 * 6 * 2);
    assertThat(report.claims().get(7).verdict()).isEqualTo(Claim.Verdict.HOLDS);
    assertThat(report.figures())
        .extracting(figure -> figure.heading().name())
        .contains(
            "invariance-and-accuracy",
            "invariance-by-stride",
            "kernels-by-homogeneity",
            "homogeneity-by-lag",
            "remedies");
  }

  @Test
  void otherNetworksAreAnErrorBeforeAnyWork() {
    assertThatThrownBy(
            () ->
                new StrideInvariance()
                    .reproduce(laboratory("a"), Paper.Scale.QUICK, NetworkKind.MLP))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected --network cnn");
    assertThat(folder.resolve("a/cells")).isEmptyDirectory();
  }

  /** Equal images of two classes, of which nothing can be learned. */
  @Test
  void networksThatLearnNothingAreOneClearError() {
    Dataset glyphs = Glyphs.train(150, 1);
    Dataset blank =
        Dataset.of(
            glyphs.sample(),
            new float[glyphs.images().length],
            IntStream.range(0, 150).map(i -> i % 2).toArray(),
            List.of("a", "b"),
            new Provenance("blank", "train", Map.of()));
    Size one = small(100, 1, List.of(Look.PLAIN));

    assertThatThrownBy(() -> new Experiment(laboratory("a", new Some(blank, blank)), one).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no more than chance");
  }
}
