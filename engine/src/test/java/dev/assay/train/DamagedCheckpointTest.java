package dev.assay.train;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.io.BadInputException;
import dev.assay.io.SafeTensors;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint in which anything is not as training writes it is refused when it is opened. */
class DamagedCheckpointTest {
  private static final Architecture NET =
      Architecture.of(
          Shape.image(1, 5, 5), conv(3, kernel(3)), batchNorm(), relu(), flatten(), dense(2));
  private static final TrainingConfig CONFIG = TrainingConfig.of(Optimizer.adam(0.1), 3, 7);
  private static final int SAMPLES = 300;
  private static final String HEADER =
      "epoch,rate,train_loss,train_accuracy,test_loss,test_accuracy\n";
  private static final String FIRST = "1,0.1,0.5,0.75,0.25,1.0\n";
  private static final String SECOND = "2,0.1,0.5,0.75,0.25,1.0\n";

  @TempDir private Path folder;
  private Path file;
  private Map<String, String> metadata;
  private Map<String, SafeTensors.Array> tensors;

  @BeforeEach
  void writeAfterTwoOfThreeEpochs() {
    file = folder.resolve("model.safetensors");
    History history = History.empty();
    for (int epoch = 1; epoch <= 2; epoch++) {
      history = history.with(new History.Epoch(epoch, 0.1f, 0.5, 0.75, 0.25, 1));
    }
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, NET, 3)) {
      int size = network.parameters().trained().shape().intSize();
      List<float[]> states = List.of(new float[size], new float[size]);
      Checkpoint.of(network, CONFIG.settings(), history, new TrainingState(6, false, states))
          .write(file);
    }
    SafeTensors content = SafeTensors.read(file);
    metadata = new LinkedHashMap<>(content.metadata());
    tensors = new LinkedHashMap<>(content.tensors());
  }

  private Checkpoint reread() {
    new SafeTensors(metadata, tensors).write(file);
    return Checkpoint.read(file);
  }

  private void assertRefused(String... says) {
    assertThatThrownBy(this::reread)
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContaining("\n")
        .message()
        .contains(says);
  }

  private void put(String name, int index, float value) {
    float[] values = tensors.get(name).values().clone();
    values[index] = value;
    tensors.put(name, new SafeTensors.Array(tensors.get(name).shape(), values));
  }

  @Test
  void aWholeOneIsReadAndGoesOn() {
    Checkpoint checkpoint = reread();
    assertThatNoException().isThrownBy(() -> checkpoint.requireResumable(CONFIG, SAMPLES, "run"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no header\n" + FIRST,
        HEADER,
        HEADER + "-5,0.1,0.5,0.75,0.25,1.0\n",
        HEADER + "0,0.1,0.5,0.75,0.25,1.0\n",
        HEADER + "NaN,0.1,0.5,0.75,0.25,1.0\n",
        HEADER + "649,0.1,0.5,0.75,0.25,1.0\n",
        HEADER + "1.0,0.1,0.5,0.75,0.25,1.0\n",
        HEADER + SECOND,
        HEADER + SECOND + FIRST,
        HEADER + FIRST + FIRST,
        HEADER + FIRST + "3,0.1,0.5,0.75,0.25,1.0\n",
        HEADER + FIRST + "\n" + SECOND,
        HEADER + FIRST + SECOND + "\n",
        HEADER + FIRST + "2,0.1,0.5,0.75,0.25\n",
        HEADER + FIRST + "2,0.1,0.5,0.75,0.25,1.0,\n",
        HEADER + FIRST + "2,0.1,0.5,0.75,0.25,1.0,1.0\n",
        HEADER + FIRST + "2,NaN,0.5,0.75,0.25,1.0\n",
        HEADER + FIRST + "2,-0.1,0.5,0.75,0.25,1.0\n",
        HEADER + FIRST + "2,1E39,0.5,0.75,0.25,1.0\n",
        HEADER + FIRST + "2,0.1,Infinity,0.75,0.25,1.0\n",
        HEADER + FIRST + "2,0.1,-5,0.75,0.25,1.0\n",
        HEADER + FIRST + "2,0.1,0.5,1.75,0.25,1.0\n",
        HEADER + FIRST + "2,0.1,0.5,0.75,1E999,1.0\n",
        HEADER + FIRST + "2,0.1,0.5,0.75,0.25,-1.0\n",
        HEADER + FIRST + "2,0.1,0.5,0.75,0x1p3,1.0\n",
        HEADER + FIRST + "2, 0.1,0.5,0.75,0.25,1.0\n",
        HEADER + FIRST + "2,0.1f,0.5,0.75,0.25,1.0\n",
        HEADER + FIRST + "99999999999,0.1,0.5,0.75,0.25,1.0\n",
      })
  void aHistoryOfAnythingButEpochsInOrderIsRefused(String history) {
    metadata.put("history", history);
    assertRefused("training history");
  }

  /** Damages a whole checkpoint and reads it. */
  private void assertRefused(Runnable damage, String... says) {
    writeAfterTwoOfThreeEpochs();
    damage.run();
    assertRefused(says);
  }

  @Test
  void metadataAreThereAndOfTheirKind() {
    for (String key : List.of("architecture", "settings", "history", "steps", "finished")) {
      assertRefused(() -> metadata.remove(key), "'" + key + "' is missing");
      assertRefused(() -> metadata.put(key, ""), key);
    }
    for (String settings :
        List.of(
            "null",
            "[]",
            "7",
            "{",
            "{}{}",
            "{'a':1}",
            "{'a':null}",
            "{'a':{}}",
            "{'a':'1','a':'2'}")) {
      assertRefused(() -> metadata.put("settings", settings.replace('\'', '"')), "settings");
    }
    for (String steps : List.of("-6", "7", "1", "6.0", "NaN", "9999999999999999999", " 6", "0")) {
      assertRefused(() -> metadata.put("steps", steps), "steps");
    }
    for (String finished : List.of("TRUE", "yes", "1", "null")) {
      assertRefused(() -> metadata.put("finished", finished), "'finished' must be true or false");
    }
    assertRefused(
        () -> metadata.put("architecture", "{\"input\":[1,5,5],\"layers\":[\"relu\"]}"),
        "vector of logits");
  }

  @Test
  void theHistoryFitsTheEpochsOfTheSettings() {
    for (String epochs : List.of("many", "-3", "1", "2", "3.0", "3000000000")) {
      assertRefused(() -> metadata.put("settings", "{\"epochs\":\"" + epochs + "\"}"), "epochs");
    }
    writeAfterTwoOfThreeEpochs();
    metadata.put("settings", "{\"epochs\":\"2\"}");
    metadata.put("finished", "true");
    assertThat(reread().state().finished()).isTrue();
  }

  @Test
  void everyValueIsFiniteAndNoVarianceNegative() {
    for (String name : List.copyOf(tensors.keySet())) {
      for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
        assertRefused(
            () -> put(name, 1, value), "tensor " + name + " has " + value + " at index 1");
      }
    }
    for (String name : List.of("layers.1.running_variance", "optimizer.1")) {
      assertRefused(() -> put(name, 0, -1e-9f), "tensor " + name + " has -1.0E-9 at index 0");
    }
    writeAfterTwoOfThreeEpochs();
    put("optimizer.0", 0, -1);
    put("layers.1.running_mean", 0, -1);
    assertThat(reread().parameters()).hasSize(8);
  }

  @Test
  void tensorsAreThoseOfTheArchitectureAndTheOptimiser() {
    SafeTensors.Array three = new SafeTensors.Array(Shape.vector(3), new float[3]);
    assertRefused(() -> tensors.remove("layers.1.gamma"), "layers.1.gamma must be 3", "is missing");
    assertRefused(() -> tensors.put("layers.2.bias", three), "optimizer.2 is missing");
    assertRefused(() -> tensors.put("optimizer.3", three), "optimizer.2 is missing");
    assertRefused(() -> tensors.remove("optimizer.0"), "optimizer.0 is missing");
    assertRefused(() -> tensors.put("optimizer.1", three), "optimizer.1 must have 112", "is 3");
  }

  @Test
  void aRunWithoutAllOfItsOptimisersStateDoesNotGoOn() {
    tensors.remove("optimizer.1");
    assertStuck(CONFIG, SAMPLES, "optimizer.1 of 112 values is missing");
    tensors.remove("optimizer.0");
    assertStuck(CONFIG, SAMPLES, "optimizer.0 of 112 values is missing");
    writeAfterTwoOfThreeEpochs();
    assertStuck(TrainingConfig.of(Optimizer.sgd(0.1), 3, 7), SAMPLES, "has 1 tensors of state");
    assertStuck(CONFIG, SAMPLES + 100, "6 steps are done", "have 8");
    metadata.put("steps", "2");
    assertStuck(CONFIG, SAMPLES, "2 steps are done", "have 6");
  }

  private void assertStuck(TrainingConfig config, int samples, String... says) {
    Checkpoint checkpoint = reread();
    assertThatThrownBy(() -> checkpoint.requireResumable(config, samples, "run"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("run: the run cannot go on: ")
        .message()
        .contains(says);
  }
}
