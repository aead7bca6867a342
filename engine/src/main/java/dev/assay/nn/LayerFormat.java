package dev.assay.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.backend.Blur;
import dev.assay.backend.Curve;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One layer in a file: its kind, alone or as the key of its settings. A new layer has a line among
 * the readers and a method of the writer.
 */
final class LayerFormat {
  private static final int[] ONE = {1, 1};
  private static final int[] ZERO = {0, 0};

  private static final Map<String, Function<Settings, Layer>> READERS = new TreeMap<>();

  static {
    READERS.put(
        "conv2d",
        s -> {
          int[] apart = s.pair("dilation", ONE);
          Dilation dilation = new Dilation(apart[0], apart[1]);
          return new Conv2d(
              s.integer("channels"),
              window(s, ONE, dilation),
              dilation,
              s.integer("groups", 1),
              s.flag("bias", true));
        });
    READERS.put("dense", s -> new Dense(s.integer("units"), s.flag("bias", true)));
    READERS.put(
        "batch-norm",
        s ->
            new BatchNorm(
                s.number("epsilon", BatchNorm.DEFAULT_EPSILON),
                s.number("momentum", BatchNorm.DEFAULT_MOMENTUM)));
    READERS.put("relu", s -> new Relu());
    for (Curve curve : Curve.values()) {
      READERS.put(Smooth.kind(curve), s -> new Smooth(curve));
    }
    READERS.put("clip", s -> new Clip(s.number("min"), s.number("max")));
    READERS.put("leaky-relu", s -> new LeakyRelu(s.number("slope", LeakyRelu.DEFAULT_SLOPE)));
    READERS.put("max-pool", s -> new MaxPool(window(s, null, Dilation.NONE), antiAlias(s)));
    READERS.put(
        "avg-pool",
        s -> new AvgPool(window(s, null, Dilation.NONE), antiAlias(s), margins(s, "uncounted")));
    READERS.put("pad", s -> new Pad(margins(s, "margins"), edge(s, Edge.ZERO, Edge.values())));
    READERS.put(
        "blur-pool",
        s -> {
          int[] stride = s.pair("stride", ONE);
          Edge edge = edge(s, Edge.REFLECT, Edge.values());
          return new BlurPool(new Blur(s.integer("size"), stride[0], stride[1], edge));
        });
    READERS.put(
        "polyphase-pool",
        s -> {
          s.required("stride");
          int[] stride = s.pair("stride", null);
          return new PolyphasePool(stride[0], stride[1], antiAlias(s));
        });
    READERS.put("global-avg-pool", s -> new GlobalAvgPool());
    READERS.put("flatten", s -> new Flatten());
    READERS.put("parallel", s -> new Parallel(branches(s), join(s)));
    READERS.put("dropout", s -> new Dropout(s.number("rate")));
  }

  private LayerFormat() {}

  static Layer read(JsonNode node) {
    boolean nameOnly = node.isTextual();
    if (!nameOnly && !(node.isObject() && node.size() == 1)) {
      throw new IllegalArgumentException(
          "must be a name, or one name with its settings, got " + node);
    }
    String kind = nameOnly ? node.textValue() : node.fieldNames().next();
    Function<Settings, Layer> reader = READERS.get(kind);
    if (reader == null) {
      throw new UnknownWordException(
          Text.format(
              "is an unknown layer '%s'; known are %s", kind, String.join(", ", READERS.keySet())),
          kind,
          READERS.keySet());
    }
    JsonNode settings =
        nameOnly || node.get(kind).isNull()
            ? JsonNodeFactory.instance.objectNode()
            : node.get(kind);
    if (!settings.isObject()) {
      throw new IllegalArgumentException(
          Text.format(
              "(%s) needs its settings as a mapping, {NAME: VALUE}, got %s", kind, settings));
    }
    return read(kind, reader, new Settings(settings, kind));
  }

