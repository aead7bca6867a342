package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.util.Set;

/** The images of an array, as {@link ArraySet} tells. */
final class Pixels {
  private static final Set<Integer> CHANNELS = Set.of(1, 3);
  private static final int BYTE = 0xff;
  private static final int WORD = 0xffff;

  private Pixels() {}

  /** The shape of one sample. */
  static Shape sample(NpyArray array) {
    return switch (array.axes()) {
      case 2 -> Shape.vector(array.extent(1));
      case 3 -> Shape.image(1, array.extent(1), array.extent(2));
      case 4 ->
          channelsLast(array)
              ? Shape.image(array.extent(3), array.extent(1), array.extent(2))
              : Shape.image(array.extent(1), array.extent(2), array.extent(3));
      default ->
          throw new BadInputException(
              Text.format(
                  "%s: %d axes; expected N×H×W, N×H×W×C, N×C×H×W or N×D",
                  array.where(), array.axes()));
    };
  }

  private static boolean channelsLast(NpyArray array) {
    boolean first = CHANNELS.contains(array.extent(1));
    boolean last = CHANNELS.contains(array.extent(3));
    if (first == last) {
      throw new BadInputException(
          Text.format(
              "%s: samples are %d×%d×%d, so %s; expected one axis of 1 or 3 channels, the first or"
                  + " the last",
              array.where(),
              array.extent(1),
              array.extent(2),
              array.extent(3),
              first ? "either end may be the channels" : "neither end can be the channels"));
    }
    return last;
  }

  /** All samples, each channel by channel, row by row. */
  static float[] of(NpyArray array) {
    Shape sample = sample(array);
    Dataset.requireRoom(array.where(), array.extent(0), sample.size());
    float[] values = new float[array.count()];
    boolean moved = array.axes() == 4 && channelsLast(array) && sample.channels() > 1;
    int area = sample.height() * sample.width();
    float most = most(array);
    for (int i = 0; i < values.length; i++) {
      int from = moved ? channelLast(i, sample.channels(), area) : i;
      float value = most == 1 ? array.real(from) : array.whole(from) / most;
      if (!Float.isFinite(value) || most == BYTE && (value < 0 || value > 1)) {
        throw new BadInputException(
            Text.format(
                "%s: value %d is %s, expected %s",
                array.where(),
                from,
                most == 1 ? Float.toString(value) : Long.toString(array.whole(from)),
                most == 1 ? "a number" : "0 to " + BYTE));
      }
      values[i] = value;
    }
    return values;
  }

  /** What whole numbers are divided by; 1 where values are as they should be. */
  private static float most(NpyArray array) {
    return switch (array.type()) {
      case "float16", "float32", "float64", "bool" -> 1;
      case "uint16" -> WORD;
      default -> BYTE;
    };
  }

  private static int channelLast(int index, int channels, int area) {
    int sample = index / (channels * area);
    int channel = index / area % channels;
    return (sample * area + index % area) * channels + channel;
  }
}
