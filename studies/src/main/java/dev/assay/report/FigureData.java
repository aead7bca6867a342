package dev.assay.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The data of a figure as JSON: its heading and its plot, which may be laid over others of its kind
 * or be plotted by other programs. Curves, points, distributions, boxes and bars have such files;
 * pictures are not in them, and numbers that are none are texts (NaN, Infinity).
 */
final class FigureData {
  /** What is never null in a figure. */
  private static final List<Class<?>> THERE =
      List.of(Axis.class, Figure.Heading.class, Plot.class, String.class, double[].class);

  private static final JsonMapper JSON = mapper();

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .addMixIn(Plot.class, Kinds.class)
            .addModule(new SimpleModule().addSerializer(Picture.class, new NoPicture()));
    for (Class<?> type : THERE) {
      builder.withConfigOverride(
          type, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL)));
    }
    return builder.build();
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Plot.Lines.class, name = "lines"),
    @JsonSubTypes.Type(value = Plot.Scatter.class, name = "scatter"),
    @JsonSubTypes.Type(value = Plot.Histogram.class, name = "histogram"),
    @JsonSubTypes.Type(value = Plot.Distribution.class, name = "distribution"),
    @JsonSubTypes.Type(value = Plot.Boxes.class, name = "boxes"),
    @JsonSubTypes.Type(value = Plot.Bars.class, name = "bars")
  })
  private interface Kinds {}

  private static final class NoPicture extends JsonSerializer<Picture> {
    @Override
    public void serialize(Picture picture, JsonGenerator json, SerializerProvider any)
        throws IOException {
      json.writeNull();
    }
  }

  private FigureData() {}

  static void write(Figure figure, Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(figure) + "\n");
  }

  /**
   * @throws BadInputException if the file is damaged
   */
  static Figure read(Path file) {
    try {
      return JSON.readValue(Files.readAllBytes(file), Figure.class);
    } catch (IOException e) {
      throw new BadInputException(
          Text.format(
              "%s: holds no data of a figure (%s); make the report anew",
              file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }
}
