package dev.assay.study;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkSubjectTest {
  private static final float[] INPUTS = {1, -2, 3, 0.5f, 0, -1};

  private final Backend backend = Backends.open("reference", 1);
  private final Network network =
      new Network(backend, Architecture.of(Shape.vector(3), dense(4), relu(), dense(2)), 1);

  @AfterEach
  void close() {
    network.close();
    backend.close();
  }

  private static Dataset data(int length, int classes) {
    return Dataset.of(
        Shape.vector(length),
        new float[2 * length],
        new int[2],
        Collections.nCopies(classes, "a"),
        new Provenance("made", "test", Map.of()));
  }

  @Test
  void aNetworkIsItsPartAboveACutAfterItsPartBelow() {
    Subject subject = new NetworkSubject(network, data(3, 2));
    float[] whole = network.logits(INPUTS, 2);

    for (Space space :
        List.of(Space.input(), Space.components(2), Space.hidden("0"), Space.hidden("1-relu"))) {
      Cut cut = subject.at(space);
      float[] logits = new float[4];
      float[] activations = cut.activations(INPUTS, 2);
      cut.above().logits(activations, 2, logits);
      assertThat(logits).as(space.label()).isEqualTo(whole);
      assertThat(activations).hasSize(2 * cut.above().input().intSize());
      assertThat(cut.exact().input()).isEqualTo(cut.above().input());
    }
    assertThat(subject.at(Space.components(2)).activations(INPUTS, 2)).isEqualTo(INPUTS);
    assertThat(subject.at(Space.hidden("1")).above().input()).isEqualTo(Shape.vector(4));
  }

  @Test
  void blocksEndBehindPoolingOrActivations() {
    Architecture convolutional =
        Architecture.of(
            Shape.image(1, 8, 8),
            conv(2, kernel(3)),
            relu(),
            maxPool(2),
            conv(2, kernel(2)),
            relu(),
            globalAvgPool(),
            dense(4),
            relu(),
            dense(2));
    Dataset images =
        Dataset.of(
            Shape.image(1, 8, 8),
            new float[64],
            new int[1],
            List.of("a", "b"),
            new Provenance("made", "test", Map.of()));
    try (Network deep = new Network(backend, convolutional, 1)) {
      assertThat(new NetworkSubject(deep, images).blockCuts())
          .containsExactly("2-max-pool", "5-global-avg-pool", "7-relu");
    }
  }

  @Test
  void samplesThatDoNotFitAreRefusedAtOnce() {
    for (Dataset wrong : List.of(data(2, 2), data(3, 5))) {
      assertThatThrownBy(() -> new NetworkSubject(network, wrong))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("the network takes 3 and has 2 outputs");
      assertThatThrownBy(() -> new NetworkSubject(network, data(3, 2), wrong))
          .isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void whoDoesNotGiveTrainingSamplesIsToldWhenTheyAreNeeded() {
    assertThatThrownBy(new NetworkSubject(network, data(3, 2))::training)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("training samples");
  }
}
