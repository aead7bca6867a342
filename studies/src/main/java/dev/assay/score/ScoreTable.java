package dev.assay.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Networks, one a row: what their hyperparameters are, how much they generalise, and what some
 * measures say of them.
 *
 * @param checksum of the file
 * @param config which columns
 * @param settings for each network the values of {@link ScoreConfig#grid}
 * @param gap of each network
 * @param shifted of each network; null where no column was named
 * @param measures for each measure the value of each network
 */
public record ScoreTable(
    String checksum,
    ScoreConfig config,
    List<List<String>> settings,
    double[] gap,
    double[] shifted,
    List<double[]> measures) {

  /** Values of an axis, above which it is no axis of a grid. */
  private static final int MOST_VALUES = 64;

  /**
   * Reads a CSV file (RFC 4180) whose first row names the columns. Columns that are not asked for
   * may hold anything; a text may have the apostrophe before it with which reports keep
   * spreadsheets from taking it for a formula.
   *
   * @throws BadInputException if the file cannot be read, a column is not there, a value is not a
   *     finite number, an axis has too many values, or two networks are alike in all axes
   */
  public static ScoreTable read(Path file, ScoreConfig config) {
    List<List<String>> rows = rows(file);
    if (rows.size() < 3) {
      throw new BadInputException(
          Text.format("%s: expected a row of names and at least two networks", file));
    }
    Columns columns = new Columns(file, rows);
    double[] gap = columns.numbers(config.gap());
    double[] shifted = config.shifted() == null ? null : columns.numbers(config.shifted());
    List<double[]> measures = new ArrayList<>();
    for (String measure : config.measures()) {
      double[] values = columns.numbers(ScoreConfig.column(measure));
      for (int i = 0; ScoreConfig.negative(measure) && i < values.length; i++) {
        values[i] = -values[i];
      }
      measures.add(values);
    }
    List<List<String>> settings = columns.texts(config.grid());
    expectGrid(file, config.grid(), settings);
    return new ScoreTable(checksum(file), config, settings, gap, shifted, measures);
  }

  private static List<List<String>> rows(Path file) {
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(file + ": no such file");
    }
    try (MappingIterator<List<String>> rows =
        mapper.readerForListOf(String.class).readValues(file.toFile())) {
      return rows.readAll();
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          Text.format("%s: not a CSV file: %s", file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new BadInputException(Text.format("%s: cannot be read: %s", file, e.getMessage()), e);
    }
  }

  private static String checksum(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new BadInputException(Text.format("%s: cannot be read: %s", file, e.getMessage()), e);
    }
  }

  private static void expectGrid(Path file, List<String> axes, List<List<String>> settings) {
    for (int axis = 0; axis < axes.size(); axis++) {
      int own = axis;
      long values = settings.stream().map(setting -> setting.get(own)).distinct().count();
      if (values > MOST_VALUES) {
        throw new BadInputException(
            Text.format(
                "%s: column %s has %,d values, an axis of a grid at most %d; put them into bins, or"
                    + " leave it out",
                file, axes.get(axis), values, MOST_VALUES));
      }
    }
    Set<List<String>> seen = new HashSet<>();
    for (int network = 0; !axes.isEmpty() && network < settings.size(); network++) {
      if (!seen.add(settings.get(network))) {
        throw new BadInputException(
            Text.format(
                "%s: row %d is the second network of %s; name another axis, or a recipe, that tells"
                    + " them apart",
                file, network + 2, named(axes, settings.get(network))));
      }
    }
  }

  /** For example {@code width 32, dropout 0}. */
  static String named(List<String> axes, List<?> values) {
    List<String> pairs = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      pairs.add(axes.get(axis) + " " + values.get(axis));
    }
    return String.join(", ", pairs);
  }

  public int networks() {
    return gap.length;
  }

  /** Of each network: what it is on the axes, or its place in the table where there are none. */
  List<String> names() {
    List<String> axes = config.grid();
    return IntStream.range(0, networks())
        .mapToObj(i -> axes.isEmpty() ? "network " + (i + 1) : named(axes, settings.get(i)))
        .toList();
  }

  /** Some of the networks. */
  ScoreTable of(int[] networks) {
    List<List<String>> theirs = new ArrayList<>();
    for (int network : networks) {
      theirs.add(settings.get(network));
    }
    return new ScoreTable(
        checksum,
        config,
        theirs,
        of(gap, networks),
        shifted == null ? null : of(shifted, networks),
        measures.stream().map(values -> of(values, networks)).toList());
  }

  private static double[] of(double[] values, int[] networks) {
    double[] some = new double[networks.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = values[networks[i]];
    }
    return some;
  }

  /** Rows below a row of names. */
  private record Columns(Path file, List<List<String>> rows) {

    private int index(String name) {
      int index = rows.get(0).stream().map(String::strip).toList().indexOf(name);
      if (index < 0) {
        throw new BadInputException(
            Text.format(
                "%s has no column %s; there are %s",
                file, name, rows.get(0).stream().collect(Collectors.joining(", "))));
      }
      return index;
    }

    private String cell(int row, int column) {
      List<String> cells = rows.get(row);
      if (column >= cells.size()) {
        throw new BadInputException(
            Text.format(
                "%s: row %d ends after %d of %d columns",
                file, row + 1, cells.size(), rows.get(0).size()));
      }
      String cell = cells.get(column).strip();
      return cell.startsWith("'") ? cell.substring(1) : cell;
    }

    private double[] numbers(String name) {
      int column = index(name);
      double[] numbers = new double[rows.size() - 1];
      for (int row = 1; row < rows.size(); row++) {
        String cell = cell(row, column);
        numbers[row - 1] = number(cell);
        if (!Double.isFinite(numbers[row - 1])) {
          throw new BadInputException(
              Text.format(
                  "%s: row %d, column %s: \"%s\" is not a finite number; leave out networks that"
                      + " could not be measured",
                  file, row + 1, name, Text.visible(cell)));
        }
      }
      return numbers;
    }

    private static double number(String cell) {
      try {
        return Double.parseDouble(cell);
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }

    private List<List<String>> texts(List<String> names) {
      int[] columns = names.stream().mapToInt(this::index).toArray();
      List<List<String>> texts = new ArrayList<>();
      for (int row = 1; row < rows.size(); row++) {
        List<String> text = new ArrayList<>();
        for (int column : columns) {
          text.add(cell(row, column));
        }
        texts.add(text);
      }
      return texts;
    }
  }
}
