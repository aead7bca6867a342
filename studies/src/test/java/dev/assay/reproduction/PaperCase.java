package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.measure.Bench;
import dev.assay.random.Streams;
import dev.assay.store.Archive;
import dev.assay.store.Runner;
import dev.assay.store.Store;
import dev.assay.store.ValueSpec;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Progress;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A paper at a size that takes seconds: what it says there is not judged, only that it does. */
public abstract class PaperCase {
  protected static final Perceptrons FAMILY =
      new Perceptrons(80, 60, List.of(6, 12), List.of(1, 2), List.of(0.0), List.of(20, 40), 12);

  /** A data set that is not there. */
  protected static final String ABSENT = "absent";

  @TempDir protected Path folder;
  private Backend backend;

  @BeforeEach
  final void open() {
    backend = Backends.open("auto", 2);
  }

  @AfterEach
  final void close() {
    backend.close();
  }

  /** Some data. */
  public record Some(Dataset train, Dataset test) implements DataSource {
    @Override
    public String name() {
      return "glyphs";
    }
  }

  /** A bar that lies, one that stands, and both, somewhere in a small image. */
  protected static DataSource bars(int train, int test) {
    return new Some(bars(train, "train"), bars(test, "test"));
  }

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

  /** Equal images of two classes, of which nothing can be learned. */
  protected static DataSource blank(int count, int side) {
    Shape image = Shape.image(1, side, side);
    Dataset blank =
        Dataset.of(
            image,
            new float[count * image.intSize()],
            IntStream.range(0, count).map(i -> i % 2).toArray(),
            List.of("a", "b"),
            new Provenance("blank", "train", Map.of()));
    return new Some(blank, blank);
  }

  /** That perceptrons are an error before any work. */
  protected final void refusesPerceptrons(Paper paper) {
    assertThatThrownBy(
            () ->
                SideBySide.of(
                    paper,
                    laboratory("none"),
                    Paper.Scale.QUICK,
                    List.of(NetworkKind.CNN, NetworkKind.MLP)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            paper.name()
                + " cannot be checked on perceptrons: its statements are about convolutional"
                + " networks (--network cnn)");
    assertThat(folder.resolve("none/cells")).isEmptyDirectory();
  }

  protected final Laboratory laboratory(String store) {
    return laboratory(store, some());
  }

  private static DataSource some() {
    return new Some(Glyphs.train(300, 1), Glyphs.test(100, 1));
  }

  protected final Laboratory laboratory(String store, DataSource data) {
    return laboratory(runner(store, data), data);
  }

  private static Laboratory laboratory(Runner runner, DataSource data) {
    return new Laboratory(runner, data.name(), 5, Progress.NONE);
  }

  /** The same by any name but one. */
  private static DataSource source(String name, DataSource data) {
    if (name.equals(ABSENT)) {
      throw new BadInputException("data set 'absent' was not found");
    }
    return data;
  }

  private Runner runner(String store, DataSource data) {
    Bench bench = new Bench(backend, LinearAlgebra.best(), name -> source(name, data));
    return new Runner(Store.at(folder.resolve(store), "test"), bench);
  }

  /**
   * A report with a verdict on each statement, equal from an empty store, from a full one, from one
   * that has lost half of its cells and then the other half, and from measurements alone, without
   * any network.
   */
  protected final Report reproduced(Function<Laboratory, Report> paper, String... claims)
      throws IOException {
    return reproduced(some(), paper, claims);
  }

  protected final Report reproduced(
      DataSource data, Function<Laboratory, Report> paper, String... claims) throws IOException {
    Report report = paper.apply(laboratory("first", data));
    Runner runner = runner("first", data);
    Laboratory full = laboratory(runner, data);
    Report again = underThaiDigits(() -> paper.apply(full));
    Report measured = fromMeasurementsAlone(runner, full.asked(), data, paper);

    assertThat(again.summary()).isEqualTo(report.summary());
    assertThat(again.notes()).isEqualTo(report.notes());
    assertThat(again.keyNumbers()).isEqualTo(report.keyNumbers());
    assertThat(again.figures().stream().map(Figure::heading).toList())
        .isEqualTo(report.figures().stream().map(Figure::heading).toList());
    assertThat(again.tables()).isEqualTo(report.tables());
    assertThat(again.claims()).isEqualTo(report.claims());
    assertThat(again.provenance()).isEqualTo(report.provenance());
    for (boolean low : new boolean[] {true, false}) {
      loseHalf(folder.resolve("first/cells"), low);
      Report remade = paper.apply(laboratory("first", data));
      assertThat(remade.tables()).isEqualTo(report.tables());
      assertThat(remade.claims()).isEqualTo(report.claims());
    }
    assertThat(measured.tables()).isEqualTo(report.tables());
    assertThat(measured.claims()).isEqualTo(report.claims());
    assertThat(measured.provenance()).isEqualTo(report.provenance());
    assertThat(report.claims().stream().map(Claim::id)).containsExactly(claims);
    assertThat(report.claims())
        .allSatisfy(
            claim ->
                assertThat(claim.open().isEmpty())
                    .as("%s: %s, kept open by", claim.id(), claim.verdict())
                    .isEqualTo(claim.verdict() != Claim.Verdict.UNDECIDED));
    assertThat(report.sections())
        .filteredOn(section -> section.title().equals("What differs from the paper"))
        .singleElement()
        .satisfies(section -> assertThat(section.points()).hasSizeGreaterThan(3));
    assertThat(report.summary().get(0))
        .matches("The paper: “.*”, .* and \\w+, .*20[0-9]{2}.*, arXiv:[0-9]{4}\\.[0-9]{5}\\.");
    return report;
  }

  private Report fromMeasurementsAlone(
      Runner full, List<ValueSpec<?>> asked, DataSource data, Function<Laboratory, Report> paper) {
    Path file = folder.resolve("measured.jsonl.gz");
    Archive.of(Map.of(), full, asked).write(file);
    Runner elsewhere = runner("second", data);
    elsewhere.store().take(Archive.read(file));
    Report report = paper.apply(laboratory(elsewhere, data));
    assertThat(elsewhere.store().cells()).as("made with all measurements at hand").isEmpty();
    return report;
  }

  private static Report underThaiDigits(Supplier<Report> report) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("th-TH-u-nu-thai"));
    try {
      return report.get();
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Those with low names, or the others. */
  private static void loseHalf(Path cells, boolean low) throws IOException {
    try (Stream<Path> all = Files.list(cells)) {
      for (Path cell : all.sorted().toList()) {
        if (cell.getFileName().toString().charAt(0) < '8' == low) {
          Files.delete(cell.resolve("cell.json"));
        }
      }
    }
  }

  protected static Table table(Report report, String name) {
    return report.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }
}
