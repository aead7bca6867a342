package dev.assay.report;

import dev.assay.study.Figure;
import dev.assay.study.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the series of a report look. Series are named {@code thing} or {@code thing, kind}. A thing
 * has the same colour in all figures; two have the same only where there are more than colours, and
 * then not within a figure if that can be helped.
 */
final class Palette {
  private static final double[][] DASHES = {{}, {7, 5}, {2, 4}, {9, 4, 2, 4}, {4, 3}, {12, 4}};

  /** How a series is drawn: kinds of a thing differ in shade, in symbol and in dashes. */
  record Look(Ink ink, Mark.Symbol symbol, double[] dash) {}

  private final Map<String, Integer> colours = new HashMap<>();
  private final Map<String, List<String>> kinds = new HashMap<>();

  private Palette(List<Figure> figures) {
    List<List<String>> names = figures.stream().map(figure -> figure.plot().names()).toList();
    Map<String, Set<String>> beside = new LinkedHashMap<>();
    for (List<String> figure : names) {
      for (String name : figure) {
        String thing = thing(name);
        beside.computeIfAbsent(thing, t -> new LinkedHashSet<>());
        figure.forEach(other -> beside.get(thing).add(thing(other)));
        List<String> known = kinds.computeIfAbsent(thing, t -> new ArrayList<>());
        if (!known.contains(name)) {
          known.add(name);
        }
      }
    }
    beside.forEach((thing, others) -> colours.put(thing, free(others)));
  }

  static Palette of(Report report) {
    return new Palette(report.figures());
  }

  /** For a figure that stands alone. */
  static Palette of(Figure figure) {
    return new Palette(List.of(figure));
  }

  /** The look of a series; grey for what is none in any figure, such as a category. */
  Look look(String name) {
    String thing = thing(name);
    if (!colours.containsKey(thing)) {
      return new Look(Ink.MUTED, Mark.Symbol.CIRCLE, DASHES[0]);
    }
    int colour = colours.get(thing);
    int kind = Math.max(0, kinds.get(thing).indexOf(name));
    int form = colour + kind;
    return new Look(ink(name).shade(kind), Mark.Symbol.of(form), DASHES[form % DASHES.length]);
  }

  /** The colour of a thing, whatever its kind; grey for what is none in any figure. */
  Ink ink(String name) {
    Integer colour = colours.get(thing(name));
    return colour == null ? Ink.MUTED : Ink.series(colour);
  }

  static double[] dash(int index) {
    return DASHES[index];
  }

  /** The colour that is used least, and by no neighbour if there is one. */
  private int free(Set<String> neighbours) {
    int best = 0;
    long least = Long.MAX_VALUE;
    for (int colour = 0; colour < Ink.SERIES_COLOURS; colour++) {
      int candidate = colour;
      long used = colours.values().stream().filter(c -> c == candidate).count();
      long near = neighbours.stream().filter(n -> colours.getOrDefault(n, -1) == candidate).count();
      long cost = 1000 * near + used;
      if (cost < least) {
        least = cost;
        best = colour;
      }
    }
    return best;
  }

  static String thing(String name) {
    int comma = name.indexOf(", ");
    return comma < 0 ? name : name.substring(0, comma);
  }

  /** Empty where a name tells none. */
  static String kind(String name) {
    int comma = name.indexOf(", ");
    return comma < 0 ? "" : name.substring(comma + 2);
  }
}
