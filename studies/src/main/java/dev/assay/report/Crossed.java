package dev.assay.report;

import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.List;

/**
 * How groups of points look. Where kinds of one thing are kinds of another, too, colour tells the
 * thing, by its lightness as well so that it reads in grey, and shape the kind, and the legend has
 * each of them once; else each group has the look and the key of its own.
 */
final class Crossed {
  /** Dark, light, and as it is. */
  private static final int[] SHADES = {2, 1, 0};

  private final Palette palette;
  private final List<String> names;
  private final List<String> things;
  private final List<String> kinds;
  private final boolean crossed;

  Crossed(Palette palette, Plot.Scatter plot) {
    this.palette = palette;
    this.names = plot.names();
    this.things = names.stream().map(Palette::thing).distinct().toList();
    this.kinds = names.stream().map(Palette::kind).distinct().toList();
    this.crossed = !kinds.contains("") && kinds.size() > 1 && kinds.size() < names.size();
  }

  Palette.Look look(String name) {
    Palette.Look own = palette.look(name);
    return crossed
        ? new Palette.Look(
            ink(Palette.thing(name)), Mark.Symbol.of(kinds.indexOf(Palette.kind(name))), own.dash())
        : own;
  }

  private Ink ink(String thing) {
    return palette.ink(thing).shade(SHADES[things.indexOf(thing) % SHADES.length]);
  }

  List<Legend.Key> keys() {
    List<Legend.Key> keys = new ArrayList<>();
    if (crossed) {
      things.forEach(thing -> keys.add(Legend.Key.box(thing, ink(thing))));
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
