package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CubinCacheTest {
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
                CubinCache.key("a", Nvrtc.options(90), "13.0"),
                CubinCache.key("b", Nvrtc.options(90), "13.0"),
                CubinCache.key("a", Nvrtc.options(75), "13.0"),
                CubinCache.key("a", Nvrtc.options(90), "13.1"),
                CubinCache.key("a", List.of("x", "y"), "1"),
                CubinCache.key("a", List.of("x"), "y1"),
                CubinCache.key("ax", List.of(), "y1"))
            .toList();
    assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("[0-9a-f]{32}"));
    assertThat(CubinCache.key("a", Nvrtc.options(90), "13.0")).isEqualTo(keys.get(0));
  }

  @Test
  void compilesOnceForEachKey() throws IOException {
    CubinCache cache = new CubinCache(folder.resolve("deep/er"));
    assertThat(cache.get("k", this::compile)).containsExactly(1, 2, 3);
    assertThat(cache.get("k", this::compile)).containsExactly(1, 2, 3);
    assertThat(new CubinCache(folder.resolve("deep/er")).get("k", this::compile)).hasSize(3);
    assertThat(compiled).isEqualTo(1);
    cache.get("other", this::compile);
    assertThat(compiled).isEqualTo(2);
  }

  @Test
  void anEmptyFileCountsAsNone() throws IOException {
    Files.createFile(folder.resolve("k.cubin"));
    assertThat(new CubinCache(folder).get("k", this::compile)).hasSize(3);
    assertThat(Files.size(folder.resolve("k.cubin"))).isEqualTo(3);
  }

  @Test
  void aFolderThatCannotBeMadeOnlyCostsTime() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(new CubinCache(file.resolve("cache")).get("k", this::compile)).hasSize(3);
    assertThat(new CubinCache(file.resolve("cache")).get("k", this::compile)).hasSize(3);
    assertThat(compiled).isEqualTo(2);
  }
}
