package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.measure.Accuracy;
import dev.assay.measure.Margins;
import dev.assay.measure.Selection;
import dev.assay.measure.WeightNorm;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginSolver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest extends RunnerCase {
  private static final Map<String, Object> SUBJECT = Map.of("paper", "a paper", "seed", 3);
  private static final TrainingSpec TRAINING = Probe.spec(4);
  private static final Provenance DATA = TRAINING.train();
  private static final MeasureSpec<Margins.OfSamples> MARGINS =
      MeasureSpec.of(
          new Margins(
              DATA,
              Selection.Listed.of(0, 1, 2, 3, 4, 5, 6, 7, 8),
              Space.input(),
              MarginSolver.FirstOrder.standard()),
          TRAINING.atEnd());
  private static final MeasureSpec<Accuracy.Share> ACCURACY =
      MeasureSpec.of(new Accuracy(DATA), TRAINING.after(1));
  private static final List<ValueSpec<?>> ALL =
      List.of(
          ACCURACY, MARGINS, MeasureSpec.of(new WeightNorm(), TRAINING.atEnd()), TRAINING.epoch(2));

  @TempDir private static Path first;
  private static Archive made;

  @BeforeAll
  static void make() {
    try (Backend backend = Backends.open("reference", 1)) {
      Runner runner = new Runner(Store.at(first, "test"), Probe.bench(backend));
      ALL.forEach(runner::get);
      made = Archive.of(SUBJECT, runner, ALL);
    }
  }

  private Runner runner(String store, Archive beneath) {
    Runner runner = runner(store);
    runner.store().take(beneath);
    return runner;
  }

  private Path file() {
    return folder.resolve("measured.jsonl.gz");
  }

  private Archive written() {
    made.write(file());
    return Archive.read(file());
  }

  private static Archive.Maker maker(String code) {
    return new Archive.Maker(code, "1.2", "plain", "", new TreeMap<>(Map.of("dev.assay.nn", "a")));
  }

  private static Archive of(Archive.Entry... entries) {
    Archive archive = Archive.of(SUBJECT);
    Arrays.stream(entries).forEach(archive::add);
    return archive;
  }

  private static Archive.Entry entry(ValueSpec<?> spec, String code, Record value) {
    JsonNode json = ArchiveFormat.JSON.valueToTree(value);
    return new Archive.Entry(SpecFormat.tree(spec), maker(code), json, new Effort(1.5, 2.25));
  }

  @Test
  void doublesComeBackBitByBit() {
    double[] distances = {
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      -0.0,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      0.1 + 0.2,
      1 / 3.0,
      0.1f
    };
    boolean[] fitted = {true, false, true, false, true, false, true, false, true};
    int[] samples = {0, 1, 2, 3, 4, 5, 6, 7, 8};

    of(entry(MARGINS, "code", new Margins.OfSamples(samples, fitted, distances))).write(file());
    Margins.OfSamples read = Archive.read(file()).get(MARGINS);

    assertThat(Arrays.stream(read.distances()).mapToLong(Double::doubleToRawLongBits))
        .containsExactlyElementsOf(
            Arrays.stream(distances).mapToObj(Double::doubleToRawLongBits).toList());
    assertThat(read.fitted()).isEqualTo(fitted);
    assertThat(read.samples()).isEqualTo(samples);
  }

  @Test
  void withAFullArchiveNothingIsMadeOrTrained() {
    Archive archive = written();
    Runner elsewhere = runner("elsewhere", archive);

    assertThat(elsewhere.missing(ALL)).isEmpty();
    elsewhere.makeAll(ALL, spec -> {});
    Runner maker = new Runner(Store.at(first, "test"), Probe.bench(backend));
    assertThat(elsewhere.get(TRAINING.epoch(2))).isEqualTo(maker.get(TRAINING.epoch(2)));
    assertThat(elsewhere.get(ACCURACY)).isEqualTo(maker.get(ACCURACY));
    assertThat(elsewhere.store().cells()).isEmpty();
    assertThat(elsewhere.store().used()).isEmpty();
    assertThat(archive.subject()).isEqualTo(SUBJECT);
    assertThat(archive.missing(ALL)).isEmpty();
    assertThat(archive.otherCodes(elsewhere)).isEmpty();
    assertThat(archive.training().seconds()).isPositive();
    assertThat(archive.measuring().cpuSeconds()).isNotNegative();
  }

  @Test
  void whatIsNotThereIsMadeAndJoinsTheRest() throws IOException {
    Archive all = made;
    Archive part = of(all.entries().subList(1, ALL.size()).toArray(Archive.Entry[]::new));
    Runner elsewhere = runner("elsewhere", part);

    assertThat(elsewhere.missing(ALL)).containsExactly(ACCURACY);
    elsewhere.makeAll(ALL, spec -> {});
    assertThat(elsewhere.store().cells()).hasSize(2);
    Archive again = Archive.of(SUBJECT, elsewhere, ALL);
    assertThat(again.missing(ALL)).isEmpty();
    assertThat(Archive.of(SUBJECT, elsewhere, ALL.subList(0, 1)).and(part).missing(ALL)).isEmpty();
    assertThat(again.by(Archive.Maker::arithmetic))
        .containsExactly(Map.entry(backend.arithmetic(), ALL.size()));
    assertThat(again.entries().stream().map(Archive.Entry::value))
        .isEqualTo(all.entries().stream().map(Archive.Entry::value).toList());
  }

  @Test
  void equalArchivesAreEqualLines() throws IOException {
    Archive archive = made;
    archive.write(file());
    List<String> lines = lines();

    Archive.read(file()).write(file());
    assertThat(lines()).isEqualTo(lines);
    Archive.of(SUBJECT, runner("elsewhere", archive), ALL).write(file());
    assertThat(lines()).isEqualTo(lines);
    assertThat(String.join("", lines))
        .as("what specs have in common is told once")
        .containsOnlyOnce("\"optimizer\"")
        .containsOnlyOnce("\"layers\"");
    assertThat(lines.get(0)).contains("\"measurements\":4,\"trainings\":1");
  }

  private List<String> lines() throws IOException {
    try (BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file())), StandardCharsets.UTF_8))) {
      return text.lines().toList();
    }
  }

  private void write(Stream<String> lines) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file()))) {
      out.write(String.join("\n", lines.toList()).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void resultsOfOtherCodeAreTakenOnDemandAlone() {
    Archive archive = of(entry(ACCURACY, "0123456789abcdef", new Accuracy.Share(7)));
    archive.write(file());
    Runner careful = runner("store", Archive.read(file()));
    Runner accepting = runner("store", Archive.read(file()));

    assertThat(careful.missing(List.of(ACCURACY))).hasSize(1);
    assertThat(archive.otherCodes(careful)).containsExactly("0123456789abcdef");
    assertThat(Archive.of(SUBJECT, careful, List.of(ACCURACY)).size()).isZero();
    accepting.store().accept(List.of("01234"));
    assertThat(accepting.get(ACCURACY).value()).isEqualTo(7);
    assertThat(accepting.store().used()).containsExactly("0123456789abcdef");
    assertThat(Archive.of(SUBJECT, accepting, List.of(ACCURACY)).by(Archive.Maker::version))
        .containsExactly(Map.entry("1.2", 1));
    assertThat(careful.get(ACCURACY).value()).isBetween(0.0, 1.0);
  }

  @Test
  void whatIsMissingIsNamed() {
    Archive archive = of(entry(ACCURACY, "code", new Accuracy.Share(1)));

    assertThat(archive.missing(ALL)).isEqualTo(ALL.subList(1, ALL.size()));
    assertThatThrownBy(() -> archive.get(TRAINING.epoch(2)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("epoch-spec");
    assertThatThrownBy(
            () -> of(entry(ACCURACY, "code", new WeightNorm.Norm(1))).get(TRAINING.epoch(2)))
        .isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 40, 200})
  void aFileThatIsCutOffIsOneClearError(int length) throws IOException {
    made.write(file());
    byte[] bytes = Files.readAllBytes(file());

    Files.write(file(), Arrays.copyOf(bytes, length));
    assertOneError();
    Files.write(file(), Arrays.copyOf(bytes, bytes.length - 1 - length));
    assertOneError();
  }

  @Test
  void everyByteCounts() throws IOException {
    made.write(file());
    List<String> lines = lines();
    byte[] bytes = Files.readAllBytes(file());
    // the ten bytes of gzip's head tell of the program that wrote it, and are not checked
    for (int i = 10; i < bytes.length; i += 7) {
      byte[] other = bytes.clone();
      other[i] ^= 0x10;
      Files.write(file(), other);
      // another reference to the same words, or a bit of padding, may say the same in other bytes
      if (!saysTheSame(lines)) {
        assertOneError();
      }
    }
    Files.write(file(), bytes);
    assertThat(Archive.read(file()).size()).isEqualTo(made.size());
  }

  private boolean saysTheSame(List<String> lines) {
    try {
      return lines().equals(lines);
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private void assertOneError() {
    assertThatThrownBy(() -> Archive.read(file()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file().toString())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void foreignFilesAreNamedAsSuch() throws IOException {
    assertThatThrownBy(() -> Archive.read(file())).hasMessageContaining("no such file");
    Files.writeString(file(), "paper: yes\n");
    assertThatThrownBy(() -> Archive.read(file())).hasMessageContaining("no archive");
    for (String text : List.of("", "text", "[]", "{\"format\":\"other 1\"}")) {
      write(Stream.of(text));
      assertThatThrownBy(() -> Archive.read(file()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no archive");
    }
  }

  @Test
  void newerFilesAskForANewerProgram() throws IOException {
    made.write(file());
    write(lines().stream().map(line -> line.replace("assay archive 1", "assay archive 2")));

    assertThatThrownBy(() -> Archive.read(file()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("format 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"measurement\":{\"$\":99},\"by\":0,\"value\":{}}",
        "{\"measurement\":{},\"by\":9,\"value\":{}}",
        "{\"measurement\":{},\"by\":\"x\",\"value\":{}}",
        "{\"measurement\":{},\"value\":{}}",
        "{\"training\":{}}",
        "{\"training\":{},\"seconds\":1,\"cpuSeconds\":1}",
        "{\"maker\":7}",
        "[1]",
        "{"
      })
  void linesThatNobodyWroteAreOneClearError(String line) throws IOException {
    made.write(file());
    write(Stream.concat(lines().stream(), Stream.of(line, "")));

    assertThatThrownBy(() -> Archive.read(file()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("damaged");
  }
}
