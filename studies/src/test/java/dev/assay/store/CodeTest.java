package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Datasets;
import dev.assay.data.Provenance;
import dev.assay.measure.Accuracy;
import dev.assay.measure.Bench;
import dev.assay.measure.Margins;
import dev.assay.measure.Measure;
import dev.assay.measure.Measures;
import dev.assay.measure.Rescaled;
import dev.assay.measure.Selection;
import dev.assay.measure.WeightNorm;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginSolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeTest {
  private static final Pattern LIBRARY = Pattern.compile(".*\\.so");
  private static final Provenance DATA = new Provenance("glyphs", "test", Map.of());

  @TempDir private Path folder;

  static List<Class<? extends Measure<?>>> measures() {
    return Measures.all();
  }

  private static Code training(String backend) {
    try (Backend open = Backends.open(backend, 1)) {
      return Probe.training(open, 1).code();
    }
  }

  private Code measurement(Measure<?> measure) {
    try (Backend backend = Backends.open("reference", 1)) {
      Bench bench = new Bench(backend, LinearAlgebra.java(), Datasets::open);
      Runner runner = new Runner(Store.at(folder, "test"), bench);
      return MeasureSpec.of(measure, Probe.spec(1).atEnd()).cell(runner).code();
    }
  }

  @Test
  void trainingRunsThroughTheEngineAndOneBackendAlone() {
    Code code = training("reference");

    assertThat(code.hash()).hasSize(64);
    assertThat(code.packages().keySet())
        .contains("dev.assay.nn", "dev.assay.train", "dev.assay.backend.reference")
        .allMatch(name -> name.matches("dev.assay.(backend|data|io|nn|random|tensor|train).*"))
        .doesNotContain("dev.assay.backend.cpu", "dev.assay.backend.cuda");
    assertThat(code.files()).containsKeys("dev/assay/nn/Dense.class", "dev/assay/data/Cifar.class");
  }

  @Test
  void theKernelsOfTheBackendThatWorksCount() {
    Code code = training("cpu");

    assertThat(code.files().keySet())
        .anyMatch(file -> file.endsWith("/libjniKernels.so"))
        .noneMatch(file -> file.endsWith(".cu"));
    assertThat(code.hash()).isNotEqualTo(training("reference").hash());
  }

  /** So a caption or a paper can change, and all results stay. */
  @ParameterizedTest
  @MethodSource("measures")
  void whatJudgesDrawsAndWordsIsNotReached(Class<? extends Measure<?>> measure) {
    assertThat(Code.from(measure).files().keySet())
        .contains(measure.getName().replace('.', '/') + ".class")
        .noneMatch(file -> file.matches("dev/assay/(report|cli|paper|reproduction|store)/.*"))
        .noneMatch(
            file -> file.matches("dev/assay/study/(statistics/.*|Report.*|Figure.*|Table.*)"))
        .noneMatch(file -> file.contains("/cuda/"));
  }

  @Test
  void whatAMeasureHoldsCounts() {
    Code norm = measurement(new WeightNorm());
    Code scaled = measurement(new Rescaled<>(2, new WeightNorm()));
    Code share = measurement(new Rescaled<>(2, new Accuracy(DATA)));
    Code margins =
        measurement(
            new Margins(
                DATA, Selection.Listed.of(1), Space.input(), MarginSolver.FirstOrder.standard()));

    assertThat(norm.files().keySet()).noneMatch(file -> file.contains("Rescaled"));
    assertThat(scaled.files()).containsKey("dev/assay/measure/WeightNorm.class");
    assertThat(share.files())
        .containsKey("dev/assay/measure/Accuracy.class")
        .doesNotContainKey("dev/assay/measure/WeightNorm.class");
    assertThat(margins.files()).containsKey("dev/assay/measure/Selection$Listed.class");
    assertThat(List.of(norm.hash(), scaled.hash(), share.hash(), margins.hash()))
        .doesNotHaveDuplicates();
  }

  /** Uses a long, a double, a lambda and a text, which have constants of their own. */
  @Test
  void namesAreFoundInAllConstants() throws IOException {
    String own = CodeTest.class.getName().replace('.', '/');
    assertThat(4_000_000_000_000L * 1.25e300).isPositive();
    try (InputStream in = CodeTest.class.getClassLoader().getResourceAsStream(own + ".class")) {
      assertThat(Code.names(in.readAllBytes()))
          .contains(own, "dev/assay/store/Code", "dev/assay/study/margin/MarginSolver$FirstOrder")
          .allMatch(name -> name.startsWith("dev/assay/"));
    }
  }

  @Test
  void librariesAreTheSameFromAJarAndAFolder() throws IOException {
    write(folder, "dev/assay/kernels/linux/libjniKernels.so", "kernels");
    write(folder, "dev/assay/kernels/cuda/pool.cu", "pool");
    Map<String, String> parts = new TreeMap<>();
    Code.hash(folder, "dev/assay/kernels/", LIBRARY, parts);
    Path jar = folder.resolve("all.jar");
    Map<String, String> packed = new TreeMap<>();
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      write(zip.getPath("/"), "dev/assay/kernels/linux/libjniKernels.so", "kernels");
      Code.hash(zip.getPath("/"), "dev/assay/kernels/", LIBRARY, packed);
    }

    assertThat(parts).containsOnlyKeys("dev/assay/kernels/linux/libjniKernels.so");
    assertThat(packed).isEqualTo(parts);
    write(folder, "dev/assay/kernels/linux/libjniKernels.so", "other");
    Code.hash(folder, "dev/assay/kernels/", LIBRARY, parts);
    assertThat(packed).isNotEqualTo(parts);
  }

  private static void write(Path root, String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
