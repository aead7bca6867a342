package dev.assay.data;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A data set of one's own as CSV, a row for each sample: its class and its pixels, whole numbers
 * from 0 to 255. Where the first row names the columns, the class is the one called {@code label},
 * {@code class}, {@code target} or {@code y}, otherwise the first one. As many pixels as a square
 * has are a grey image, row by row; any other number is a vector. A folder with {@code train.csv}
 * and {@code test.csv} holds both splits, a single file one (see {@link DrawnTest}).
 *
 * @param path the file or the folder
 */
record PixelTable(String name, Path path) implements DataSource {
  /** What spreadsheets write before UTF-8. */
  private static final String MARK = "\ufeff";

  private static final String TRAIN = "train.csv";
  private static final String TEST = "test.csv";
  private static final Set<String> LABELS = Set.of("label", "class", "target", "y");
  private static final int MOST = 255;
  private static final ObjectReader ROWS =
      new CsvMapper().enable(CsvParser.Feature.WRAP_AS_ARRAY).readerFor(String[].class);

  /** Whether a folder holds such tables. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(TRAIN));
  }

  @Override
  public Dataset train() {
    if (!Files.isDirectory(path)) {
      return DrawnTest.without(read(Rows.read(path), "train", List.of()));
    }
    return read(Rows.read(path.resolve(TRAIN)), "train", List.of());
  }

  @Override
  public Dataset test() {
    if (!Files.isDirectory(path)) {
      return DrawnTest.of(read(Rows.read(path), "train", List.of()));
    }
    Dataset train = train();
    Dataset test = read(Rows.read(path.resolve(TEST)), "test", train.classNames());
    if (!test.sample().equals(train.sample())) {
      throw new BadInputException(
          Text.format(
              "%s: samples are %s, but those for training %s; expected the same",
              path.resolve(TEST), test.sample(), train.sample()));
    }
    return test;
  }

  private Dataset read(Rows rows, String split, List<String> classes) {
    int size = rows.pixels.get(0).length;
    int side = (int) Math.sqrt(size);
    Shape sample = side * side == size ? Shape.image(1, side, side) : Shape.vector(size);
    Dataset.requireRoom(rows.file.toString(), rows.pixels.size(), size);
    float[] values = new float[rows.pixels.size() * size];
    for (int i = 0; i < rows.pixels.size(); i++) {
      System.arraycopy(Idx.unit(rows.pixels.get(i)), 0, values, i * size, size);
    }
    List<String> names =
        classes.isEmpty() ? Labels.distinct(rows.file.toString(), rows.labels) : classes;
    int[] labels = Labels.of(rows.file.toString(), rows.labels, names);
    return Dataset.of(
        sample, values, labels, names, new Provenance(name, split, origin(rows.file)));
  }

  private static Map<String, String> origin(Path file) {
    try {
      return Map.of(file.getFileName().toString(), Checksum.of(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The rows of a file. */
  private static final class Rows {
    private final Path file;
    private final int columns;
    private final int labelColumn;
    private final List<String> labels = new ArrayList<>();
    private final List<byte[]> pixels = new ArrayList<>();

    private Rows(Path file, int columns, int labelColumn) {
      this.file = file;
      this.columns = columns;
      this.labelColumn = labelColumn;
    }

    static Rows read(Path file) {
      try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
          MappingIterator<String[]> lines = ROWS.readValues(text)) {
        String[] first = lines.hasNextValue() ? lines.nextValue() : new String[0];
        if (first.length > 0 && first[0].startsWith(MARK)) {
          first[0] = first[0].substring(MARK.length());
        }
        boolean named = Arrays.stream(first).skip(1).anyMatch(cell -> pixel(cell) < 0);
        Rows rows = new Rows(file, first.length, named ? labelColumn(first, file) : 0);
        if (!named && first.length > 0) {
          rows.add(first, 1);
        }
        for (int row = 2; lines.hasNextValue(); row++) {
          rows.add(lines.nextValue(), row);
        }
        if (rows.pixels.isEmpty()) {
          throw new BadInputException(file + ": has no samples, expected a row for each");
        }
        return rows;
      } catch (IOException | RuntimeException e) {
        if (e instanceof BadInputException refused) {
          throw refused;
        }
        throw unreadable(file, e);
      }
    }

    private static int labelColumn(String[] names, Path file) {
      int[] found =
          IntStream.range(0, names.length)
              .filter(i -> LABELS.contains(names[i].strip().toLowerCase(Locale.ROOT)))
              .toArray();
      if (found.length != 1) {
        throw new BadInputException(
            Text.format(
                "%s: %d columns are called label, class, target or y; expected one, or numbers"
                    + " alone with the class first",
                file, found.length));
      }
      return found[0];
    }

    private void add(String[] cells, int row) {
      if (cells.length != columns || columns < 2) {
        throw new BadInputException(
            Text.format(
                "%s: row %d has %d columns, expected %s",
                file, row, cells.length, columns < 2 ? "a class and pixels" : columns));
      }
      byte[] values = new byte[columns - 1];
      for (int i = 0, at = 0; i < columns; i++) {
        if (i == labelColumn) {
          continue;
        }
        int value = pixel(cells[i]);
        if (value < 0) {
          throw new BadInputException(
              Text.format(
                  "%s: row %d, column %d: '%s', expected a whole number from 0 to %d; other numbers"
                      + " can be given as NPZ",
                  file, row, i + 1, cells[i], MOST));
        }
        values[at++] = (byte) value;
      }
      labels.add(cells[labelColumn].strip());
      pixels.add(values);
    }

    /** A pixel, or -1 where a cell is none. */
    private static int pixel(String cell) {
      String text = cell.strip();
      if (text.isEmpty()
          || text.length() > 3
          || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return -1;
      }
      int value = Integer.parseInt(text);
      return value <= MOST ? value : -1;
    }
  }

  private static BadInputException unreadable(Path file, Exception e) {
    String what = e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().get();
    return new BadInputException(file + ": cannot be read: " + what, e);
  }
}
