package dev.assay.store;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.assay.io.BadInputException;
import dev.assay.measure.Measure;
import dev.assay.measure.Measures;
import dev.assay.measure.Selection;
import dev.assay.nn.Architecture;
import dev.assay.nn.ArchitectureFormat;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginSolver;
import dev.assay.train.TrainingConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Specs as JSON: the components of the records, sorted by name. Where one of several kinds may
 * stand, {@code kind} says which it is. Architectures, training settings and spaces stand as they
 * do in files and on the command line.
 */
public final class SpecFormat {
  private static final List<Class<?>> OF_SEVERAL_KINDS =
      List.of(Spec.class, NetworkSource.class, Selection.class, MarginSolver.class);

  private static final JsonMapper PLAIN = JsonMapper.builder().build();
  private static final JsonMapper JSON = mapper();
  private static final ObjectWriter WRITER = JSON.writerFor(Spec.class);

  /** Most networks that are told of have one of few architectures. */
  private static final Map<Architecture, String> ARCHITECTURES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private SpecFormat() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Kinds {}

  private static JsonMapper mapper() {
    JsonMapper.Builder mapper =
        JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(Measure.class, Kinds.class);
    Measures.all().forEach(measure -> name(mapper, measure));
    for (Class<?> type : OF_SEVERAL_KINDS) {
      mapper.addMixIn(type, Kinds.class);
      kinds(type).forEach(kind -> name(mapper, kind));
    }
    return mapper
        .addModule(
            as(
                Architecture.class,
                (value, to) -> to.writeRawValue(text(value)),
                tree -> ArchitectureFormat.parse(tree.toString(), "architecture")))
        .addModule(
            as(
                TrainingConfig.class,
                (value, to) -> PLAIN.writeValue(to, value.settings()),
                SpecFormat::training))
        .addModule(
            as(
                Space.class,
                (value, to) -> to.writeString(value.label()),
                tree -> Space.parse(tree.asText())))
        .build();
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SpecFormat::kinds)
        : Stream.of(type);
  }

  private static void name(JsonMapper.Builder mapper, Class<?> kind) {
    mapper.registerSubtypes(new NamedType(kind, Measures.name(kind)));
  }

  private static String text(Architecture architecture) {
    return ARCHITECTURES.computeIfAbsent(architecture, ArchitectureFormat::toJson);
  }

  private static TrainingConfig training(JsonNode tree) {
    Map<String, String> settings = new LinkedHashMap<>();
    tree.properties().forEach(field -> settings.put(field.getKey(), field.getValue().asText()));
    return TrainingConfig.parse(settings);
  }

  private interface Writer<T> {
    void write(T value, JsonGenerator to) throws IOException;
  }

  private static <T> SimpleModule as(Class<T> type, Writer<T> write, Function<JsonNode, T> read) {
    SimpleModule module = new SimpleModule(type.getSimpleName());
    module.addSerializer(
        type,
        new StdSerializer<>(type) {
          @Override
          public void serialize(T value, JsonGenerator to, SerializerProvider any)
              throws IOException {
            write.write(value, to);
          }
        });
    module.addDeserializer(
        type,
        new StdDeserializer<>(type) {
          @Override
          public T deserialize(JsonParser from, DeserializationContext context) throws IOException {
            return read.apply(context.readTree(from));
          }
        });
    return module;
  }

  /** One line; equal for equal specs. */
  public static String write(Spec<?> spec) {
    try {
      return WRITER.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a spec must be plain values: " + e.getMessage(), e);
    }
  }

  /** What {@link #write} writes, to stand within other JSON as it is. */
  static RawValue raw(Spec<?> spec) {
    return new RawValue(write(spec));
  }

  static JsonNode tree(Spec<?> spec) {
    try {
      return PLAIN.readTree(write(spec));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws BadInputException if it is none
   */
  public static Spec<?> read(String text) {
    try {
      Spec<?> spec = JSON.readValue(text, Spec.class);
      if (spec == null) {
        throw new BadInputException("not a spec of a training or a measurement: null");
      }
      return spec;
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "not a spec of a training or a measurement: " + e.getOriginalMessage(), e);
    }
  }
}
