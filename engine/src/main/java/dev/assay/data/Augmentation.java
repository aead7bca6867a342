package dev.assay.data;

import dev.assay.backend.Move;
import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A random move of a training image. Which one follows from the key, the epoch and the index of the
 * sample, never from the order of calls.
 */
public sealed interface Augmentation {
  /** Keeps the number of offsets far from the largest int. */
  int MOST_PIXELS = 1 << 16;

  /** Leaves images as they are. */
  Augmentation NONE = new Sequence(List.of());

  /**
   * The move of one image.
   *
   * @param shape channels × height × width
   * @param key key of the run's augmentation stream
   * @param epoch number of the pass over the data
   * @param index number of the sample in its data set
   */
  default Move move(Shape shape, long key, long epoch, int index) {
    if (!shape.isImage()) {
      throw new BadInputException("augmentation '" + text() + "' needs images, got " + shape);
    }
    return after(Move.none(shape), Streams.key(Streams.key(key, epoch), index));
  }

  /** {@code before}, then what the stream of {@code key} says. */
  Move after(Move before, long key);

  /** The form that {@link #parse} reads. */
  String text();

  /**
   * Moves the image by −{@code pixels} to {@code pixels} rows and columns, all offsets equally
   * likely, and fills with zeros.
   */
  record Shift(int pixels) implements Augmentation {
    public Shift {
      requirePositive("shift", pixels);
    }

    @Override
    public Move after(Move before, long key) {
      return shifted(before, key, pixels);
    }

    @Override
    public String text() {
      return "shift:" + pixels;
    }
  }

  /** Mirrors the image left to right, every second time. */
  record Flip() implements Augmentation {
    @Override
    public Move after(Move before, long key) {
      return Streams.bits(key, 0) < 0 ? before.thenMirror() : before;
    }

    @Override
    public String text() {
      return "flip";
    }
  }

  /**
   * Pads the image with zeros on all sides and cuts a window of the original size out of it, all
   * positions equally likely: for a zero padding the same distribution as {@link Shift} by as many
   * pixels, under the name that CIFAR recipes use (He et al. 2016, §4.2).
   */
  record Crop(int padding) implements Augmentation {
    public Crop {
      requirePositive("crop", padding);
    }

    @Override
    public Move after(Move before, long key) {
      return shifted(before, key, padding);
    }

    @Override
    public String text() {
      return "crop:" + padding;
    }
  }

  /** Several changes, one after the other, each with a stream of its own. */
  record Sequence(List<Augmentation> steps) implements Augmentation {
    public Sequence {
      steps = List.copyOf(steps);
    }

    @Override
    public Move after(Move before, long key) {
      Move move = before;
      for (int i = 0; i < steps.size(); i++) {
        move = steps.get(i).after(move, Streams.key(key, i));
      }
      return move;
    }

    @Override
    public String text() {
      return steps.stream().map(Augmentation::text).collect(Collectors.joining(","));
    }
  }

  private static Move shifted(Move before, long key, int most) {
    int down = Streams.integer(key, 0, 2 * most + 1) - most;
    int right = Streams.integer(key, 1, 2 * most + 1) - most;
    return before.thenShift(down, right);
  }

  /**
   * Reads a list separated by commas of {@code shift:PIXELS}, {@code flip} and {@code
   * crop:PADDING}; an empty text is no augmentation.
   */
  static Augmentation parse(String text) {
    List<Augmentation> steps = new ArrayList<>();
    if (!text.isBlank()) {
      for (String part : text.split(",", -1)) {
        steps.add(parseOne(part.strip()));
      }
    }
    return steps.size() == 1 ? steps.get(0) : new Sequence(steps);
  }

  private static Augmentation parseOne(String text) {
    String[] parts = text.split(":", -1);
    return switch (parts[0] + "/" + parts.length) {
      case "shift/2" -> new Shift(number(text, parts[1]));
      case "crop/2" -> new Crop(number(text, parts[1]));
      case "flip/1" -> new Flip();
      default -> throw unreadable(text, "unknown name or wrong number of values");
    };
  }

  private static int number(String text, String part) {
    try {
      return Integer.parseInt(part);
    } catch (NumberFormatException e) {
      throw unreadable(text, "'" + part + "' is not a whole number");
    }
  }

  private static BadInputException unreadable(String text, String problem) {
    return new BadInputException(
        "augmentation '"
            + text
            + "': "
            + problem
            + "; expected shift:PIXELS, flip or crop:PADDING, for example shift:2");
  }

  private static void requirePositive(String name, int pixels) {
    if (pixels < 1 || pixels > MOST_PIXELS) {
      throw new BadInputException(
          "augmentation " + name + ":" + pixels + ": expected 1 to " + MOST_PIXELS + " pixels");
    }
  }
}
