package dev.assay.report;

import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How groups of points look. Where kinds of one thing are kinds of another, too, colour tells the
 * thing and shape the kind, and the legend has each of them once; else each group has the look and
 * the key of its own.
 */
final class Crossed {
  private final Palette palette;
  private final List<String> names;
  private final List<String> kinds;
  private final boolean crossed;

  Crossed(Palette palette, Plot.Scatter plot) {
    this.palette = palette;
    this.names = plot.names();
    Set<String> distinct = new LinkedHashSet<>();
    names.forEach(name -> distinct.add(Palette.kind(name)));
    this.kinds = List.copyOf(distinct);
    this.crossed = !kinds.contains("") && kinds.size() > 1 && kinds.size() < names.size();
  }

  Palette.Look look(String name) {
    Palette.Look own = palette.look(name);
    return crossed
        ? new Palette.Look(
            palette.ink(name), Mark.Symbol.of(kinds.indexOf(Palette.kind(name))), own.dash())
        : own;
  }

  List<Legend.Key> keys() {
    List<Legend.Key> keys = new ArrayList<>();
    if (crossed) {
      names.stream()
          .map(Palette::thing)
          .distinct()
          .forEach(thing -> keys.add(Legend.Key.box(thing, palette.ink(thing))));
      for (int i = 0; i < kinds.size(); i++) {
        keys.add(Legend.Key.symbol(kinds.get(i), Ink.MUTED, Mark.Symbol.of(i)));
      }
    } else {
      for (String name : names) {
        Palette.Look look = palette.look(name);
        keys.add(Legend.Key.symbol(name, look.ink(), look.symbol()));
      }
    }
    return keys;
  }
}
