package dev.assay.data;

import java.util.List;

/**
 * How the ten glyphs are written: for each class several styles, for each style its strokes, for
 * each stroke the points that its curve passes through. Coordinates are in the unit square, x to
 * the right, y down.
 */
final class GlyphStyles {
  private static final List<List<double[][]>> STYLES =
      List.of(zero(), one(), two(), three(), four(), five(), six(), seven(), eight(), nine());

  private GlyphStyles() {}

  /** Number of styles of a class. */
  static int count(int label) {
    return STYLES.get(label).size();
  }

  /** Strokes of one style, each x₀, y₀, x₁, y₁, … Not to be written. */
  static double[][] strokes(int label, int style) {
    return STYLES.get(label).get(style);
  }

  private static List<double[][]> zero() {
    return List.of(
        style(
            stroke(.5, 0, .14, .18, .04, .5, .16, .84, .5, 1, .84, .82, .96, .5, .84, .16, .5, 0)),
        style(
            stroke(
                .6, .02, .28, .18, .14, .55, .3, .93, .6, .97, .84, .68, .84, .28, .58, .03, .4,
                .1)),
        style(
            stroke(
                .66, .1, .3, .07, .07, .42, .18, .9, .52, 1, .88, .72, .92, .3, .7, .03, .5, .06)));
  }

  private static List<double[][]> one() {
    return List.of(
        style(stroke(.5, 0, .5, .5, .5, 1)),
        style(stroke(.28, .24, .42, .14, .55, 0), stroke(.55, 0, .54, .5, .55, 1)),
        style(
            stroke(.26, .22, .42, .14, .52, 0),
            stroke(.52, 0, .52, .5, .52, 1),
            stroke(.22, 1, .52, .98, .82, 1)));
  }

  private static List<double[][]> two() {
    return List.of(
        style(
            stroke(.1, .26, .26, .04, .62, .0, .9, .22, .72, .56, .4, .82, .08, 1),
            stroke(.08, 1, .5, .97, .96, 1)),
        style(
            stroke(
                .12, .22, .45, 0, .86, .2, .7, .58, .28, .94, .1, .86, .28, .76, .6, .94, .96,
                .93)),
        style(stroke(.14, .14, .5, .0, .86, .16, .76, .46, .42, .72, .12, .97, .5, .93, .94, .99)));
  }

  private static List<double[][]> three() {
    return List.of(
        style(
            stroke(.12, .14, .48, 0, .84, .18, .7, .42, .38, .48),
            stroke(.38, .48, .78, .55, .92, .77, .6, 1, .1, .88)),
        style(
            stroke(.12, .04, .5, .02, .84, .04),
            stroke(.84, .04, .6, .26, .42, .42),
            stroke(.42, .42, .82, .5, .92, .76, .6, 1, .1, .9)),
        style(
            stroke(
                .16, .1, .55, 0, .86, .2, .62, .44, .44, .48, .64, .52, .92, .76, .56, 1, .12,
                .92)));
  }

  private static List<double[][]> four() {
    return List.of(
        style(
            stroke(.22, 0, .16, .3, .08, .58),
            stroke(.08, .58, .5, .57, .95, .56),
            stroke(.74, .08, .73, .5, .7, 1)),
        style(
            stroke(.7, 0, .36, .34, .05, .66),
            stroke(.05, .66, .5, .66, .96, .66),
            stroke(.7, 0, .7, .5, .7, 1)),
        style(
            stroke(.16, .02, .1, .34, .3, .54, .62, .52, .86, .44),
            stroke(.88, .0, .82, .5, .76, 1)));
  }

  private static List<double[][]> five() {
    return List.of(
        style(
            stroke(.86, .02, .52, .02, .2, .03),
            stroke(.2, .03, .17, .24, .14, .44),
            stroke(.14, .44, .52, .34, .9, .6, .68, .96, .1, .9)),
        style(stroke(.88, .02, .5, .01, .26, .1, .2, .38, .58, .4, .9, .68, .58, 1, .1, .9)),
        style(
            stroke(.24, .04, .2, .24, .16, .46),
            stroke(.16, .46, .56, .38, .88, .66, .6, .98, .12, .92),
            stroke(.24, .03, .56, .04, .92, .0)));
  }

  private static List<double[][]> six() {
    return List.of(
        style(
            stroke(
                .76, .02, .34, .26, .08, .66, .26, .97, .68, .97, .9, .72, .62, .5, .26, .6, .12,
                .78)),
        style(
            stroke(
                .56, 0, .24, .34, .14, .74, .34, 1, .7, .96, .86, .74, .64, .55, .34, .62, .18,
                .8)),
        style(
            stroke(
                .86, .08, .56, .02, .2, .3, .08, .7, .36, .99, .78, .9, .84, .62, .5, .5, .14,
                .68)));
  }

  private static List<double[][]> seven() {
    return List.of(
        style(stroke(.06, .04, .5, .04, .94, .04), stroke(.94, .04, .66, .5, .4, 1)),
        style(
            stroke(.06, .05, .5, .03, .94, .04),
            stroke(.94, .04, .66, .48, .44, 1),
            stroke(.32, .52, .56, .5, .84, .5)),
        style(
            stroke(.08, .2, .1, .05, .5, .05, .92, .04),
            stroke(.92, .04, .62, .4, .5, .7, .48, 1)));
  }

  private static List<double[][]> eight() {
    return List.of(
        style(
            stroke(
                .8, .14, .5, 0, .2, .16, .32, .4, .7, .58, .88, .8, .5, 1, .12, .8, .3, .58, .68,
                .42, .82, .16)),
        style(
            stroke(.5, 0, .2, .12, .26, .38, .52, .48, .78, .36, .8, .12, .5, 0),
            stroke(.52, .48, .16, .6, .14, .88, .5, 1, .86, .86, .84, .6, .52, .48)),
        style(
            stroke(
                .72, .06, .36, .04, .24, .24, .52, .46, .84, .72, .62, .99, .24, .92, .26, .66, .6,
                .44, .8, .2, .66, .05)));
  }

  private static List<double[][]> nine() {
    return List.of(
        style(
            stroke(.86, .2, .5, 0, .12, .2, .24, .48, .62, .48, .86, .22),
            stroke(.86, .2, .82, .6, .74, 1)),
        style(
            stroke(.86, .24, .54, 0, .12, .2, .2, .48, .58, .5, .86, .24),
            stroke(.86, .24, .88, .68, .62, .98, .2, .92)),
        style(stroke(.84, .12, .5, .02, .16, .22, .3, .48, .66, .44, .86, .12, .84, .5, .6, 1)));
  }

  private static double[][] style(double[]... strokes) {
    return strokes;
  }

  private static double[] stroke(double... points) {
    return points;
  }
}
