package dev.assay.pgdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.keras.KerasModel;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskTest {
  @TempDir private Path folder;
  private Path toy;

  @BeforeEach
  void unpack() throws IOException {
    toy = ToyTask.into(folder);
  }

  @Test
  void networksAnswerAsTheirFormulasDo() throws IOException {
    Task task = Task.open(toy);
    Dataset samples = task.samples().train();
    JsonNode answers = ToyTask.answers(folder);

    assertThat(task.models()).hasSize(4);
    for (Task.Model model : task.models()) {
      float[] logits = logits(model, samples);
      JsonNode expected = answers.get(model.id());
      for (int i = 0; i < samples.count(); i++) {
        for (int k = 0; k < 3; k++) {
          assertThat((double) logits[3 * i + k])
              .as("model %s, sample %d", model.id(), i)
              .isCloseTo(expected.get(i).get(k).doubleValue(), within(1e-4));
        }
      }
    }
  }

  private static float[] logits(Task.Model model, Dataset samples) {
    KerasModel layers = model.layers();
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, layers.architecture(), 0)) {
      network.parameters().set(layers.parameters(model.weights()));
      return network.logits(samples.images(), samples.count());
    }
  }

  @Test
  void settingsAndAccuraciesAreThoseOfTheFile() {
    Task task = Task.open(toy);
    Task.Model last = task.models().get(3);

    assertThat(task.axes()).containsExactly("filters", "strided");
    assertThat(last.settings()).isEqualTo(Map.of("filters", "3", "strided", "true"));
    assertThat(last.gap()).isCloseTo(0.04, within(1e-12));
    assertThat(last.initialWeights()).isPresent();
    assertThat(task.samples().sample()).isEqualTo(Shape.image(2, 6, 5));
  }

  @Test
  void modelsMayBeToldOfBesideThemAndByTheNamesOfTheirFolders() throws IOException {
    Path told = folder.resolve("reference_data/toy/model_configs.json");
    Files.move(told, toy.resolve("model_configs.json"));
    change("model_configs.json", text -> text.replaceAll("\"(\\d)\":", "\"model_$1\":"));

    assertThat(Task.open(toy).models())
        .extracting(Task.Model::id)
        .containsExactly("0", "1", "2", "3");
  }

  @Test
  void aModelThatIsToldOfTwiceIsRefused() throws IOException {
    change(
        "../../reference_data/toy/model_configs.json",
        text -> text.replace("\"1\":", "\"model_0\":"));

    assertThatThrownBy(() -> Task.open(toy)).hasMessageContaining("it tells of a model twice");
  }

  @Test
  void samplesOfManyShardsAreReadInTheOrderOfTheirNumbers() throws IOException {
    float[] before = Task.open(toy).samples().train().images();
    Path train = toy.resolve("dataset_1/train");
    Files.move(train.resolve("shard_1.tfrecord"), train.resolve("shard_10.tfrecord"));
    Files.move(train.resolve("shard_0.tfrecord"), train.resolve("shard_9.tfrecord"));

    assertThat(Task.open(toy).samples().train().images()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Flatten\"|\"Reshape\"|layer 3 (Reshape): this layer is not supported",
        "\"activation\": \"relu\"|\"activation\": \"selu\"|layer 0 (Conv2D): activation must be one"
            + " of",
        "\"rate\": 0.5|\"rate\": 1.5|layer 7 (Dropout): rate must be",
        "\"filters\": 2.0|\"filters\": 2.5|layer 0 (Conv2D): filters must be a whole number",
        "\"filters\": 2.0|\"filters\": 3|kernel of layer",
        "\"filters\": 2.0|\"filters\": 2, \"groups\": 2|groups 2 is not supported",
        "\"filters\": 2.0|\"filters\": 2, \"causal\": true|causal is not supported",
        "\"scale\": false|\"scale\": true|has the weights",
        "\"epsilon\": 0.01|\"epsilon\": 0|layer 4 (BatchNormalization): epsilon must be",
        "{\"layer_name\": \"ReLU\"}|{\"layer_name\": \"BatchNormalization\"}|layers with weights",
        "{\"layer_name\": \"Flatten\"}, ||needs a vector",
        "[6, 5, 2]}|[6, 5, 2, 1]}|expected an input_shape",
        "[6, 5, 2]}|[7, 5, 2]}|is [18], expected [24]",
        "}, {|}, {,|not JSON"
      })
  void whatCannotBeReadIsSaid(String from, String to, String says) throws IOException {
    change("model_1/config.json", text -> text.replace(from, to == null ? "" : to));

    assertThatThrownBy(
            () -> {
              Task.Model model = Task.open(toy).models().get(1);
              model.layers().parameters(model.weights());
            })
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model_1")
        .hasMessageContaining(says);
  }

  @Test
  void weightsOfAnotherModelAreRefused() throws IOException {
    Files.copy(
        toy.resolve("model_0/weights.hdf5"),
        toy.resolve("model_1/weights.hdf5"),
        StandardCopyOption.REPLACE_EXISTING);
    Task.Model model = Task.open(toy).models().get(1);

    assertThatThrownBy(() -> model.layers().parameters(model.weights()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model_1/weights.hdf5")
        .hasMessageContaining("4 layers with weights, the model 5");
  }

  @Test
  void modelsWithoutFoldersAndFoldersWithoutModelsAreNamed() throws IOException {
    Files.move(toy.resolve("model_2"), toy.resolve("model_7"));

    assertThatThrownBy(() -> Task.open(toy))
        .hasMessageContaining("without a folder: model_2")
        .hasMessageContaining("not told of: model_7");
  }

  @Test
  void aFolderThatIsNoTaskIsRefused() {
    assertThatThrownBy(() -> Task.open(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no model in it");
    assertThatThrownBy(() -> Task.open(folder.resolve("none")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot be read");
  }

  private void change(String file, UnaryOperator<String> by) throws IOException {
    Path path = toy.resolve(file);
    Files.writeString(path, by.apply(Files.readString(path)));
  }
}
