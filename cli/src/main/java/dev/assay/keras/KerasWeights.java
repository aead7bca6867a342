package dev.assay.keras;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The weights of a model in an HDF5 file as Keras writes it: the attribute {@code layer_names} of
 * the root, or of {@code model_weights} where the model is there, too, tells the layers in their
 * order, {@code weight_names} of a layer's group where its weights are, for example {@code
 * dense_8/kernel:0}. Names of layers count up from model to model and say nothing. Layers without
 * weights are passed over.
 */
final class KerasWeights implements AutoCloseable {
  private final Path file;
  private final HdfFile content;
  private final List<Layer> layers = new ArrayList<>();

  KerasWeights(Path file) {
    this.file = file;
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read (" + e + ")", e);
    }
    this.content = read(() -> HdfFile.fromBytes(bytes));
    read(this::readLayers);
  }

  /** A layer: its weights by the last part of their names, without the number of the output. */
  final class Layer {
    private final String name;
    private final Map<String, Dataset> weights = new LinkedHashMap<>();

    private Layer(String name) {
      this.name = name;
    }

    /** Fails unless exactly these are there. */
    void require(Set<String> names) {
      if (!weights.keySet().equals(names)) {
        throw bad(
            Text.format("layer %s has the weights %s, expected %s", name, weights.keySet(), names));
      }
    }

    /** Fails if one that was read is no variance. */
    void requireNotNegative(String weight, float[] values) {
      for (float value : values) {
        if (value < 0) {
          throw bad(Text.format("%s of layer %s has %s", weight, name, value));
        }
      }
    }

    /** The values of one, the last extent changing fastest. */
    float[] of(String weight, int... shape) {
      return read(
          () -> {
            Dataset found = weights.get(weight);
            if (!Arrays.equals(found.getDimensions(), shape)) {
              throw bad(
                  Text.format(
                      "%s of layer %s is %s, expected %s",
                      weight,
                      name,
                      Arrays.toString(found.getDimensions()),
                      Arrays.toString(shape)));
            }
            if (!(found.getDataFlat() instanceof float[] values)) {
              throw bad(
                  Text.format(
                      "%s of layer %s holds %s, expected numbers of 32 bits or fewer",
                      weight, name, found.getJavaType().getSimpleName()));
            }
            for (float value : values) {
              if (!Float.isFinite(value)) {
                throw bad(Text.format("%s of layer %s has %s", weight, name, value));
              }
            }
            return values;
          });
    }
  }

  /** Those with weights, in the order of the model. */
  List<Layer> layers() {
    return layers;
  }

  /** What the model is, as JSON. */
  String config() {
    return read(
        () -> {
          Attribute attribute = content.getAttribute("model_config");
          if (attribute == null || !(attribute.getData() instanceof String text)) {
            throw bad("there is no model in it (model_config); save it whole, by model.save");
          }
          return text;
        });
  }

  BadInputException bad(String problem) {
    return new BadInputException(file + ": " + problem);
  }

  private Void readLayers() {
    Group root = content.getChild("model_weights") instanceof Group model ? model : content;
    for (String name : texts(root, "layer_names")) {
      Node node = root.getChild(name);
      if (!(node instanceof Group group)) {
        throw bad("there is no group of the layer " + name);
      }
      Layer layer = new Layer(name);
      for (String path : texts(group, "weight_names")) {
        String weight = path.substring(path.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
        if (layer.weights.put(weight, group.getDatasetByPath(path)) != null) {
          throw bad(Text.format("layer %s has two weights %s", name, weight));
        }
      }
      if (!layer.weights.isEmpty()) {
        layers.add(layer);
      }
    }
    return null;
  }

  private List<String> texts(Node node, String name) {
    Attribute attribute = node.getAttribute(name);
    if (attribute == null) {
      throw bad(Text.format("%s has no attribute %s; is it one of Keras?", node.getPath(), name));
    }
    if (attribute.getSize() == 0) {
      return List.of();
    }
    if (!(attribute.getData() instanceof String[] texts)) {
      throw bad(Text.format("attribute %s of %s holds no names", name, node.getPath()));
    }
    return List.of(texts);
  }

  /** A damaged file makes its reader fail in any way. */
  private <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (BadInputException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new BadInputException(
          Text.format(
              "%s: expected the weights of a model as Keras saves them in HDF5, but it is damaged,"
                  + " or something else (%s)",
              file, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    content.close();
  }
}
