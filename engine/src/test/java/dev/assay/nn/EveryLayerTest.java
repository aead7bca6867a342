package dev.assay.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no compiler can ask of a layer: to be drawn, written, read, checked and described. */
class EveryLayerTest {
  private static final List<Architecture> DRAWN =
      LongStream.range(0, 500).mapToObj(RandomArchitecture::of).toList();

  static Stream<Class<?>> kinds() {
    return kinds(Layer.class);
  }

  private static Stream<Class<?>> kinds(Class<?> kind) {
    return kind.isSealed()
        ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(EveryLayerTest::kinds)
        : Stream.of(kind);
  }

  private static List<Layer> of(Class<?> kind, Stream<Architecture> architectures) {
    return architectures
        .flatMap(architecture -> architecture.layers().stream())
        .filter(kind::isInstance)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isDrawnWithMoreThanOneValueOfEachSetting(Class<?> kind) throws ReflectiveOperationException {
    List<Layer> drawn = of(kind, DRAWN.stream());
    assertThat(drawn).as("RandomArchitecture draws %s", kind.getSimpleName()).isNotEmpty();
    for (RecordComponent setting : kind.getRecordComponents()) {
      Set<Object> values = new HashSet<>();
      for (Layer layer : drawn) {
        values.add(setting.getAccessor().invoke(layer));
      }
      assertThat(values).as("values drawn of %s", setting.getName()).hasSizeGreaterThan(1);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void survivesItsFile(Class<?> kind) {
    for (Architecture architecture : DRAWN) {
      if (!of(kind, Stream.of(architecture)).isEmpty()) {
        String yaml = ArchitectureFormat.toYaml(architecture);
        assertThat(ArchitectureFormat.parse(yaml, "yaml")).isEqualTo(architecture);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void hasItsGradientChecked(Class<?> kind) {
    assertThat(of(kind, GradientCheckTest.architectures())).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isDescribed(Class<?> kind) throws IOException {
    String page = Files.readString(Path.of("../docs/formats.md"));
    assertThat(page).contains("`" + of(kind, DRAWN.stream()).get(0).kind() + "`");
  }
}
