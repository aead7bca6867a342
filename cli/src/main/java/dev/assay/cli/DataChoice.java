package dev.assay.cli;

import dev.assay.data.Catalog;
import dev.assay.data.Corruption;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.data.Resized;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which data a network is trained on; kept in its checkpoint, so that measurements find the same
 * samples.
 *
 * @param name of the data set, or its path
 * @param samples first so many of its training samples, 0 for all
 * @param size that all images are brought to, null for their own
 * @param canvas side of the canvas that all images are put on, 0 for none
 * @param validation share of these samples that is held out of training, 0 for none
 * @param corruptions done to training samples, in order
 * @param corruptionSeed seed of the corruptions
 */
record DataChoice(
    String name,
    int samples,
    Resized size,
    int canvas,
    double validation,
    List<String> corruptions,
    long corruptionSeed) {
  private static final String SIZE = "resize";
  private static final String CANVAS = "canvas";
  private static final String VALIDATION = "validation";

  /** Of the order in which samples are held out: the same for networks of all seeds. */
  private static final long SPLIT_SEED = 0;

  /** Samples that are trained on, as corrupted, and clean ones that are held out, if any are. */
  record Samples(Dataset train, Optional<Dataset> validation) {}

  DataChoice {
    corruptions = List.copyOf(corruptions);
  }

  DataChoice(String name, int samples, int canvas, List<String> corruptions, long corruptionSeed) {
    this(name, samples, null, canvas, 0, corruptions, corruptionSeed);
  }

  /** All of another data set, clean, of the same size and on the same canvas. */
  DataChoice clean(String other) {
    return new DataChoice(other, 0, size, canvas, 0, List.of(), 0);
  }

  /** The same with all images in another size, before they are put on a canvas. */
  DataChoice resized(Resized other) {
    return new DataChoice(name, samples, other, canvas, validation, corruptions, corruptionSeed);
  }

  /** The samples that it is trained on, as corrupted. */
  Dataset train(Catalog catalog) {
    return samples(catalog).train();
  }

  /**
   * All but the test samples.
   *
   * @throws BadInputException if none would be held out, or none left
   */
  Samples samples(Catalog catalog) {
    Dataset all = source(catalog).train();
    Dataset train = placed(samples == 0 ? all : all.take(samples));
    Optional<Dataset> held = Optional.empty();
    if (validation > 0) {
      int count = (int) Math.round(validation * train.count());
      if (count < 1 || count >= train.count()) {
        throw new BadInputException(
            Text.format(
                "a share of %s of %d training samples holds out %s; expected one that holds out one"
                    + " at least, and leaves one",
                validation, train.count(), count < 1 ? "none" : "all"));
      }
      Dataset drawn = train.shuffledSubset(train.count(), SPLIT_SEED);
      held = Optional.of(drawn.last(count));
      train = drawn.take(drawn.count() - count);
    }
    for (String corruption : corruptions) {
      train = Corruption.parse(corruption, corruptionSeed).apply(train);
    }
    return new Samples(train, held);
  }

  /** The test samples, which are never corrupted. */
  Dataset test(Catalog catalog) {
    return placed(source(catalog).test());
  }

  private Dataset placed(Dataset images) {
    return canvas == 0 ? images : images.onCanvas(canvas);
  }

  private DataSource source(Catalog catalog) {
    DataSource source = catalog.open(name);
    return size == null ? source : source.resized(size);
  }

  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", name);
    settings.put("train-samples", samples == 0 ? "all" : Integer.toString(samples));
    if (size != null) {
      settings.put(SIZE, size.height() + "x" + size.width());
    }
    if (canvas > 0) {
      settings.put(CANVAS, Integer.toString(canvas));
    }
    if (validation > 0) {
      settings.put(VALIDATION, Double.toString(validation));
    }
    settings.put("corruption", corruptions.isEmpty() ? "none" : String.join(",", corruptions));
    settings.put("corruption-seed", Long.toString(corruptionSeed));
    return settings;
  }

  private static Resized size(String words) {
    String[] sides = words == null ? null : words.split("x", 2);
    return sides == null
        ? null
        : new Resized(Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1]));
  }

  /**
   * The choice that a checkpoint's settings tell.
   *
   * @param origin the file, for messages
   */
  static DataChoice of(Map<String, String> settings, String origin) {
    try {
      String samples = settings.get("train-samples");
      int count = samples.equals("all") ? 0 : Integer.parseInt(samples);
      DataChoice choice =
          new DataChoice(
              settings.get("data").strip(),
              count,
              size(settings.get(SIZE)),
              Integer.parseInt(settings.getOrDefault(CANVAS, "0")),
              Double.parseDouble(settings.getOrDefault(VALIDATION, "0")),
              Arrays.stream(settings.get("corruption").split(","))
                  .filter(text -> !text.equals("none"))
                  .collect(Collectors.toList()),
              Long.parseLong(settings.get("corruption-seed")));
      choice.corruptions.forEach(text -> Corruption.parse(text, choice.corruptionSeed));
      if (samples.equals("all") == (count > 0) || choice.name.isEmpty()) {
        throw new BadInputException(
            Text.format("it tells of %s samples of the data set '%s'", samples, choice.name));
      }
      return choice;
    } catch (NullPointerException | NumberFormatException | BadInputException e) {
      throw new BadInputException(
          origin
              + ": the settings do not tell what it was trained on ("
              + e.getMessage()
              + "); was it changed, or written by another program?",
          e);
    }
  }
}
