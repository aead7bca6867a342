package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.measure.WeightNorm;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.store.MeasureSpec;
import dev.assay.store.SpecFormat;
import dev.assay.store.TrainingSpec;
import dev.assay.train.Optimizer;
import dev.assay.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandTest {
  @TempDir private Path folder;

  private Shell store(String... args) {
    return Shell.run(
        Stream.of(
                Stream.of("store"),
                Stream.of(args),
                Stream.of("--store", folder.resolve("store").toString()))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  /** The norm of a trained network, as text. */
  private Path spec() throws IOException {
    Dataset samples = Glyphs.standard().test().take(150);
    TrainingSpec training =
        new TrainingSpec(
            Architecture.of(samples.sample(), Layers.flatten(), Layers.dense(10)),
            samples.provenance(),
            samples.provenance(),
            TrainingConfig.of(Optimizer.adam(1e-3), 2, 5),
            List.of());
    return Files.writeString(
        folder.resolve("norm.json"),
        SpecFormat.write(MeasureSpec.of(new WeightNorm(), training.atEnd())));
  }

  private String name(String kind) {
    return store("list")
        .out()
        .lines()
        .filter(line -> line.contains(kind))
        .findFirst()
        .orElseThrow()
        .substring(0, 12);
  }

  @Test
  void whatATextTellsOfIsMadeListedExplainedAndRebuilt() throws IOException {
    Shell made = store("make", spec().toString());

    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(Path.of(made.out().lines().toList().get(0)).resolve("value.json")).exists();
    assertThat(store("list").out().lines().toList())
        .hasSize(3)
        .anyMatch(
            line -> line.matches("[0-9a-f]{12}  current  weight-norm .* code [0-9a-f]{12} .*"))
        .anyMatch(line -> line.matches("[0-9a-f]{12}  current  network, seed 5 .*"));
    assertThat(store("explain", name("weight-norm")).out().lines().toList())
        .anyMatch(line -> line.contains("\"kind\" : \"weight-norm\""))
        .anyMatch(line -> line.contains("\"optimizer\" : \"adam rate=0.001"))
        .contains("today's program takes it");
    assertThat(store("rebuild", name("network")).out().lines().toList())
        .containsExactly("the same bytes");
    assertThat(store("prune").out().lines().toList()).containsExactly("removed: 0 cells, 0 KiB");
  }

  @Test
  void whatWouldNotBeTakenIsSaidAndPruned() throws IOException {
    store("make", spec().toString());
    String network = name("network");

    assertThat(store("explain", network, "--backend", "reference").out().lines().toList())
        .contains("today's program would make it anew:")
        .anyMatch(line -> line.startsWith("  arithmetic: was "))
        .anyMatch(line -> line.startsWith("  code: package dev.assay.backend.reference"));
    assertThat(store("prune", "--dry-run", "--backend", "reference").out().lines().toList())
        .singleElement()
        .asString()
        .startsWith("would be removed: 2 cells");
    assertThat(store("list").out().lines().toList()).hasSize(3);
    assertThat(store("prune", "--backend", "reference").exit()).isZero();
    assertThat(store("list").out().lines().toList()).hasSize(1);
  }

  @Test
  void whatIsNotThereIsOneClearError() throws IOException {
    assertThat(store("explain", "abc").errors())
        .singleElement()
        .asString()
        .contains("cell abc", "there is none");
    assertThat(store("make", folder.resolve("none.json").toString()).exit()).isEqualTo(1);
    Path other = Files.writeString(folder.resolve("other.json"), "{}");
    assertThat(store("make", other.toString()).errors())
        .singleElement()
        .asString()
        .contains("not a spec");
  }
}
