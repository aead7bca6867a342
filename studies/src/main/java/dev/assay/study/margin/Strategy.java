package dev.assay.study.margin;

import dev.assay.study.margin.Search.Need;
import dev.assay.study.margin.Search.Probe;

/**
 * A part of {@link NearestSearch}: looks for near points on the boundary in one way. Driven like a
 * search: says what it needs to know, and is told. What it finds goes to {@link Finds}.
 */
abstract class Strategy {
  final Finds finds;
  private Need need = Need.NOTHING;
  private Spot at;
  private int rival;

  Strategy(Finds finds) {
    this.finds = finds;
  }

  /** Asks for the first point, or for nothing where there is nothing to do. */
  abstract void begin();

  /** Logits were seen, all finite. */
  void seen(Probe here) {
    throw new IllegalStateException("no logits were asked for");
  }

  /**
   * The difference to the rival asked for was seen. The slope is the strategy's to use until it
   * asks again.
   */
  void sloped(Probe here, Slope slope) {
    throw new IllegalStateException("no slope was asked for");
  }

  final Need need() {
    return need;
  }

  /** Where logits or a slope are asked for. */
  final Spot at() {
    return at;
  }

  /** The class of the slope that is asked for. */
  final int rival() {
    return rival;
  }

  final void logits(Spot point) {
    need = Need.LOGITS;
    at = point;
  }

  /** Asks for the slope of the difference to a path's class where the path is. */
  final void slope(Path along) {
    slope(along.at(), along.rival());
  }

  /** Asks for the slope of the difference to a class. */
  final void slope(Spot point, int to) {
    need = Need.SLOPE;
    at = point;
    rival = to;
  }

  final void done() {
    need = Need.NOTHING;
  }
}