  private static Layer read(String kind, Function<Settings, Layer> reader, Settings settings) {
    Layer layer;
    try {
      layer = reader.apply(settings);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      throw new IllegalArgumentException(
          message.startsWith("(") ? message : Text.format("(%s): %s", kind, message), e);
    }
    settings.finish();
    return layer;
  }

  private static List<List<Layer>> branches(Settings settings) {
    List<List<Layer>> branches = new ArrayList<>();
    for (JsonNode branch : settings.list("branches")) {
      try {
        branches.add(chain(branch));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            Text.format("branch %d: %s", branches.size(), e.getMessage()), e);
      }
    }
    return branches;
  }

  /** A list of layers. */
  static List<Layer> chain(JsonNode list) {
    if (!list.isArray()) {
      throw new IllegalArgumentException("must be a list of layers, got " + list);
    }
    List<Layer> layers = new ArrayList<>();
    for (JsonNode layer : list) {
      try {
        layers.add(read(layer));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            Text.format("layer %d %s", layers.size(), e.getMessage()), e);
      }
    }
    return layers;
  }

  private static Parallel.Join join(Settings settings) {
    return word(settings.required("join").asText(), "join", List.of(Parallel.Join.values()));
  }

  static JsonNode write(Layer layer) {
    return ArchitectureFormat.named(layer.kind(), layer.accept(new Writer()));
  }

  /** The settings of a layer that are not as they are without being told. */
  private static final class Writer implements Layer.Visitor<ObjectNode> {
    private final ObjectNode settings = JsonNodeFactory.instance.objectNode();

    @Override
    public ObjectNode conv2d(Conv2d layer) {
      settings.put("channels", layer.channels());
      window(layer.window(), ONE, layer.dilation());
      if (!layer.dilation().isNone()) {
        put(settings, "dilation", layer.dilation().height(), layer.dilation().width());
      }
      if (layer.groups() != 1) {
        settings.put("groups", layer.groups());
      }
      return bias(layer.bias());
    }

    @Override
    public ObjectNode dense(Dense layer) {
      settings.put("units", layer.units());
      return bias(layer.bias());
    }

    private ObjectNode bias(boolean bias) {
      if (!bias) {
        settings.put("bias", false);
      }
      return settings;
    }

    @Override
    public ObjectNode batchNorm(BatchNorm layer) {
      if (layer.epsilon() != BatchNorm.DEFAULT_EPSILON) {
        settings.put("epsilon", layer.epsilon());
      }
      if (layer.momentum() != BatchNorm.DEFAULT_MOMENTUM) {
        settings.put("momentum", layer.momentum());
      }
      return settings;
    }

    @Override
    public ObjectNode relu(Relu layer) {
      return settings;
    }

    @Override
    public ObjectNode leakyRelu(LeakyRelu layer) {
      if (layer.slope() != LeakyRelu.DEFAULT_SLOPE) {
        settings.put("slope", layer.slope());
      }
      return settings;
    }

    @Override
    public ObjectNode clip(Clip layer) {
      return settings.put("min", layer.least()).put("max", layer.most());
    }

    @Override
    public ObjectNode smooth(Smooth layer) {
      return settings;
    }

    @Override
    public ObjectNode maxPool(MaxPool layer) {
      return pool(layer);
    }

    @Override
    public ObjectNode avgPool(AvgPool layer) {
      margins("uncounted", layer.uncounted());
      return pool(layer);
    }

    @Override
    public ObjectNode pad(Pad layer) {
      margins("margins", layer.margins());
      return edge(layer.edge(), Edge.ZERO);
    }

    private void margins(String name, Margins margins) {
      if (!margins.isNone()) {
        ArrayNode sides = settings.putArray(name);
        sides.add(margins.top()).add(margins.left()).add(margins.bottom()).add(margins.right());
      }
    }

    private ObjectNode pool(Pool layer) {
      Window window = layer.window();
      int[] kernel = {window.kernelHeight(), window.kernelWidth()};
      window(window, kernel, Dilation.NONE);
      return antiAlias(layer.antiAlias());
    }

    private ObjectNode antiAlias(AntiAlias filter) {
      return filter.isNone() ? settings : settings.put("anti-alias", filter.size());
    }

    @Override
    public ObjectNode blurPool(BlurPool layer) {
      Blur blur = layer.blur();
      settings.put("size", blur.size());
      put(settings, "stride", blur.strideHeight(), blur.strideWidth());
      return edge(blur.edge(), Edge.REFLECT);
    }

    @Override
    public ObjectNode polyphasePool(PolyphasePool layer) {
      put(settings, "stride", layer.strideHeight(), layer.strideWidth());
      return antiAlias(layer.antiAlias());
    }

    private void window(Window window, int[] defaultStride, Dilation dilation) {
      put(settings, "kernel", window.kernelHeight(), window.kernelWidth());
      if (window.strideHeight() != defaultStride[0] || window.strideWidth() != defaultStride[1]) {
        put(settings, "stride", window.strideHeight(), window.strideWidth());
      }
      Window reach = dilation.reach(window);
      int[] padding = padding(reach.kernelHeight(), reach.kernelWidth(), window.edge());
      if (window.paddingHeight() != padding[0] || window.paddingWidth() != padding[1]) {
        put(settings, "padding", window.paddingHeight(), window.paddingWidth());
      }
      edge(window.edge(), Edge.ZERO);
    }

    private ObjectNode edge(Edge edge, Edge otherwise) {
      return edge == otherwise ? settings : settings.put("edge", name(edge));
    }

    @Override
    public ObjectNode globalAvgPool(GlobalAvgPool layer) {
      return settings;
    }

    @Override
    public ObjectNode flatten(Flatten layer) {
      return settings;
    }

    @Override
    public ObjectNode dropout(Dropout layer) {
      return settings.put("rate", layer.rate());
    }

    @Override
    public ObjectNode parallel(Parallel layer) {
      settings.put("join", name(layer.join()));
      ArrayNode branches = settings.putArray("branches");
      for (List<Layer> branch : layer.branches()) {
        ArrayNode layers = branches.addArray();
        branch.forEach(inner -> layers.add(write(inner)));
      }
      return settings;
    }
  }

  /**
   * {@code defaultStride} null means: as the kernel. On a circle, padding without a word is half of
   * what the kernel reaches over.
   */
  private static Window window(Settings settings, int[] defaultStride, Dilation dilation) {
    settings.required("kernel");
    int[] kernel = settings.pair("kernel", null);
    int[] stride = settings.pair("stride", defaultStride == null ? kernel : defaultStride);
    Edge edge = edge(settings, Edge.ZERO, Edge.ZERO, Edge.CIRCULAR);
    int[] half = padding(dilation.rows(kernel[0]), dilation.columns(kernel[1]), edge);
    int[] padding = settings.pair("padding", half);
    return new Window(kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], edge);
  }

  private static Margins margins(Settings settings, String name) {
    int[] sides = settings.four(name);
    return new Margins(sides[0], sides[1], sides[2], sides[3]);
  }

  private static AntiAlias antiAlias(Settings settings) {
    return settings.text("anti-alias", "none").equals("none")
        ? AntiAlias.NONE
        : AntiAlias.of(settings.integer("anti-alias"));
  }

  private static int[] padding(int height, int width, Edge edge) {
    return edge == Edge.CIRCULAR ? new int[] {(height - 1) / 2, (width - 1) / 2} : ZERO;
  }

  private static Edge edge(Settings settings, Edge otherwise, Edge... known) {
    return word(settings.text("edge", name(otherwise)), "edge", List.of(known));
  }

  private static <E extends Enum<E>> E word(String name, String setting, List<E> known) {
    for (E one : known) {
      if (name(one).equals(name)) {
        return one;
      }
    }
    String names = known.stream().map(LayerFormat::name).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        Text.format("%s must be one of %s, got %s", setting, names, name));
  }

  private static String name(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  private static void put(ObjectNode settings, String name, int height, int width) {
    if (height == width) {
      settings.put(name, height);
    } else {
      settings.putArray(name).add(height).add(width);
    }
  }
}
