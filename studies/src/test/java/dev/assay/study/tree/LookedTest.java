package dev.assay.study.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.study.Cut;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Samples;
import dev.assay.tensor.Shape;
import dev.assay.tree.Codes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookedTest {
  private static final Shape MAPS = Shape.image(3, 2, 2);

  /** Three samples of three channels at four places; the last channel is the same everywhere. */
  private static final float[] VALUES = {
    1, 1, 1, 1, 0, 0, 0, 8, 2, 2, 2, 2, //
    0, 0, 0, 2, 1, 1, 1, 1, 2, 2, 2, 2, //
    3, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2
  };

  private static Dataset data(float... values) {
    return Dataset.of(
        MAPS,
        values,
        new int[values.length / 12],
        List.of("a", "b"),
        new Provenance("made", "test", Map.of()));
  }

  private static List<String> bits(Codes codes) {
    return IntStream.range(0, codes.count())
        .mapToObj(
            i ->
                IntStream.range(0, codes.length())
                    .mapToObj(u -> codes.on(i, u) ? "1" : "0")
                    .collect(Collectors.joining()))
        .toList();
  }

  @Test
  void channelsAreOnWhereTheyAreMoreActiveThanOnAverage() {
    float[] others = new float[12];
    Arrays.fill(others, 0, 4, 0.7f);
    Arrays.fill(others, 4, 8, 1.5f);
    Arrays.fill(others, 8, 12, 2.5f);
    try (Backend backend = Backends.open("reference", 1);
        Network maps =
            new Network(
                backend,
                Architecture.of(MAPS, Layers.relu(), Layers.flatten(), Layers.dense(2)),
                1);
        Network units =
            new Network(
                backend,
                Architecture.of(MAPS, Layers.flatten(), Layers.relu(), Layers.dense(2)),
                1)) {
      Cut cut = new NetworkSubject(maps, data(VALUES)).hidden("0");
      Looked grown = Looked.at(cut, Samples.of(data(VALUES)), true, true);

      // means 1, 0.5, 0.75 beside 0.75; 2, 1, 0 beside 1; 2 beside 2
      assertThat(bits(grown.codes())).containsExactly("110", "000", "000");
      assertThat(grown.numbers().values()).containsExactly(1, 2, 2, 0.5f, 1, 2, 0.75f, 0, 2);
      // by the averages of those, not by their own
      assertThat(bits(grown.at(cut, Samples.of(data(others))).codes())).containsExactly("011");

      Looked plain =
          Looked.at(
              new NetworkSubject(units, data(VALUES)).hidden("1"),
              Samples.of(data(VALUES)),
              true,
              false);
      assertThat(bits(plain.codes()).get(1)).isEqualTo("000111111111");
      assertThat(plain.numbers()).isNull();
    }
  }
}
