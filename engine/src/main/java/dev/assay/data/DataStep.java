package dev.assay.data;

import dev.assay.io.BadInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is done to samples on the way from their source, in the words of {@link Provenance}: so that
 * words are enough to do it again.
 */
sealed interface DataStep {
  Pattern FIRST = Pattern.compile("first (\\d{1,9}) of (\\d{1,9})");
  Pattern SUBSET = Pattern.compile("subset of (\\d{1,9}) of (\\d{1,9}), seed (-?\\d{1,19})");
  Pattern LAST = Pattern.compile("last (\\d{1,9}) of (\\d{1,9})");
  Pattern CANVAS = Pattern.compile("canvas (\\d{1,9})");
  Pattern CORRUPTION = Pattern.compile("corruption ([a-z0-9.:E-]+), seed (-?\\d{1,19})");

  /** As it stands in a provenance. */
  String text();

  Dataset apply(Dataset data);

  /** The first samples. */
  record First(int count, int of) implements DataStep {
    @Override
    public String text() {
      return "first " + count + " of " + of;
    }

    @Override
    public Dataset apply(Dataset data) {
      return data.take(count);
    }
  }

  /** The last samples. */
  record Last(int count, int of) implements DataStep {
    @Override
    public String text() {
      return "last " + count + " of " + of;
    }

    @Override
    public Dataset apply(Dataset data) {
      return data.last(count);
    }
  }

  /** Samples drawn at random. */
  record Subset(int count, int of, long seed) implements DataStep {
    @Override
    public String text() {
      return "subset of " + count + " of " + of + ", seed " + seed;
    }

    @Override
    public Dataset apply(Dataset data) {
      return data.shuffledSubset(count, seed);
    }
  }

  /** Images in the middle of a larger one. */
  record Canvas(int side) implements DataStep {
    @Override
    public String text() {
      return "canvas " + side;
    }

    @Override
    public Dataset apply(Dataset data) {
      return data.onCanvas(side);
    }
  }

  /** Images changed. */
  record Altered(Alteration alteration) implements DataStep {
    @Override
    public String text() {
      return alteration.text();
    }

    @Override
    public Dataset apply(Dataset data) {
      return data.altered(alteration);
    }
  }

  /** Damage. */
  record Corrupted(Corruption corruption) implements DataStep {
    @Override
    public String text() {
      return "corruption " + corruption.text() + ", seed " + corruption.seed();
    }

    @Override
    public Dataset apply(Dataset data) {
      return corruption.apply(data);
    }
  }

  /**
   * @throws BadInputException for words that do not tell enough
   */
  static DataStep parse(String text) {
    Matcher first = FIRST.matcher(text);
    Matcher last = LAST.matcher(text);
    Matcher subset = SUBSET.matcher(text);
    Matcher canvas = CANVAS.matcher(text);
    Matcher corruption = CORRUPTION.matcher(text);
    try {
      if (first.matches()) {
        return new First(Integer.parseInt(first.group(1)), Integer.parseInt(first.group(2)));
      }
      if (last.matches()) {
        return new Last(Integer.parseInt(last.group(1)), Integer.parseInt(last.group(2)));
      }
      Alteration alteration = Alteration.parse(text);
      if (alteration != null) {
        return new Altered(alteration);
      }
      if (subset.matches()) {
        return new Subset(
            Integer.parseInt(subset.group(1)),
            Integer.parseInt(subset.group(2)),
            Long.parseLong(subset.group(3)));
      }
      if (canvas.matches()) {
        return new Canvas(Integer.parseInt(canvas.group(1)));
      }
      if (corruption.matches()) {
        long seed = Long.parseLong(corruption.group(2));
        return new Corrupted(Corruption.parse(corruption.group(1), seed));
      }
    } catch (NumberFormatException e) {
      throw unknown(text, e);
    }
    throw unknown(text, null);
  }

  private static BadInputException unknown(String text, Exception cause) {
    return new BadInputException(
        "samples cannot be made again from '"
            + text
            + "'; expected 'first N of M', 'last N of M', 'subset of N of M, seed S', 'canvas N', an"
            + " alteration or 'corruption KIND, seed S'",
        cause);
  }
}
