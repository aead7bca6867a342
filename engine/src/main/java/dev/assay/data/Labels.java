package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Classes that are told by a word or a number for each sample. */
final class Labels {
  /** More than that is taken for something else than classes, such as a quantity. */
  private static final int MOST = 10_000;

  private Labels() {}

  /** The classes of an array: each number once, in ascending order. */
  static List<String> names(NpyArray array) {
    return distinct(array.where(), words(array).toList());
  }

  /** Which class each sample of an array is of. */
  static int[] of(NpyArray array, List<String> names) {
    return of(array.where(), words(array).toList(), names);
  }

  private static Stream<String> words(NpyArray array) {
    boolean column = array.axes() == 2 && array.extent(1) == 1;
    if (array.holdsFloats() || array.axes() != 1 && !column) {
      throw new BadInputException(
          Text.format(
              "%s: labels are %s along %d axes; expected a whole number for each sample",
              array.where(), array.type(), array.axes()));
    }
    return IntStream.range(0, array.count()).mapToObj(i -> Long.toString(array.whole(i)));
  }

  /** Each word once: by number where all are whole numbers, else in the order of characters. */
  static List<String> distinct(String where, Collection<String> words) {
    boolean numbers = words.stream().allMatch(word -> word.matches("-?\\d{1,18}"));
    TreeSet<String> names =
        numbers ? new TreeSet<>(Comparator.comparingLong(Long::parseLong)) : new TreeSet<>();
    names.addAll(words);
    if (names.size() > MOST) {
      throw new BadInputException(
          Text.format("%s: %d classes, expected at most %d", where, names.size(), MOST));
    }
    return new ArrayList<>(names);
  }

  /** The place of each word among the names. */
  static int[] of(String where, List<String> words, List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    for (String name : names) {
      places.put(name, places.size());
    }
    int[] labels = new int[words.size()];
    for (int i = 0; i < labels.length; i++) {
      Integer place = places.get(words.get(i));
      if (place == null) {
        throw new BadInputException(
            Text.format(
                "%s: sample %d is of class '%s', which no training sample is of",
                where, i, words.get(i)));
      }
      labels[i] = place;
    }
    return labels;
  }
}
