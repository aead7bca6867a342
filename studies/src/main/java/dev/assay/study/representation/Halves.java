package dev.assay.study.representation;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What was found in all samples and in two halves of them, each with every other sample of each
 * class: how much chance has to do with it.
 */
public record Halves<T>(T all, T first, T second) {

  public static <T> Halves<T> of(Representation all, Function<Representation, T> solver) {
    return new Halves<>(
        solver.apply(all), solver.apply(all.half(false)), solver.apply(all.half(true)));
  }

  /** The same in all. */
  static <T> Halves<T> same(T found) {
    return new Halves<>(found, found, found);
  }

  <R> Halves<R> map(Function<T, R> function) {
    return new Halves<>(function.apply(all), function.apply(first), function.apply(second));
  }

  double value(ToDoubleFunction<T> index) {
    return index.applyAsDouble(all);
  }

  /** How far the halves are apart; NaN where one has no value. */
  double spread(ToDoubleFunction<T> index) {
    return Math.abs(index.applyAsDouble(first) - index.applyAsDouble(second));
  }
}
