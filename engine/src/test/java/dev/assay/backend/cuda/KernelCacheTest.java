package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  @TempDir private Path folder;
  private int compiled;

  private byte[] compile() {
    compiled++;
    return new byte[] {1, 2, 3};
  }

  @Test
  void theKeyDependsOnEverythingThatTheCodeDependsOn() {
    List<String> keys =
        Stream.of(
                KernelCache.key("a", new Target(90, false).options(), "13.0"),
                KernelCache.key("b", new Target(90, false).options(), "13.0"),
                KernelCache.key("a", new Target(75, false).options(), "13.0"),
                KernelCache.key("a", new Target(90, false).options(), "13.1"),
                KernelCache.key("a", List.of("x", "y"), "1"),
                KernelCache.key("a", List.of("x"), "y1"),
                KernelCache.key("ax", List.of(), "y1"))
            .toList();
    assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("[0-9a-f]{32}"));
    assertThat(KernelCache.key("a", new Target(90, false).options(), "13.0"))
        .isEqualTo(keys.get(0));
  }

  private byte[] load(Path from, String key) {
    List<byte[]> loaded = new ArrayList<>();
    new KernelCache(from).load(key, this::compile, loaded::add);
    assertThat(loaded).hasSize(1);
    return loaded.get(0);
  }

  @Test
  void compilesOnceForEachKey() {
    Path deep = folder.resolve("deep/er");
    for (int i = 0; i < 3; i++) {
      assertThat(load(deep, "k")).containsExactly(1, 2, 3);
    }
    assertThat(compiled).isEqualTo(1);
    load(deep, "other");
    assertThat(compiled).isEqualTo(2);
  }

  /** Cut anywhere, or any bit of it wrong. */
  @Test
  void aDamagedFileCountsAsNone() throws IOException {
    load(folder, "k");
    Path file = folder.resolve("k.kernels");
    byte[] whole = Files.readAllBytes(file);
    int expected = 1;
    for (int i = 0; i < whole.length; i++) {
      Files.write(file, Arrays.copyOf(whole, i));
      assertThat(load(folder, "k")).containsExactly(1, 2, 3);
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      Files.write(file, damaged);
      assertThat(load(folder, "k")).containsExactly(1, 2, 3);
      expected += 2;
      assertThat(compiled).isEqualTo(expected);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void codeThatIsRefusedIsCompiledAnewOnce() {
    load(folder, "k");
    int[] attempts = {0};
    new KernelCache(folder)
        .load(
            "k",
            this::compile,
            code -> {
              if (++attempts[0] == 1) {
                throw new IllegalStateException("refused");
              }
            });
    assertThat(attempts[0]).isEqualTo(2);
    assertThat(compiled).isEqualTo(2);
    assertThatThrownBy(() -> new KernelCache(folder).load("k", this::compile, this::refuse))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("refused always");
    assertThat(compiled).isEqualTo(3);
  }

  private void refuse(byte[] code) {
    throw new IllegalStateException("refused always");
  }

  @Test
  void aFolderThatCannotBeMadeOnlyCostsTime() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(load(file.resolve("cache"), "k")).hasSize(3);
    assertThat(load(file.resolve("cache"), "k")).hasSize(3);
    assertThat(compiled).isEqualTo(2);
  }
}
