package dev.assay.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast work is done of late: what a store had already, in the first second, must not promise
 * the same speed for the rest.
 */
final class Pace {
  private static final double WINDOW = 30;

  /** What was done at a time, in seconds. */
  private record Mark(double at, double done) {}

  /** The first is the latest that is older than the window; the first of all until there is one. */
  private final Deque<Mark> marks = new ArrayDeque<>();

  private Mark last;

  /**
   * @param done in units of work
   */
  Pace(double now, double done) {
    last = new Mark(now, done);
    marks.add(last);
  }

  /** Tells what is done. */
  void at(double now, double done) {
    if (done != last.done) {
      last = new Mark(now, done);
      // one a second is enough
      if (now - marks.getLast().at >= 1) {
        marks.add(last);
      }
    }
  }

  /** Units a second; 0 while nothing was done. */
  double rate(double now) {
    while (marks.size() > 1 && now - second().at >= WINDOW && second().done < last.done) {
      marks.removeFirst();
    }
    Mark first = marks.getFirst();
    return now > first.at ? (last.done - first.done) / (now - first.at) : 0;
  }

  private Mark second() {
    var marksInOrder = marks.iterator();
    marksInOrder.next();
    return marksInOrder.next();
  }
}
