package dev.assay.nn;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.io.UnknownNameException;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Architectures as YAML or JSON (which is YAML):
 *
 * <pre>{@code
 * input: [1, 28, 28]
 * layers:
 *   - conv2d: {channels: 32, kernel: 3, padding: 1}
 *   - batch-norm
 *   - relu
 *   - max-pool: {kernel: 2, anti-alias: 3}
 *   - flatten
 *   - dense: {units: 10}
 * }</pre>
 *
 * A layer is the name of its kind, alone or with its settings. Unknown names, missing and misspelt
 * settings are errors that name the layer.
 */
public final class ArchitectureFormat {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_LAYERS = 10_000;

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private ArchitectureFormat() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException naming the file and what is wrong in it
   */
  public static Architecture read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text, file.toString());
    } catch (IOException e) {
      throw new BadInputException(Text.format("%s: cannot be read as text: %s", file, e), e);
    }
  }

  /**
   * Parses YAML or JSON.
   *
   * @param origin where the text came from, for messages
   * @throws BadInputException naming the origin and what is wrong
   */
  public static Architecture parse(String text, String origin) {
    try {
      if (text.length() > MAX_BYTES) {
        throw new IllegalArgumentException(
            Text.format("is too large for an architecture (at most %d characters)", MAX_BYTES));
      }
      return architecture(tree(text));
    } catch (IllegalArgumentException e) {
      String message = origin + ": " + e.getMessage();
      throw UnknownWordException.causes(e)
          ? new UnknownNameException(message, e)
          : new BadInputException(message, e);
    }
  }

  /** The architecture as one line of JSON; {@link #parse} reads it back. */
  public static String toJson(Architecture architecture) {
    try {
      return JSON.writeValueAsString(toTree(architecture));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The architecture as YAML; {@link #parse} reads it back. */
  public static String toYaml(Architecture architecture) {
    try {
      return YAML.writeValueAsString(toTree(architecture));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A layer on one line, for tables: {@code conv2d channels 32, kernel 3, padding 1}. */
  static String inline(Layer layer) {
    if (layer instanceof Parallel parallel) {
      return Text.format("%s of %d branches", parallel.name(), parallel.branches().size());
    }
    JsonNode node = LayerFormat.write(layer);
    if (node.isTextual()) {
      return node.textValue();
    }
    String settings = node.get(layer.kind()).toString().replaceAll("[{}\"]", "");
    return layer.kind() + " " + settings.replace(":", " ").replace(",", ", ");
  }

  private static JsonNode tree(String text) {
    JsonNode root;
    int reference;
    try {
      root = YAML.readTree(text);
      reference = lineOfReference(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          e instanceof JacksonException malformed
              ? described(malformed)
              : firstLine(e.getMessage()),
          e);
    } catch (RuntimeException | StackOverflowError e) {
      // the YAML parser reports some malformed documents by its own unchecked exceptions
      throw new IllegalArgumentException("not valid YAML: " + firstLine(e.getMessage()), e);
    }
    if (reference > 0) {
      throw new IllegalArgumentException(
          Text.format(
              "line %d: anchors (&), aliases (*) and tags (!) are not understood; write the value itself",
              reference));
    }
    if (root == null || !root.isObject()) {
      throw new IllegalArgumentException("expected a mapping with 'input' and 'layers'");
    }
    return root;
  }

  /**
   * The line of the first anchor, alias or tag, or 0: the tree has no place for them, and what they
   * stand for would silently become something else.
   */
  private static int lineOfReference(String text) throws IOException {
    try (YAMLParser tokens = YAML.getFactory().createParser(text)) {
      while (tokens.nextToken() != null) {
        if (tokens.isCurrentAlias() || tokens.getObjectId() != null || tokens.getTypeId() != null) {
          return tokens.currentTokenLocation().getLineNr();
        }
      }
      return 0;
    }
  }

  private static String described(JacksonException malformed) {
    String what = firstLine(malformed.getOriginalMessage());
    return malformed.getLocation() == null
        ? what
        : Text.format(
            "line %d, column %d: %s",
            malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr(), what);
  }

  private static String firstLine(String message) {
    return message == null ? "malformed" : message.lines().findFirst().orElse("malformed");
  }

  private static Architecture architecture(JsonNode root) {
    Settings settings = new Settings(root, "top level");
    Shape input = shape(settings.required("input"));
    JsonNode list = settings.required("layers");
    settings.finish();
    if (!list.isArray() || list.isEmpty()) {
      throw new IllegalArgumentException("'layers' must be a list of layers");
    }
    List<Layer> layers = LayerFormat.chain(list);
    if (Chain.size(layers) > MAX_LAYERS) {
      throw new IllegalArgumentException(
          Text.format("'layers' must be at most %d, with those of branches", MAX_LAYERS));
    }
    return Architecture.of(input, layers);
  }

  private static Shape shape(JsonNode node) {
    boolean valid = node.isArray() && (node.size() == 1 || node.size() == 3);
    int[] extents = new int[node.size()];
    for (int i = 0; valid && i < extents.length; i++) {
      valid = node.get(i).canConvertToInt() && node.get(i).isIntegralNumber();
      extents[i] = node.get(i).asInt();
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "'input' must be [channels, height, width] or [length], got " + node);
    }
    try {
      Shape shape = Shape.of(extents);
      shape.intSize();
      return shape;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'input' is too large: " + e.getMessage(), e);
    }
  }

  private static ObjectNode toTree(Architecture architecture) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ObjectNode root = nodes.objectNode();
    ArrayNode input = root.putArray("input");
    for (int extent : architecture.input().toArray()) {
      input.add(extent);
    }
    ArrayNode layers = root.putArray("layers");
    architecture.layers().forEach(layer -> layers.add(LayerFormat.write(layer)));
    return root;
  }

  /** A layer without settings is written as its name alone. */
  static JsonNode named(String kind, ObjectNode settings) {
    return settings.isEmpty()
        ? TextNode.valueOf(kind)
        : JsonNodeFactory.instance.objectNode().set(kind, settings);
  }
}
