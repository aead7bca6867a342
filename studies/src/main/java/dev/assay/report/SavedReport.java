package dev.assay.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A report as it lies in a folder.
 *
 * @param folder where
 * @param command that made it, for example {@code assay margins}; empty where it does not say
 * @param title of the report
 * @param started when, as its manifest tells
 * @param settings all that was asked for, each by its path, {@code margins.samples}, say
 * @param numbers its key numbers, by what they are called
 * @param verdicts of the statements that it judges, by their identifiers
 */
public record SavedReport(
    Path folder,
    String command,
    String title,
    String started,
    Map<String, String> settings,
    Map<String, Quantity> numbers,
    Map<String, String> verdicts) {
  private static final String REPORT = "report.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whether a folder holds a report. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(Manifest.FILE))
        && Files.isRegularFile(folder.resolve(REPORT));
  }

  /** The reports in the folders in a folder, by name. */
  public static List<SavedReport> list(Path folder) {
    try (Stream<Path> inner = Files.list(folder)) {
      return inner.filter(SavedReport::isIn).sorted().map(SavedReport::read).toList();
    } catch (IOException e) {
      throw new BadInputException(folder + ": cannot be listed (" + e + ")", e);
    }
  }

  /**
   * @throws BadInputException if there is no report in the folder, or it is damaged
   */
  public static SavedReport read(Path folder) {
    if (!isIn(folder)) {
      throw new BadInputException(
          folder + ": holds no report, expected a folder that a command wrote");
    }
    JsonNode manifest = json(folder.resolve(Manifest.FILE));
    JsonNode report = json(folder.resolve(REPORT));
    Map<String, String> settings = new LinkedHashMap<>();
    flatten("", manifest.path(Manifest.REQUEST).path("settings"), settings);
    Map<String, Quantity> numbers = new LinkedHashMap<>();
    report.path("keyNumbers").forEach(number -> numbers.put(label(number), quantity(number)));
    Map<String, String> verdicts = new LinkedHashMap<>();
    report
        .path("claims")
        .forEach(claim -> verdicts.put(claim.path("id").asText(), claim.path("verdict").asText()));
    return new SavedReport(
        folder,
        manifest.path(Manifest.REQUEST).path("command").asText(),
        report.path("title").asText(),
        manifest.path("runtime").path("started").asText(),
        settings,
        numbers,
        verdicts);
  }

  /**
   * Figures whose data are there, without pictures.
   *
   * @throws BadInputException if a file of them is damaged
   */
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (JsonNode name : json(folder.resolve(REPORT)).path("figures")) {
      Path file = folder.resolve("figures").resolve(name.asText() + Format.JSON.ending());
      if (name.asText().matches("[a-z0-9_-]+") && Files.isRegularFile(file)) {
        figures.add(FigureData.read(file));
      }
    }
    return figures;
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new BadInputException(
          Text.format(
              "%s: cannot be read (%s)", file, e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  private static String label(JsonNode number) {
    return number.path("label").asText();
  }

  private static Quantity quantity(JsonNode number) {
    Quantity quantity =
        Quantity.of(
            label(number), number.path("value").asDouble(Double.NaN), number.path("unit").asText());
    JsonNode interval = number.path("interval");
    double low = interval.path(0).asDouble(Double.NaN);
    double high = interval.path(1).asDouble(Double.NaN);
    double level = number.path("level").asDouble();
    return low <= high && level > 0 && level < 1 ? quantity.within(low, high, level) : quantity;
  }

  /** Every value by its path; lists in one piece. */
  private static void flatten(String path, JsonNode value, Map<String, String> into) {
    if (value.isObject()) {
      String before = path.isEmpty() ? "" : path + ".";
      value.properties().forEach(e -> flatten(before + e.getKey(), e.getValue(), into));
    } else if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(item.isValueNode() ? item.asText() : item.toString()));
      into.put(path, String.join(", ", items));
    } else if (!value.isMissingNode()) {
      into.put(path, value.asText());
    }
  }
}
