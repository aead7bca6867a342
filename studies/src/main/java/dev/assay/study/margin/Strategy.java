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
  private Path path;

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

  /** The linearisation was seen, away from the boundary. */
  void linearized(Probe here, Linearization linear) {
    throw new IllegalStateException("no gradients were asked for");
  }

  /**
   * There is no way to go from the point where gradients were asked for: all zero, or a gap of 0.
   */
  void stuck(Probe here) {
    done();
  }

  final Need need() {
    return need;
  }

  /** Where logits or gradients are asked for. */
  final Spot at() {
    return at;
  }

  /** What a slope is asked for. */
  final Path path() {
    return path;
  }

  final void logits(Spot point) {
    need = Need.LOGITS;
    at = point;
  }

  /** Asks for the slope of the difference to a path's class where the path is. */
  final void slope(Path along) {
    need = Need.SLOPE;
    path = along;
  }

  final void gradients(Spot point) {
    need = Need.GRADIENTS;
    at = point;
  }

  final void done() {
    need = Need.NOTHING;
  }
}
